"""What may be done with what is known of people, and how it came to be known."""
