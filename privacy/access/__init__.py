"""What is kept of one person, as a file to hand over to them."""
