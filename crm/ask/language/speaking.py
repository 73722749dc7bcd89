"""Who says of himself that he asks: “Anna here, what did I win?” asks what Anna won."""

from __future__ import annotations

import re
from collections.abc import Callable

NAME = r"(?P<who>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}?)"
GREETED = r"\W*(?:(?:hi|hey|hello|(?:good )?(?:morning|afternoon|evening))\b(?: (?:all|there|team))?\W*)?"
OPENED = re.compile(
    rf"^{GREETED}(?:(?:(?:it['’]?s|this is|i['’]?m|i am) )?{NAME} (?:here|speaking|asking)"
    rf"|(?:it['’]?s|this is|i['’]?m|i am) {NAME.replace('who', 'self')}(?=\s*[-–—,.:;!]))\b\s*[-–—,.:;!]*\s*(?=\w)",
    re.IGNORECASE,
)
OWN = re.compile(r"\b(?:my own|mine|my)\b", re.IGNORECASE)
SELF = re.compile(r"\b(?P<lead>(?:to|with|by|of|from|for) )(?:me|myself)\b|\bi(?:['’](?:ve|d))?\b", re.IGNORECASE)


def as_named(text: str, named: Callable[[str], str | None]) -> str:
    """The question with the asker's own name where it says I and my; left alone where nobody of the team is so called.

    Args:
        text: the question.
        named: the whole name of the one of the team who goes by a name or a part of it.
    """
    opened = OPENED.match(text)
    if opened is None or (name := named(opened["who"] or opened["self"])) is None:
        return text
    asked = OWN.sub(f"{name}'s", text[opened.end() :])
    return SELF.sub(lambda match: f"{match['lead'] or ''}{name}", asked)
