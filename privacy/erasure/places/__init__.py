"""The places where somebody may be, a kind a file."""
