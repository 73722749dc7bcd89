"""Breaks a running Rapport on purpose, and counts what became of everything it had accepted."""
