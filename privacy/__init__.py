"""What may be seen, by whom, and what must vanish."""
