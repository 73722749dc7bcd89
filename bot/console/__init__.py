"""A local stand-in for Slack on 127.0.0.1: the app talks to it unchanged, people use it in a browser."""
