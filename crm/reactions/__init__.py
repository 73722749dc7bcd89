"""Rules that notice things in what happens, and whom they tell."""
