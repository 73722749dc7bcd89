"""What text means: embedding, mood, vectors, retrieval, the local model."""
