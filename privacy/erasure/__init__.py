"""Forgetting people, and whole tenants, everywhere."""
