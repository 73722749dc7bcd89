"""The record and its rules. Knows nothing of Slack, vectors, models or files."""
