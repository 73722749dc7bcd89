"""How a chart is drawn: lines, bars, and what is written around them."""
