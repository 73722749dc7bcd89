"""Messages that the sample company's record cannot answer: columns, people and clients it lacks, and what is to come."""

from __future__ import annotations

from functools import partial

from asking_gold import Question

ask = partial(Question, "sample", "everyday_c")

QUESTIONS = [
    ask(f"no {kind}", text, None)
    for kind, text in [
        ("column", "what discount did Wexcombe get on their last renewal, in percent"),
        ("column", "How much VAT did we charge Nettlebed Cosmetics last quarter?"),
        ("column", "which of our open deals came out of the Hamburg trade fair"),
        ("column", "whats the PO number on invoice BM-20428"),
        ("column", "how many sick days has Grace taken this year?"),
        ("column", "travel expenses per rep for October please"),
        ("column", "Which customers rated us 9 or 10 in the last satisfaction survey?"),
        ("client", "any open deals with Larkspur Pharma?"),
        ("client", "how much does Bellhaven Motors still owe us"),
        ("person", "What's Bianca Rossetti's win rate this year?"),
        ("person", "phone number of Teddy Blackwood at Globex pls"),
        ("forecast", "how much money will we get paid in February 2027"),
        ("forecast", "Which of the open renewals will we end up losing?"),
        ("outside", "what does SAP charge per seat for its warehouse software"),
    ]
]
