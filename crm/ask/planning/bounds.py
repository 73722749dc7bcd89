"""Numbers that limit something: over 50k, between 1 and 5k, at least 3, 10 or more."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.plan import Operator
from crm.ask.planning.reading import Bound, Reading

SCALES = ("k", "m", "thousand", "million", "grand", "bn", "b")
TIME_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}
MORE = {
    "or more": "ge",
    "or higher": "ge",
    "or above": "ge",
    "or over": "ge",
    "or greater": "ge",
    "or less": "le",
    "or fewer": "le",
    "or below": "le",
    "or under": "le",
    "or lower": "le",
    "plus": "ge",
}
TOPS = frozenset({"tops", "tops the", "beats", "passes", "passed", "topped"})
PERSONS = frozenset({"people", "persons", "staff", "workers", "heads", "souls", "employees", "men"})
REACH = 4  # items between a column and the people it counts
AMOUNTS = frozenset({"worth", "value", "valued", "size"})


def read_bounds(reading: Reading) -> None:
    for at, item in enumerate(reading.items):
        if item.number is None or item.used:
            continue
        bound = _between(reading, at) or _either(reading, at) or _compared(reading, at) or _open_ended(reading, at)
        bound = bound or _exact(reading, at)
        if bound:
            _measure_unit(reading, bound)
            _share_scale(reading, bound)
            _share_column(reading, bound)
            reading.bounds.append(bound)


def _between(reading: Reading, at: int) -> Bound | None:
    items = reading.items
    opener = reading.before(at)
    words = [item.text.casefold() for item in items[at + 1 : at + 3]]
    if len(words) < 2 or words[0] not in {"and", "to"} or items[at + 2].number is None:
        return None
    started = opener is not None and any(s.value == "between" for s in items[opener].all("comparator"))
    if not started and words[0] == "and":
        return None
    low, high = items[at].number or 0.0, items[at + 2].number or 0.0
    scale = _scale(items[at + 2])
    if scale > 1 and _scale(items[at]) == 1 and low * scale < high:
        low *= scale
    for place in (at, at + 1, at + 2, *([opener] if started and opener is not None else [])):
        reading.use(place, "bound")
    return Bound("between", [low, high], at, at + 2, money=items[at].money or items[at + 2].money)


def _either(reading: Reading, at: int) -> Bound | None:
    """`rated 9 or 10`: one of two whole numbers."""
    items = reading.items
    if at + 2 >= len(items) or items[at + 1].text.casefold() != "or" or items[at + 2].number is None:
        return None
    if any(items[place].has("comparator") for place in [reading.before(at)] if place is not None):
        return None
    for place in (at, at + 1, at + 2):
        reading.use(place, "bound")
    return Bound("in", [items[at].number or 0.0, items[at + 2].number or 0.0], at, at + 2)


def _share_scale(reading: Reading, bound: Bound) -> None:
    """`more than 20 but less than 30 thousand`: the scale is said once."""
    before = reading.bounds[-1] if reading.bounds else None
    if before is None or bound.at - before.end > 5 or before.op not in {"gt", "ge"} or bound.op not in {"lt", "le"}:
        return
    scale = _scale(reading.items[bound.at])
    if scale > 1 and _scale(reading.items[before.at]) == 1 and before.values[0] * scale < bound.values[0]:
        before.values = [before.values[0] * scale]


def _share_column(reading: Reading, bound: Bound) -> None:
    """`More than 10 but less than 15 hectares`: the column behind the second is that of both."""
    before = reading.bounds[-1] if reading.bounds else None
    if before is None or {before.op, bound.op} - {"gt", "ge", "lt", "le"} or before.op[0] == bound.op[0]:
        return
    between = reading.items[before.end + 1 : bound.at]
    if between and all(item.stop or item.used == "bound" or item.text.casefold() == "and" for item in between):
        before.end, before.money = bound.end, before.money or bound.money
        if bound.percent and not before.percent:
            before.percent, before.values = True, [value / 100 for value in before.values]
        before.days = before.days or bound.days


def _scale(item: Item) -> float:
    letters = item.text.casefold().rsplit(" ", 1)[-1]
    return {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9}.get(letters, 1)


def _compared(reading: Reading, at: int) -> Bound | None:
    place = reading.before(at)
    item = reading.items[at]
    if place is not None and reading.items[place].text.casefold() in TOPS:
        reading.items[place].senses = [Sense("comparator", "gt")]
    if place is None or not reading.items[place].has("comparator"):
        return None
    sense = reading.items[place].all("comparator")[0]
    op: Operator = "eq" if sense.value == "between" else sense.value  # type: ignore[assignment]
    if op == "eq" and reading.items[place].text.casefold() in {"worth", "just"} and _tail(reading, at):
        return None
    wider = reading.before(place)
    if wider is not None and reading.items[wider].text.casefold() in {"not", "no"} and op in {"gt", "lt"}:
        op = "le" if op == "gt" else "ge"
        reading.use(wider, "bound")
    reading.use(place, "bound")
    reading.use(at, "bound")
    return Bound(op, [item.number or 0.0], at, at, money=item.money)


def _tail(reading: Reading, at: int) -> tuple[Operator, int] | None:
    following = [item.text.casefold() for item in reading.items[at + 1 : at + 3]]
    for words, op in MORE.items():
        parts = words.split()
        if following[: len(parts)] == parts:
            return op, at + len(parts)  # type: ignore[return-value]
    if following and following[0] in {"or more", "or less", "and more", "and over"}:
        return "le" if "less" in following[0] else "ge", at + 1
    if noun := _beyond_noun(reading, at):
        return noun, at
    end = reading.items[at].last
    return ("ge", at) if f"{reading.items[at].text}+" in reading.text.replace(" ", "") and end else None


def _beyond_noun(reading: Reading, at: int) -> Operator | None:
    """`Four deals or more`: the words of the limit stand behind what is counted."""
    for place in range(at + 2, min(at + 4, len(reading.items))):
        noun = reading.items[place - 1]
        if not noun.has("entity", "kind", "outcome", "value", "field") and noun.text.casefold() != "times":
            return None
        following = [item.text.casefold() for item in reading.items[place : place + 2]]
        for words, op in MORE.items():
            if following[: len(words.split())] == words.split():
                for used in range(place, place + len(words.split())):
                    reading.use(used, "bound")
                return op  # type: ignore[return-value]
    return None


def _open_ended(reading: Reading, at: int) -> Bound | None:
    tail = _tail(reading, at)
    item = reading.items[at]
    if tail is None and not item.money:
        return None
    op, end = tail or ("eq", at)
    for place in range(at, end + 1):
        reading.use(place, "bound")
    return Bound(op, [item.number or 0.0], at, end, money=item.money)


def _exact(reading: Reading, at: int) -> Bound | None:
    """`properties with 3 bedrooms`: just so many of what a column of the rows counts."""
    items = reading.items
    before = items[at - 1].text.casefold() if at else ""
    follow = items[at + 1] if at + 1 < len(items) else None
    if before not in {"with", "having", "has", "have"} or follow is None or follow.has("entity", "kind"):
        return None
    fields = [reading.field(sense) for sense in follow.all("field")]
    if not fields or any(info.type != "integer" for info in fields) or follow.text.casefold() in TIME_UNITS:
        return None
    reading.use(at, "bound")
    return Bound("eq", [items[at].number or 0.0], at, at)


def _measure_unit(reading: Reading, bound: Bound) -> None:
    """Words after the number that say what it counts: %, days, weeks."""
    place = bound.end + 1
    if place >= len(reading.items):
        return
    item = reading.items[place]
    word = item.text.casefold()
    if word in {"%", "percent", "pct"}:
        bound.percent, bound.values = True, [value / 100 for value in bound.values]
        reading.use(place, "bound")
        bound.end = place
    elif word in TIME_UNITS:
        bound.days, bound.values = True, [value * TIME_UNITS[word] for value in bound.values]
        reading.use(place, "bound")
        bound.end = place
        if place + 1 < len(reading.items) and reading.items[place + 1].text.casefold() in {"old", "ago", "long"}:
            reading.use(place + 1, "bound")
            bound.end = place + 1
    elif word in PERSONS and _employs(reading, bound.at):
        item.senses = []
        reading.use(place, "bound")
        bound.end = place
    elif word in {"a", "per", "each"} and place + 1 < len(reading.items) and _each_time(reading, place + 1):
        for each in (place, place + 1):
            reading.use(each, "bound")
        bound.end = place + 1


def _employs(reading: Reading, at: int) -> bool:
    """`Employing 120 to 200 people`: people of the client's own, no contacts of ours."""
    for place in range(at - 1, max(-1, at - 1 - REACH), -1):
        if any(reading.field(sense).numeric for sense in reading.items[place].all("field")):
            return True
    return False


def _each_time(reading: Reading, place: int) -> bool:
    """`2,000 a month` of a figure that is monthly anyway."""
    item = reading.items[place]
    return item.text.casefold() in {"month", "year", "quarter", "week"} and item.used is None
