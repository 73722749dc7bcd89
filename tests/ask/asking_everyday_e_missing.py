"""What the eight ask and the record cannot tell: nothing written down, nobody known, or nobody's to foretell."""

from __future__ import annotations

SAMPLE = [
    ("no column", "Please what is Elin's sales target for this quarter?"),
    ("no column", "which EUR/USD rate did we use for the october invoices"),
    ("no column", "Hello, we are preparing the invoice correction: which VAT number has Fennick Bikes?"),
    ("no column", "what does hosting cost us per month for Pinecrest?"),
    ("no column", "When is Signe Almqvist's birthday? Would love to send a card"),
    ("no such person", "how many open deals does Callum Reyes have on his desk right now"),
    ("no such client", "Kindly let me know when we last raised an invoice to Brightwater Hotels"),
    ("forecast", "which of our customers will cancel on us in 2027?"),
    ("forecast", "Please tell me what will be the MRR at the end of March 2028."),
    ("other company", "how many paying customers has pipedrive got these days"),
]
MAVENTECH = [
    ("no column", "which lost reason came up most often in 2017"),
    ("no column", "Please share the mobile number of Darcel Schlecht"),
    ("no column", "How many of the deals we won in 2017 came through a partner or reseller?"),
    ("no such person", "wins of Teresa Okonkwo-Blunt in q4 2017?"),
    ("no such client", "what did Stark Industries buy from us in 2017, and for how much"),
    ("forecast", "How many GTK 500 will we sell in 2030?"),
]
