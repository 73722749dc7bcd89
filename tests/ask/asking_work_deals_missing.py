"""Messages about deals that the sample company's record cannot answer."""

from __future__ import annotations

from functools import partial

from asking_gold import Question

ask = partial(Question, "sample", "work_deals")

QUESTIONS = [
    ask(f"no {kind}", text, None)
    for kind, text in [
        ("column", "is grace on track for her quota? what % of it has she hit"),
        ("column", "What gross margin did we make on the Quayside deal with Northwind Logistics?"),
        ("column", "Payroll is asking: commission due to Jonas for what he won in Q3"),
        ("column", "Which marketing campaign led to the greatest number of wins?"),
        ("column", "any of the open ones signed up for a 3-year term rather than one"),
        ("column", "pls list won deals that came to us via a reseller or partner"),
        ("client", "hows the Castellan Freight renewal going, what stage is it in now?"),
        ("person", "Could you tell me how many deals Oliver Trant closed in the spring"),
        ("forecast", "what will our win rate be next year"),
        ("outside", "How much did Oracle's sales force sell last quarter, worldwide?"),
    ]
]
