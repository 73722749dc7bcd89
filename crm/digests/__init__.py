"""Digests: what a manager wants to read at a time of theirs, made of sections, each once a local day."""
