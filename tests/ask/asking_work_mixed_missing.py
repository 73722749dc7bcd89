"""Mixed questions that the sample company's record cannot answer, for one of their conditions is about what it lacks."""

from __future__ import annotations

from work_mixed_parts import ask

QUESTIONS = [
    ask(f"no {kind}", text, None)
    for kind, text in [
        ("column", "which reps hit at least 90% of their quota in both Q2 and Q3"),
        (
            "column",
            (
                "Hi there, comp review is tomorrow so a bit urgent, sorry! How much commission per won deal did Enterprise earn on "
                "average compared with Mid-Market?"
            ),
        ),
        ("column", "top 2 deals by gross margin for every product"),
        (
            "column",
            (
                "I think long calls pay off, can't prove it though. Are calls on deals we won longer in minutes than calls on the "
                "ones we lost?"
            ),
        ),
        ("column", "customers whose number of logins fell compared to last month but who have a renewal open"),
        ("column", "share of high priority tickets that we answered inside four hours, per tier"),
        (
            "column",
            (
                "so the webinar in march cost us a fortune and the boss wants proof... how many of this year's wins came out of it, "
                "as opposed to the ads?"
            ),
        ),
        ("client", "has Harbinger Timber bought more from us than Acme this year?"),
        (
            "person",
            (
                "hello, new in the team :) which accounts does Fiona Gallagher own that have neither an open deal nor a task? "
                "thank you very much"
            ),
        ),
        ("forecast", "Who of the ten reps is going to win the most deals in the first quarter of 2027?"),
    ]
]
