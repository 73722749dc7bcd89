"""What nobody can say from the record: recordings, read receipts, strangers, and what is yet to be said."""

from __future__ import annotations

from work_talk_parts import ask

QUESTIONS = [
    ask(f"no {kind}", text, None)
    for kind, text in [
        ("column", "how many minutes did the call with Hank Sorrell on 10 november last"),
        ("column", "Which of the emails we sent in October were opened by the recipient?"),
        ("column", "link to the recording of Maya's last Acme meeting?"),
        ("column", "what's Dolores Quist's birthday, want to send a card"),
        ("column", "LinkedIn profile of Signe Almqvist"),
        ("column", "What was our average first response time on tickets last month?"),
        ("client", "when did we last speak to Dunwich Ferries"),
        ("person", "mails from Harriet Lomax at Wexcombe, how many?"),
        ("forecast", "Who's going to complain next?"),
        ("forecast", "how many tickets will Globex open in january"),
    ]
]
