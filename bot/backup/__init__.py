"""Backups: the record, originals and vectors of one moment in one file, and the way back from it."""
