"""Remarks on an answer, joined to the plan before."""
