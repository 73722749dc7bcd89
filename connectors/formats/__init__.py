"""What is inside documents of intricate formats: read in a process that knows nothing else, and starts fast for it."""
