"""What the same six type that the record cannot answer: columns, clients and people it lacks, what is to come, others."""

from __future__ import annotations

from functools import partial

from asking_gold import Question

ask = partial(Question, "sample", "everyday_d")

QUESTIONS = [
    ask(f"no {kind}", text, None)
    for kind, text in [
        ("column", "Pinecrest, do they pay us by card or by bank transfer normally?"),
        ("column", "how many people at Quillon actually logged in to Tally last week"),
        ("column", "what street is yarrow prints office on, im in linz and lost"),
        ("column", "How many square metres has the warehouse of Rookhope?"),
        ("column", "On what date did Sofia start working for us?"),
        ("column", "which language does Ximena Rinaldi prefer to get her mails in"),
        ("column", "Hourly rate we charge for a Data Migration consultant?"),
        ("column", "who clicked on the link in our october newsletter"),
        ("client", "Has Penhallow Ferries paid the last invoice already?"),
        ("client", "when did we last call castellane optics"),
        ("client", "How many seats does Brackenridge Hotels have with us?"),
        ("person", "open deals of Rafael Quintero pls"),
        ("person", "what's Helga Dittmar's job title at Vantoor?"),
        ("forecast", "How many customers will have left us by the end of 2028?"),
        ("forecast", "what are people going to open tickets about in spring"),
        ("outside", "how many employees does Zoho have?"),
    ]
]
