"""Questions in, answers with evidence out."""
