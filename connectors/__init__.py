"""All that happens elsewhere comes in here, one file a source."""
