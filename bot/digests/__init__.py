"""Digests on their way to Slack."""
