"""`Where tickets outnumber meetings`, `more often than they ring us`: groups in which one figure is above another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm.ask.compound.around import Around, bare
from crm.ask.compound.divisions import STOP, phrases
from crm.ask.compound.parts import Parts
from crm.ask.compound.quotients import part, sided
from crm.ask.plan import Beside, Order
from crm.ask.planning.reading import Reading
from crm.ask.words import COMPOUND

OVER, UNDER = (phrases(COMPOUND["opposed"][way]) for way in ("more", "less"))
DOING = {verb.strip(): kind for kind, line in COMPOUND["doing"].items() for verb in line.split(",")}
VERB = phrases(",".join(COMPOUND["doing"].values()))
WHO = (
    r"(?:^|\b)(?:(?:with|at|in|for)\s+(?=which|what)|(?P<how_many>how many)\s+"
    r"|(?:which|what)\s+(?:of\s+(?:the|our)\s+)?|(?:the|our|any|all|list|show)\s+)*(?P<group>who|[\w’'-]+)"
)
LINK = r"\s+(?:that|which|who|do|did|have|has|had|with|having|where|there|\s)*"
WHERE = re.compile(
    rf"{WHO}(?:\s+(?:where|in which|at which|for which|with which|whose))?\s+(?:do|does|did|the|their|have|has|\s)*"
    r"(?P<one>[^,;:?!.()]*?)\s+"
    rf"(?:(?P<over>{OVER})|(?P<under>{UNDER}))\s+(?P<other>[^,;:?!.()]*)",
    re.IGNORECASE,
)
MORE_THAN = re.compile(
    rf"{WHO}{LINK}(?P<verb>\w+\s+)??(?P<way>more|fewer|less)\s+(?P<one>[^,;:?!.()]*?)\s+than\s+(?P<other>[^,;:?!.()]*)",
    re.IGNORECASE,
)
OFTEN = re.compile(
    rf"{WHO}{LINK}(?P<one>(?:we\s+)?(?:{VERB})(?:\s+us)?)\s+(?P<way>more|less)(?:\s+(?:often|frequently))?\s+than\s+"
    rf"(?P<other>(?:we|they)\s+(?:{VERB})(?:\s+(?:us|them))?)",
    re.IGNORECASE,
)
WHETHER = re.compile(r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|will)\b", re.IGNORECASE)
CLAUSE = re.compile(rf"^(?P<we>we\s+)?(?:they\s+)?(?P<verb>{VERB})(?:\s+(?:us|them))?$", re.IGNORECASE)
TAIL = re.compile(
    r"\s+(?:there|ever|with them|in all|all time|overall|altogether|with us|from us|in total)$", re.IGNORECASE
)
MONEY = re.compile(
    r"\b(?:pipeline|revenue|sitting|value|worth|amount|dollars|money|sum|bought|earned|sold)\b", re.IGNORECASE
)
OUTCOMES = re.compile(
    r"\b(?P<open>open|pipeline)\b|\b(?P<won>won|win|revenue|bought|sold|earned)\b|\b(?P<lost>lost|lose)\b",
    re.IGNORECASE,
)


LIMIT = re.compile(r"\W*\d")


@dataclass(frozen=True)
class Rivalry:
    """Two figures of each group, which of them is to be above, and what is said of both."""

    group: str
    one: str
    other: str
    more: bool
    counted: bool
    around: str


def outnumbered(text: str, parts: Parts) -> Reading | None:
    """Groups with more of one figure than of another, said by a verb; None where a part is not understood."""
    return _read(text, parts, (OFTEN, WHERE))


def outdone(text: str, parts: Parts) -> Reading | None:
    """`More tickets than meetings`, where the planner has no two values of a column in it."""
    return _read(text, parts, (MORE_THAN,))


def _read(text: str, parts: Parts, patterns: Sequence[re.Pattern[str]]) -> Reading | None:
    if WHETHER.match(text):
        return None
    match = next((found for pattern in patterns if (found := pattern.search(text))), None)
    rivalry = _found(text, match, parts) if match is not None else None
    if rivalry is None or not parts.is_group(rivalry.group):
        return None
    said = Around(rivalry.one, rivalry.other, rivalry.group, "", None, None)
    named = sided(said, parts)
    if named is None:
        return None
    one, other = named
    sides = [part(side, rivalry.around, rivalry.group, parts) for side in (one, other)]
    top, bottom = sides
    if top is None or bottom is None or top.plan.group_by != bottom.plan.group_by:
        return None
    if top.plan.measures[0].kind != bottom.plan.measures[0].kind or top.plan == bottom.plan:
        return None  # money is not held against heads
    parts.label(top.plan, one)
    parts.label(bottom.plan, other)
    top.plan.beside = Beside(plan=bottom.plan, asks="more" if rivalry.more else "less")
    top.plan.order = [Order(measure=0, descending=rivalry.more)]
    top.plan.count_groups, top.plan.yes_no = rivalry.counted, False
    top.others = lambda: iter(())
    return top


def _found(text: str, match: re.Match[str], parts: Parts) -> Rivalry | None:
    said = match.groupdict()
    one, other = said["one"] or "", said["other"] or ""
    around = f"{text[: match.start()]} | {text[match.end() :]}"
    if parts.timed(other) and not parts.timed(one):  # a time at the end is that of both
        period = parts.periods(other)[0]
        around += f" | {other[period.span[0] : period.span[1]]}"
        other = re.sub(r"\s+(?:in|during|since|over)?\s*$", "", f"{other[: period.span[0]]}{other[period.span[1] :]}")
    one, other = _side(one), _side(other)
    if LIMIT.match(other):
        return None  # `whose total exceeds 2000`
    if MONEY.search(f"{one} {other}"):
        one, other = _amount(one), _amount(other)
    who = "account" if match.re is OFTEN else "rep"
    group = who if (said["group"] or "").casefold() == "who" else said["group"] or ""
    more = said.get("under") is None and (said.get("way") or "more").casefold() == "more"
    pieces = [bare(piece) for piece in re.split(rf"{STOP}|\|", around)]
    about = " ".join(piece for piece in pieces if piece)
    return Rivalry(group, one, other, more, said.get("how_many") is not None, about) if one and other else None


def _side(words: str) -> str:
    """One side in bare words: whose call it was, what was ever won there."""
    words = " ".join(words.split())
    while (shorter := TAIL.sub("", words)) != words:
        words = shorter
    clause = CLAUSE.match(words)
    if clause is not None:
        way = "outgoing" if clause["we"] else "incoming"
        return f"{way} {DOING[clause['verb'].casefold()]}s"
    return re.sub(r"^(?:the|their|its|they|it|she|he)\s+", "", words, flags=re.IGNORECASE)


def _amount(words: str) -> str:
    """Money of deals by how they ended: nothing where that is not said."""
    found = OUTCOMES.search(words)
    return f"{found.lastgroup} amount" if found is not None and found.lastgroup else words
