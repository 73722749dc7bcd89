"""Places for vectors, each behind the same port."""
