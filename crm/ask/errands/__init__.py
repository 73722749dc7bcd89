"""What is still to be done, found by the words of the tasks themselves."""
