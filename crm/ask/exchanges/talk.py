"""What a question on exchanges says, put together from its parts: which of them, whose, and what of them is asked."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.ask.exchanges.mark import Mark
from crm.ask.exchanges.sides import OURS, THEIRS, direction_of
from crm.ask.plan import Operator

EVIDENCE = frozenset({"way", "shared", "quiet", "alone", "inbox", "outbox"})
WRITTEN = ("email", "message")
NOUNS = frozenset({"clients", "persons", "reps", "weekday", "kind", "field", "grain", "days"})
PHONES = frozenset({"phone", "telephone", "dial", "ring"})
LEADING = frozenset({"which", "how_many", "different", "most", "fewest"})
LIMITS: dict[str, Operator] = {
    "more_than": "gt", "at_least": "ge", "less_than": "lt", "at_most": "le", "exactly": "eq",
}  # fmt: skip


@dataclass
class Talk:
    """`target` is what is asked for, `groups` what it is broken down by."""

    marks: list[Mark]
    kinds: list[str] = field(default_factory=list)
    direction: str | None = None
    target: Mark | None = None
    groups: list[Mark] = field(default_factory=list)
    limit: tuple[Operator, float] | None = None

    def has(self, *symbols: str) -> bool:
        return any(mark.symbol in symbols for mark in self.marks)

    def first(self, *symbols: str) -> Mark | None:
        return next((mark for mark in self.marks if mark.symbol in symbols), None)


def talk_of(marks: list[Mark]) -> Talk | None:
    """None where the parts are not those of a question on exchanges."""
    if not _is_talk(marks) or _of_others(marks):
        return None
    found = Talk(marks, kinds=_kinds(marks))
    try:
        found.direction = None if set(found.kinds) & {"meeting", "ticket"} else direction_of(marks)
    except ValueError:
        return None
    found.groups = _groups(marks)
    found.limit = _limit(marks)
    found.target = _target(found)
    return None if _left_over(found) else found


def _groups(marks: Sequence[Mark]) -> list[Mark]:
    """What it is broken down by: `per rep`, `by customer tier`."""
    found = []
    for place, mark in enumerate(marks[:-1]):
        after = marks[place + 1]
        if mark.symbol not in {"per", "by"} or after.symbol not in NOUNS:
            continue
        column = after.symbol == "clients" and place + 2 < len(marks) and marks[place + 2].symbol == "field"
        found.append(marks[place + 2] if column else after)
    return found


def _left_over(talk: Talk) -> bool:
    """Whether a noun is named that is neither asked for nor grouped by, nor says whose rows are meant."""
    for place, mark in enumerate(talk.marks):
        told = talk.limit is not None and mark.number == talk.limit[1]
        if mark.symbol == "number" and not told and not _of_time(talk.marks, mark):
            return True
        if mark.symbol == "how_many" and place and talk.marks[place - 1].text in PHONES:
            return True  # `phone number`
        if mark.symbol not in {"field", "kind", "weekday", "reps", "grain"} or mark in {*talk.groups, talk.target}:
            continue
        around = {each.symbol for each in talk.marks[max(0, place - 1) : place + 2]}
        if not (mark.symbol == "field" and "filter" in around) and not (mark.symbol == "grain" and "number" in around):
            return True
    return False


def _is_talk(marks: Sequence[Mark]) -> bool:
    spoken = any(mark.symbol in EVIDENCE or (mark.symbol == "noun" and mark.value != "any") for mark in marks)
    ours, theirs = (any(mark.symbol in side for mark in marks) for side in (OURS, THEIRS | {"who"}))
    verbs = [mark.value for mark in marks if mark.symbol == "verb"]
    telling = bool(set(verbs) - {"any", "toward"}) and (ours or theirs)
    about = any(mark.symbol == "theme" for mark in marks)
    logged = theirs and any(mark.symbol == "ticketing" and mark.text.startswith("log") for mark in marks)
    return (
        about
        or logged
        or spoken
        or telling
        or (bool(verbs) and ours and theirs)
        or _heard(marks)
        or (_any(marks) and (ours or theirs))
    )


def _of_others(marks: Sequence[Mark]) -> bool:
    """`Opened`, `filed`: of tickets; of anything else it is another question."""
    if any(mark.symbol == "about" for mark in marks) and not any(mark.symbol == "theme" for mark in marks):
        return True
    if any(mark.symbol == "noun" and after.text == "log" for mark, after in itertools.pairwise(marks)):
        return True  # `the meetings log`: a table of the record's own
    done = any(mark.symbol == "ticketing" and mark.text[:3] not in {"log", "com"} for mark in marks)
    return done and not any(mark.value == "ticket" for mark in marks)


def _any(marks: Sequence[Mark]) -> bool:
    return any(mark.symbol == "noun" for mark in marks)


def _heard(marks: Sequence[Mark]) -> bool:
    return any(mark.symbol == "received" and mark.text.startswith("hear") for mark in marks)


def _kinds(marks: Sequence[Mark]) -> list[str]:
    """The kinds that are named; those that verbs mean where no noun does."""
    named = [m.value for m in marks if m.symbol in {"noun", "way"} and m.value != "any"]
    done = [m.value for m in marks if m.symbol in {"verb", "shared"} and m.value not in {"any", "toward", "present"}]
    boxes = ["email" for mark in marks if mark.symbol in {"inbox", "outbox"}]
    told = named or boxes or done
    told = [each for kind in told for each in (WRITTEN if kind == "written" else (kind,))]
    present = any(mark.value == "present" for mark in marks)
    return list(dict.fromkeys(told or (["meeting"] if present else [])))


def _limit(marks: Sequence[Mark]) -> tuple[Operator, float] | None:
    for mark, after in itertools.pairwise(marks):
        if mark.symbol in LIMITS and after.number is not None and not _of_time(marks, after):
            return LIMITS[mark.symbol], after.number
        if mark.number is not None and after.symbol == "or_more":
            return "ge", mark.number
    return None


def _of_time(marks: Sequence[Mark], number: Mark) -> bool:
    """`Over two months`."""
    place = marks.index(number)
    return place + 1 < len(marks) and marks[place + 1].symbol in {"grain", "days", "when"}


def _target(talk: Talk) -> Mark | None:
    """What is asked for: the noun behind `which` or `how many`, else whoever `who` stands for."""
    marks = talk.marks
    for place, mark in enumerate(marks):
        if mark.symbol not in LEADING:
            continue
        at = next((at for at in range(place + 1, len(marks)) if marks[at].symbol not in LEADING), None)
        if at is not None and marks[at].symbol in NOUNS and marks[at] not in talk.groups:
            return marks[at]
    who = talk.first("who")
    if who is not None:
        return _somebody(talk, who)
    lead = marks[0]
    return lead if lead.symbol in {"clients", "persons", "reps", "weekday"} else None


def _somebody(talk: Talk, who: Mark) -> Mark:
    marks, place = talk.marks, talk.marks.index(who)
    before, after = marks[:place], marks[place + 1 :]
    spoken_to = {one for way, one in itertools.pairwise(marks) if way.symbol in {"to", "with", "from", "at"}}
    around = [mark for mark in (*reversed(before), *after) if mark not in spoken_to]
    named = next((mark for mark in around if mark.symbol in {"clients", "persons", "reps"}), None)
    if named is not None and not (after and after[-1] is not named and named in after and talk.has("account")):
        return named
    if talk.has("theme") and not talk.has("us", "user", "account"):
        return Mark("clients", "", who.text, who.at)
    if _ours(talk, marks, place):
        return Mark("reps", "", who.text, who.at)
    return Mark("persons", "", who.text, who.at)


def _ours(talk: Talk, marks: list[Mark], place: int) -> bool:
    """Whether `who` is one of us: nobody of ours is named, and a client is spoken to."""
    follow = marks[place + 1].symbol if place + 1 < len(marks) else ""
    behind = marks[place - 1].symbol if place else ""
    if follow in {"at", "from"} or behind in {"account", "from"} or talk.direction == "in":
        return False
    if talk.has("ticketing") and "ticket" in talk.kinds:
        return False
    return not any(mark.symbol in {"us", "user", "theme"} for mark in marks)
