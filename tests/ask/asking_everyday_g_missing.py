"""What the eight ask and the records cannot tell: no such column, client or colleague, the future, other companies."""

from __future__ import annotations

SAMPLE = [
    ("no column", "how many miles did tom put on the company car in october"),
    ("no column", "What uptime did Quayside have in October? In percent, customers keep asking me"),
    ("no column", "When does the lease on our Dublin office run out? Asking for the budget"),
    ("no column", "whats the avg age of our sales reps lol, feel like the baby here"),
    ("no column", "Please provide marketing budget left for this quarter."),
    ("no such client", "Larkspur Hotels, what do they still owe us on invoices?"),
    ("no such client", "did the tarnbrook ferries deal close already"),
    ("no such person", "Have we a telephone number for Beatrix Vandermeer? She left a message with the switchboard."),
    ("forecast", "how many tickets will cobalt harbor open in 2027, roughly"),
    ("other company", "what did Shopify turn over last year"),
]

MAVENTECH = [
    ("no column", "how many of the MG Specials we sold in 2017 were sent back by the customer"),
    ("no column", "Travel expenses for the West office in 2017, please."),
    ("no column", "Which payment method does Rangreen use, do they pay by cheque?"),
    ("no such client", "total we won from Soylent Logistics in 2017"),
    ("no such person", "Priscilla Dunbar's win rate? She says it's better than mine"),
    ("forecast", "How many GTX Plus Pro deals are we going to win in summer 2031?"),
]
