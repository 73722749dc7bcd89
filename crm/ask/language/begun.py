"""How a question is led up to: whom it is from, what it is for, that one is sorry to ask."""

from __future__ import annotations

import re
from collections.abc import Callable

GREETING = (
    r"(?:hi|hello|hey|hiya|(?:good )?(?:morning|afternoon|evening)|good day)"
    r"(?: (?:there|all|team|everyone|everybody|folks|rapport))?"
)
ASKERS = (
    r"(?:me|finance|accounting|sales|marketing|support|legal|ops|operations|management|hr|billing|the (?:board|boss))"
)
QUICK = (
    r"(?:(?:a |one |just a |just )?(?:quick|short|small|silly|stupid|last) (?:one|question|q|thing|ask|request)"
    rf"(?: (?:from|for) {ASKERS})?"
    r"|sorry(?: to (?:bother|bug|disturb|trouble|interrupt|ask)(?: (?:you|everyone|everybody|all|again))*)?"
    r"|(?:i need|need|looking for|i'm after) (?:one|a|this|just one) (?:number|figure|thing|answer)"
    r"|(?:finance|accounting|marketing|billing) here)"
)
OCCASION = (
    r"(?:plan|planning|deck|slides?|report|reporting|meeting|call|presentation|review|board|forecast|budget|sheet|update|"
    r"summary|newsletter|offsite|stand-?up|qbr|audit|auditors?|memo|minutes|agenda|dashboard|all-?hands|ceo|cfo|boss)"
)
PURPOSE = rf"for (?:the|my|our|a|tomorrow's|today's|monday's|this week's) (?P<purpose>(?:[\w-]+ )?){OCCASION}"
STEP = re.compile(rf"(?:{GREETING}|{QUICK}|(?:and )?{PURPOSE})", re.IGNORECASE)
ENDING = re.compile(rf"^\W*(?:(?:{GREETING}|{QUICK}|{PURPOSE})\W+)+", re.IGNORECASE)


def begun(text: str, known: Callable[[str], bool]) -> str:
    """The question without its lead; a word of the record in it may be a condition and stays."""
    match = ENDING.match(text)
    if match is None or not match.group().rstrip().endswith((":", "!", ",", "–", "—", "-", ".")):
        return text
    said = (each["purpose"].strip() for each in STEP.finditer(match.group()) if each["purpose"])
    return text if any(known(word) for word in said) else text[match.end() :]
