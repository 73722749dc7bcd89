"""What a language model may add."""
