"""The faces of Rapport and its wiring."""
