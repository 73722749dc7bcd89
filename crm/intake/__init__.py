"""How what happens elsewhere becomes the record: events of sources, their way in, and what became of each."""
