"""Several workspaces: how each installs Rapport, whose token serves it, and what becomes of one that leaves."""
