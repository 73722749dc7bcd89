"""A second hundred of everyday questions: what a working week's people type into Slack, each in their own way.

They were written from the CSV files alone, without a look at how a question is answered or at the first hundred. Shares
and rates are fractions, dates are ISO days, months are "2026-07" and quarters "2026 Q3".
"""

from __future__ import annotations

from asking_everyday_b_books import BOOKS
from asking_everyday_b_deals import DEALS
from asking_everyday_b_maventech import MAVENTECH
from asking_everyday_b_people import PEOPLE
from asking_gold import Question

PART = "everyday_b"

# plausible, and nowhere in the record
SAMPLE_UNKNOWN = [
    ("no column", "which deals have had their close date pushed back more than once?"),
    ("no column", "IBAN of Dunmore Dairy pls, finance needs it for the refund"),
    ("no column", "Which version of Tally is Hexley running?"),
    ("no column", "who is Dolores Quist's boss over at Globex"),
    ("no column", "how many sick days has Jonas taken this autumn?"),
    ("no such person", "Hi! Could you tell me what Beatriz Montero closed last quarter?"),
    ("no such client", "what do we have open with Halvorsen Timber"),
    ("forecast", "how much are we going to win in december, realistically?"),
    ("forecast", "Will Ridgeback Tools still be a customer this time next year?"),
    ("other company", "what does Blue Yonder charge per seat these days"),
]
MAVENTECH_UNKNOWN = [
    ("no column", "which of our 2017 wins started at a trade fair?"),
    ("no column", "email address of whoever buys for Isdom"),
    ("no column", "how many days off did Markita Hansen take in 2017"),
    ("no such person", "what was Petra Lindholm's win rate in 2017?"),
    ("no such client", "how much has Wayne Enterprises bought from us"),
    ("forecast", "What revenue should we expect from GTX Pro in 2031?"),
]

QUESTIONS = [
    *(Question("sample", PART, *row) for row in [*DEALS, *BOOKS, *PEOPLE]),
    *(Question("sample", PART, category, text, None) for category, text in SAMPLE_UNKNOWN),
    *(Question("maventech", PART, *row) for row in MAVENTECH),
    *(Question("maventech", PART, category, text, None) for category, text in MAVENTECH_UNKNOWN),
]
