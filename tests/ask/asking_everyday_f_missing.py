"""What the eight ask and the record cannot tell: no such column, not yet happened, others' affairs, or advice."""

from __future__ import annotations

MISSING = [
    ("no column", "How many days of annual leave do I get in my first year here? HR's out until Tuesday"),
    ("no column", "Um, what's the wifi password at the London office? There's nobody at reception"),
    ("no column", "comm % on quayside deals this yr?"),
    ("no such person", "last call w/ Rupert Ellingham?"),
    ("forecast", "What will Noah's win rate be in 2028? Give me the number and I'll put it on the slide"),
    ("advice", "Between us: should I let Grace go, or give her one more quarter?"),
    ("other company", "what was warepoints revenue last year"),
    ("advice", "shld we open an office in lisbon or rather in milan, gut feeling"),
    ("no column", "What NPS score did Tessaly Retail give us in the summer survey?"),
    ("no column", "how often did Quarry Lane Coffee's users log in to Tally last week"),
    ("no column", "Which of my support agents closed the most tickets in October? I owe somebody a cake"),
    ("forecast", "Will Osprey Marine's handhelds still be freezing next summer?"),
    ("no column", "Dunmore Dairy have moved banks, I believe. What's the IBAN they pay us from now?"),
    ("other company", "Is it true that Pellworm Paper owe other suppliers money as well? How much?"),
    ("no column", "Gross margin by product, FY2026, please"),
    ("no column", "What did we spend on trade fairs and LinkedIn ads per deal won this year?"),
]
