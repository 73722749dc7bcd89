"""What the team keeps for a time only, and how it goes."""
