"""A newcomer's questions that no export of this company can answer: the right answer is to say so."""

from __future__ import annotations

from sample_frames import sam

QUESTIONS = [
    sam(f"no {kind}", text, None)
    for kind, text in [
        ("column", "what's Acme's NPS score?"),
        ("column", "how much commission does Lena earn on her won deals?"),
        ("column", "quota attainment by rep this quarter"),
        ("column", "gross margin by product"),
        ("column", "lead source of our open deals"),
        ("column", "Jane Holloway's LinkedIn profile"),
        ("column", "weighted pipeline using each deal's win probability"),
        ("column", "how long did our calls last on average, in minutes?"),
        ("column", "e-mail open rate per rep"),
        ("column", "which contacts have a birthday this month"),
        ("column", "average first response time on high-priority tickets"),
        ("column", "fax number of Globex"),
        ("column", "vacation days Elin has left"),
        ("column", "cost per lead by marketing campaign"),
        ("client", "who owns Initech?"),
        ("client", "open deals with Contoso"),
        ("client", "when did we last speak with Umbrella Corp"),
        ("client", "how much pipeline does Patrick Bateman have?"),
        ("client", "what stage is the Stark Industries renewal in?"),
        ("forecast", "What will our bookings be in Q2 2027?"),
        ("forecast", "is Globex going to renew, yes or no?"),
        ("forecast", "who will be the top rep next year?"),
        ("forecast", "how many tickets will Wexcombe open in January?"),
        ("outside", "what was HubSpot's revenue last year?"),
        ("outside", "how many sales reps does Salesforce employ"),
        ("outside", "what's the weather in Stockholm today"),
        ("outside", "capital of Portugal?"),
        ("outside", "current dollar to euro exchange rate"),
        ("outside", "write me a poem about closing deals"),
        ("opinion", "should I put Tom on a performance plan?"),
        ("opinion", "should we sell the company?"),
        ("opinion", "Which of my reps is the nicest person?"),
    ]
]
