"""Colours of pictures: Okabe and Ito's, which the colour-blind can tell apart, on a solid light ground."""

from __future__ import annotations

PAPER = "#ffffff"
INK = "#1d1c1d"
QUIET = "#616770"
GRID = "#e6e8eb"
FAINT = "#c9ced6"
SERIES = ("#0072b2", "#d55e00", "#009e73", "#aa4499", "#56a0d3")
REST = "#9aa1ab"
