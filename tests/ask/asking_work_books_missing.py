"""What the record of the sample company cannot answer: columns, clients and colleagues it lacks, and what is to come."""

from __future__ import annotations

from functools import partial

from asking_gold import Question

ask = partial(Question, "sample", "work_books")

QUESTIONS = [
    ask(f"no {kind}", text, None)
    for kind, text in [
        ("column", "Do Moorfield Tiles pay by direct debit or by bank transfer?"),
        ("column", "whats harrow & pikes credit limit with us"),
        ("column", "how many reminder letters did we post to Silverthread Apparel over the summer bill"),
        ("column", "Profit margin on Quayside vs Foresight after hosting costs"),
        ("column", "How many hours did Tom log against his tasks last month?"),
        ("column", "tasks flagged high priority on Marcus' list"),
        ("column", "which customers have a purchase order expiring before christmas"),
        ("client", "is the invoice for Penhallow Ceramics settled?"),
        ("person", "List the overdue to-dos of Wanda Kowalczyk on our team"),
        ("forecast", "Which customers are going to pay late in January?"),
    ]
]
