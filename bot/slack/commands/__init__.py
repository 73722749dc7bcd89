"""What can be typed after `/rapport`: one file for each group of commands."""
