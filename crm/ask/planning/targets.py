"""Sums set against a figure of whom they belong to: bookings and the rep's quota, gifts and the campaign's target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.ask.language.text import tokens
from crm.ask.plan import Condition, Having, Measure, Operator
from crm.ask.planning.measures import Wanted, _metric, field_measure
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Bound, Noun, Reading
from crm.ask.record.labels import spoken
from crm.ask.record.money import main_money, money_of_rows
from crm.ask.record.schema import FieldInfo
from crm.ask.words import UNIT_WORDS

if TYPE_CHECKING:
    from crm.ask.planning.draft import Draft

DEBTS = frozenset({"balance", "outstanding", "owed", "owing", "debt", "exposure", "receivable"})
TARGETS = frozenset({"target", "quota", "goal", "budget", "limit", "allowance", "plan", "objective"})
OWN = frozenset({"their", "his", "her", "its", "own"})
REACHED: dict[str, Operator] = {
    "over": "gt", "above": "gt", "more than": "gt", "exceeding": "gt", "exceed": "gt", "exceeds": "gt",
    "exceeded": "gt", "beat": "gt", "beaten": "gt", "beats": "gt", "past": "gt", "beyond": "gt", "ahead of": "gt",
    "hit": "ge", "reached": "ge", "met": "ge", "made": "ge", "at least": "ge", "achieved": "ge", "higher than": "gt",
    "below": "lt", "under": "lt", "less than": "lt", "short of": "lt", "short": "lt", "missed": "lt", "behind": "lt",
    "lower than": "lt", "fewer than": "lt", "outsold": "gt", "ahead": "gt", "surpassed": "gt", "topped": "gt",
}  # fmt: skip
BESIDE = frozenset({"against", "vs", "versus", "compared to", "compared with", "relative to", "compare to"})
SHARES = frozenset(
    {"%", "percent", "percentage", "share", "pct", "share of", "percentage of", "attainment", "proportion"}
)
LESS = frozenset({"less", "fewer", "lower"})
TIMES = frozenset({"hours", "minutes", "days"})
REACH = 5  # items before a target in which the comparison stands


@dataclass
class Target:
    """A figure of what rows are grouped by. Without `op` both are shown, with the part that is reached."""

    ref: str
    op: Operator | None
    at: int
    reached: Bound | None = None  # the part of it that has to be reached

    @property
    def entity(self) -> str:
        return self.ref.split(".", maxsplit=1)[0]


def read_target(reading: Reading) -> Target | None:
    """The target a sum is set against, its words marked; None where no target is spoken of."""
    for at, item in enumerate(reading.items):
        if item.used or not item.has("field"):
            continue
        named = tuple(sense.value for each in reading.items for sense in each.all("entity"))
        info = reading.field(best_field(item, named))
        words = {token.base for token in tokens(spoken(info.label))}
        owned = at > 0 and reading.items[at - 1].text.casefold() in OWN
        if not info.numeric or not (words & TARGETS) or not (owned or _told(reading, info.entity)):
            continue
        places, op, found = _relation(reading, at)
        if found and "credit" in words:
            _owing(reading, info, op, (*places, at))
            return None
        if found:
            for place in (*places, at):
                reading.use(place, "target")
            return Target(info.ref, op, at)
    return None


def _owing(reading: Reading, info: FieldInfo, op: Operator | None, places: tuple[int, ...]) -> None:
    """`Over their credit limit`: by what they owe, where a column tells it, and never by what was sold."""
    own = reading.vocabulary.fields_of(info.entity)
    owed = [each for each in own if each.numeric and {token.base for token in tokens(spoken(each.label))} & DEBTS]
    if len(owed) != 1 or op is None:
        reading.doubts += 0.7
        return
    for place in places:
        reading.use(place, "filter")
    reading.pairs.append(Condition(field=owed[0].ref, op=op, other=info.ref))
    reading.head = reading.head or Noun("entity", info.entity, -1)


def _told(reading: Reading, entity: str) -> bool:
    said = any(sense.value == entity for item in reading.items for sense in item.all("entity"))
    return said or (entity == "user" and bool({"who", "whose"} & set(reading.words())))


def _relation(reading: Reading, at: int) -> tuple[list[int], Operator | None, bool]:
    """The words of comparison before a target, and what they ask."""
    for place in range(at - 1, max(-1, at - 1 - REACH), -1):
        item = reading.items[place]
        word = item.text.casefold()
        if word == "than":
            more = [n for n in range(place) if reading.items[n].text.casefold() in {"more", *LESS, "higher", "bigger"}]
            less = bool(more) and reading.items[more[-1]].text.casefold() in LESS
            return [place, *more[-1:]], "lt" if less else "gt", bool(more)
        if word in REACHED:
            turned = [n for n in range(place) if reading.items[n].has("negation") and not reading.items[n].used]
            op = REACHED[word]
            return [place, *turned[-1:]], ("lt" if turned else op), True
        if word in BESIDE or word in SHARES or any(sense.value == "share" for sense in item.all("aggregate")):
            return [place], None, True
        if not (item.stop or item.text.casefold() in OWN or item.has("entity") or word in {"annual", "yearly"}):
            break
    follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
    if follow is not None and follow.text.casefold() == "attainment":
        return [at + 1], None, True
    return [], None, False


def beside_target(portion: Bound | None, target: Target | None) -> Bound | None:
    """`Over 80% of their target` is a part of the target, and of no whole."""
    if target is None:
        return portion
    target.reached = portion
    return None


def settle_target(draft: Draft, target: Target) -> None:
    """Adds the target and the part of it that is reached to what is measured, and what that part has to be."""
    reading = draft.reading
    sums = [each for each in draft.wanted if each.measure.field != target.ref]
    first = _counted_alike(reading, target) or next((each for each in sums if each.measure.field), None)
    first = first or _usual(reading, target)
    if first is None or first.entity == target.entity or first.measure.kind != "sum":
        reading.doubts += 0.6
        return
    if not reading.reaches(first.entity, target.entity) or not _comparable(reading, first, target):
        reading.doubts += 0.6
        return
    info = reading.field(target.ref)
    label = spoken(info.label)
    part = Measure(kind="part", field=first.measure.field, over=target.ref, label=f"part of {label}")
    whole = Measure(kind="max", field=target.ref, label=label)
    draft.wanted = [first, *(Wanted(each, first.entity, -1, first.outcome) for each in (whole, part))]
    reading.plan.subject = first.entity
    if target.op is not None:
        reading.plan.having.append(Having(measure=2, op=target.op, values=[1.0]))
    elif target.reached is not None:
        reading.plan.having.append(Having(measure=2, op=target.reached.op, values=target.reached.values))
    names = {noun.name for noun in (reading.head, *reading.groups) if noun is not None}
    if target.entity not in names:
        reading.groups.append(Noun("entity", target.entity, -1))


def _units(reading: Reading, ref: str) -> set[str]:
    """What a figure that is no money is counted in: the hours of "Budget Hours"."""
    words = {token.fold for token in tokens(spoken(reading.field(ref).label))}
    return {unit for word in words if (unit := UNIT_WORDS.get(word)) in TIMES}


def _counted_alike(reading: Reading, target: Target) -> Wanted | None:
    """`Hours booked over the budget hours`: the one figure below the target that is counted as it is."""
    units = _units(reading, target.ref)
    found = [
        info
        for info in reading.vocabulary.fields.values()
        if info.numeric and info.entity != target.entity and units & _units(reading, info.ref)
        if reading.vocabulary.entity(info.entity).kind and reading.reaches(info.entity, target.entity)
    ]
    return Wanted(field_measure(found[0], "sum"), found[0].entity, -1) if len(found) == 1 else None


def _comparable(reading: Reading, wanted: Wanted, target: Target) -> bool:
    """Whether both are counted in the same: money says nothing of hours."""
    units = _units(reading, target.ref)
    return not units or bool(units & _units(reading, wanted.measure.field or target.ref))


def _usual(reading: Reading, target: Target) -> Wanted | None:
    """What is added up where the question does not say it: what was won, else the sum of the rows named."""
    if reading.vocabulary.has_deals and reading.reaches("deal", target.entity):
        return _metric("revenue", -1, None)
    own = money_of_rows(reading)
    if own is None:
        said = [sense.value for item in reading.items for sense in item.all("entity")]
        tables = [name for name in said if name != target.entity and name in reading.vocabulary.entities]
        own = next((money for name in tables if (money := main_money(reading.vocabulary, name))), None)
    trade = reading.vocabulary.trade
    if own is None and trade is not None and reading.reaches(trade.rows, target.entity):
        own = trade.worth(by_line=False)
    return Wanted(field_measure(own, "sum"), own.entity, -1) if own is not None else None
