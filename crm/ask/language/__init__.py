"""From the letters of a question to linked words."""
