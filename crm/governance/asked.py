"""“Why do you know Jane's email?”: whether a text asks how somebody came to be known."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VALUES = {
    "email": r"e-?mail(?: address)?|mail(?: address)?",
    "phone": r"(?:(?:tele)?phone|mobile|cell)?\s*number|(?:tele)?phone|mobile|cell",
    "title": r"(?:job )?title|role|position",
    "account": r"company|employer|account",
    "name": r"name",
    "": r"(?:contact )?(?:details|data|info(?:rmation)?)",
}
_ASKED = re.compile(
    r"(?:why (?:do|did|would) (?:you|we) (?:know|have|keep|store|hold)|"
    r"where (?:do|did) (?:you|we) (?:know|have|get|find)|"
    r"how (?:do|did|come) (?:you|we) (?:know|have|get|come by|find))\s+"
    r"(?P<who>[^?!,;:]{2,120}?)"
    rf"(?:['\u2019]s?\s+(?P<what>{'|'.join(_VALUES.values())}))?(?:\s+from)?\s*[?.!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """`field` is the value that is asked about; "" where it is the person."""

    who: str
    field: str


def asked(text: str) -> Asked | None:
    """None for any other text. Whether `who` is anybody is not known yet."""
    found = _ASKED.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    what = found["what"] or ""
    field = next((name for name, words in _VALUES.items() if re.fullmatch(words, what, re.IGNORECASE)), "")
    return Asked(found["who"].strip(), field)
