"""From linked words to a typed plan."""
