"""What a person sees of their day and, where they lead others, of their team's week."""
