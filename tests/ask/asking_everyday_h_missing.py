"""What the eight ask and the records cannot tell: no such column, client or person, the future, others, an opinion."""

from __future__ import annotations

SAMPLE = [
    ("no column", "which firmware are the handhelds at pellworm paper running"),
    ("no column", "How many holiday days I have left this year?"),
    ("no column", "Which seat is Ingrid booked into on her flight to Oslo?"),
    ("no column", "Under which governing law was the Tessaly Group framework agreement concluded?"),
    ("no column", "What was the open rate of our October newsletter? Fingers crossed!"),
    ("no column", "How many story points did the Foresight squad burn last sprint?"),
    ("no such client", "Harcastle Optics, have they paid their last bill?"),
    ("no such person", "Which deals does Benedikt Straub own?"),
    ("forecast", "what are we going to close in the spring of 2029"),
    ("opinion", "is Daniel a better boss than Ingrid be honest"),
]

MAVENTECH = [
    ("no column", "how long is the warranty on a GTK 500"),
    ("no column", "Please, what is name and telephone of our contact in Konex?"),
    ("no such product", "How many GTX Ultra were sold in 2017?"),
    ("no such client", "Brindlecroft Partners, total won?"),
    ("other company", "what's Salesforce paying its account executives these days"),
    ("opinion", "Is MG Special an ugly name? Marketing wants to know, no hard feelings"),
]
