"""Names of new companies in full: with the everyday words that belong to them, and those called after their people."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from crm.log.days import find_days
from crm.log.given import GIVEN
from crm.naming import TITLES, TITLES_AFTER, fold, nicknames, word_set

SHORTEST = 3  # letters of a family's name
MOST = 4  # words that a name may go on for
_ANY_DAY = date(2001, 1, 1)
_SMALL = r"(?:d[eiao]|d[eo]s|del|della|delle|dei|du|des|la|le|les|las|los|el|l['\u2019]|[dD]['\u2019]|dell['\u2019]|van|von|der|den)"
_NEXT = re.compile(
    rf" (?:& )?(?:{_SMALL}(?: |(?<=['\u2019]))){{0,2}}(?P<word>[^\W\d_][\w'\u2019]*)|['\u2019](?P<tail>[^\W\d_]{{3,}})"
)
_AFTER_ONE = re.compile(r"(?:['\u2019]s)?(?: (?:& |and |et |y |und )?(?-i:[^\W\d_a-z][\w'\u2019]*)){1,4}")
_HALLOWED = re.compile(r"\b(?:S(?:t|te|ta|to)|Mt|Ft)\.? $")
_WORKS_FOR = re.compile(
    r"(?:,? (?:the |their |our )?(?:[a-z][\w-]*[ &/]){1,4}| )(?:from|of|at) (?:the )?|\s?\((?:from |of |at )?"
)
_STOPS = word_set(  # they begin a thought of their own, or say what of the firm is meant
    "i we he she they it the a an my our his her their this that these those you who and but so or not no yes ok okay new now then also just still "
    "will would can could wants wanted needs said says asked told has have had is are was were met called rang spoke emailed texted visited sent got "
    "am pm po rfp nda sow poc msa sla vat usd eur gbp chf ceo cfo cto coo cio vp md hr it q1 q2 q3 q4 eod eow asap fyi ps re fwd won lost zoom teams "
    "call meeting demo visit lunch deal order quote update via for with from to at of on in by if when"
)


def whole_name(text: str, end: int, taken: Sequence[tuple[int, int]]) -> int:
    """Where a new company's name ends whose first words end at `end`: words written large that follow are part of it."""
    if text in {text.lower(), text.upper()}:
        return end
    for _ in range(MOST):
        match = _NEXT.match(text, end)
        word = (match["word"] or match["tail"]) if match else None
        if match is None or word is None or not _goes_on(word):
            return end
        if any(start < match.end() and match.start() < stop for start, stop in taken):
            return end
        end = match.end() - (
            2 if word[-2:] in {"'s", "\u2019s"} and not text[match.end() : match.end() + 2].istitle() else 0
        )
        if end < match.end():
            return end
    return end


def titled_from(text: str, start: int) -> int:
    """Where a name begins that a saint, a mount or a fort opens: St. Brieuc Parish Hall."""
    before = _HALLOWED.search(text[:start])
    return before.start() if before else start


def _goes_on(word: str) -> bool:
    said = fold(word)
    if not word[0].isupper() or len(said) < 2 or (word.isupper() and len(word) < 3):
        return False
    if said in _STOPS | TITLES | TITLES_AFTER | GIVEN or said in nicknames():
        return False
    return not find_days(word, _ANY_DAY, "past")


def is_of(text: str, name: tuple[int, int], firms: Collection[int], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether two words are the name of somebody: of a firm that follows, or whom one is called after.

    `firms` are the places where names of firms begin.
    """
    works = _WORKS_FOR.match(text, name[1])
    return (works is not None and works.end() in firms) or any(family_firms(text, [name], taken))


def family_firms(
    text: str, people: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where companies stand that are called after somebody new: Trudy Voss, Voss Custom Combining."""
    for start, end in people:
        first, _, last = text[start:end].rpartition(" ")
        if not first or len(last) < SHORTEST:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(last)}\b", text):
            more = _AFTER_ONE.match(text, match.end())
            if (
                start <= match.start() < end
                or more is None
                or any(a < match.end() and match.start() < z for a, z in taken)
            ):
                continue
            stop = whole_name(text, match.end(), taken)
            joined = re.match(r"(?:['\u2019]s)? (?:& |and |et |y |und )", text[match.end() :])
            if (
                stop == match.end()
                and joined
                and _goes_on(text[match.end() + joined.end() :].split(maxsplit=1)[0].strip(".,;:!?"))
            ):
                stop = whole_name(text, match.end() + joined.end() - 1, taken)
            if stop > match.end():
                yield match.start(), stop
