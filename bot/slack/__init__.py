"""Rapport in Slack: one Bolt app, thin listeners, pure views."""
