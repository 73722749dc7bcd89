"""Mail as events: MIME, markup, and what of a message its sender wrote himself."""
