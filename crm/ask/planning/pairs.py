"""Two columns of one row set against each other: paid after the due date, closed above the list price."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.plan import Condition, Operator
from crm.ask.planning.overruns import read_overruns
from crm.ask.planning.reading import Reading
from crm.ask.record.schema import FieldInfo

LATER: dict[str, Operator] = {"after": "gt", "past": "gt", "beyond": "gt", "before": "lt"}
THAN: dict[str, Operator] = {"later": "gt", "earlier": "lt", "sooner": "lt"}
APART: dict[str, Operator] = {
    "more": "gt", "higher": "gt", "larger": "gt", "bigger": "gt", "fewer": "lt", "less": "lt", "lower": "lt",
    "smaller": "lt",
}  # fmt: skip
ON_OR: dict[Operator, Operator] = {"gt": "ge", "lt": "le"}
REACH = 5  # items between the comparison and either column
CLOSED = frozenset({"closed", "won", "lost"})


def read_pairs(reading: Reading) -> None:
    """Finds the comparisons and keeps them as conditions."""
    for at, item in enumerate(reading.items):
        if _apart(reading, at):
            continue
        op = _dates(reading, at)
        dated = op is not None
        if op is None and item.has("comparator") and item.used is None:
            value = item.all("comparator")[0].value
            op = value if value in {"gt", "ge", "lt", "le"} else None  # type: ignore[assignment]
        if op is None:
            continue
        right = _right(reading, at, dated=dated)
        if dated and " ".join(reading.words()[max(0, at - 2) : at]).endswith("on or"):
            op = ON_OR[op]
        if right is not None:
            _pair(reading, at, op, right, dated=dated)
    read_overruns(reading)


def _apart(reading: Reading, at: int) -> bool:
    """`More seats than employees`: the words of the comparison stand around the first column."""
    items = reading.items
    if at + 3 >= len(items) or items[at + 2].text.casefold() != "than" or items[at].text.casefold() not in APART:
        return False
    left = _columns(reading, items[at + 1], dated=False)
    right = _right(reading, at + 2, dated=False)
    for one in left if right is not None else ():
        for other in right[1] if right is not None else ():
            if right is not None and one.ref != other.ref and reading.reaches(one.entity, other.entity):
                condition = Condition(field=one.ref, op=APART[items[at].text.casefold()], other=other.ref)
                _keep(reading, [at, at + 1, at + 2, right[0]], condition)
                return True
    return False


def _dates(reading: Reading, at: int) -> Operator | None:
    items = reading.items
    word = items[at].text.casefold()
    if items[at].used is not None or items[at].period is not None:
        return None
    follow = items[at + 1].text.casefold() if at + 1 < len(items) else ""
    if word in {"later than", "earlier than"}:
        return THAN[word.split()[0]]
    return LATER.get(word) or (THAN.get(word) if follow == "than" else None)


def _right(reading: Reading, at: int, *, dated: bool) -> tuple[int, list[FieldInfo]] | None:
    """The column compared with; a number, a name or a period there makes it another kind of comparison."""
    for place in range(at + 1, min(at + 1 + REACH, len(reading.items))):
        item = reading.items[place]
        if item.number is not None or item.period is not None or item.used is not None:
            return None
        found = _columns(reading, item, dated=dated)
        if found:
            return place, found
        if not (item.stop or item.has("entity", "versus") or item.text.casefold() in {"than", "s", "own"}):
            return None
    return None


def _columns(reading: Reading, item: Item, *, dated: bool) -> list[FieldInfo]:
    fields = [reading.field(sense) for sense in sorted(item.all("field"), key=lambda sense: -sense.weight)]
    return [info for info in fields if (info.temporal if dated else info.numeric)]


def _pair(reading: Reading, at: int, op: Operator, right: tuple[int, list[FieldInfo]], *, dated: bool) -> None:
    place, columns = right
    said = [sense.value for item in reading.items for sense in item.all("entity")]
    columns = sorted(columns, key=lambda info: info.entity not in said)
    for back in range(at - 1, max(-1, at - 1 - REACH), -1):
        left = _left(reading, back, columns, dated=dated)
        if left is not None:
            column = next(info for info in columns if reading.reaches(left.split(".")[0], info.entity))
            _keep(reading, [back, at, place], Condition(field=left, op=op, other=column.ref))
            return
    if dated and reading.items[at].text.casefold() in {"past", "beyond"} and columns[0].entity in said:
        today = reading.now.date().isoformat()
        _keep(reading, [at, place], Condition(field=columns[0].ref, op="lt", values=[today]))


def _left(reading: Reading, place: int, columns: list[FieldInfo], *, dated: bool) -> str | None:
    item = reading.items[place]
    own = {info.ref for info in columns}
    for info in _columns(reading, item, dated=dated):
        if info.ref not in own and any(reading.reaches(info.entity, other.entity) for other in columns):
            return info.ref
    closed = any(sense.value in CLOSED for sense in item.all("outcome"))
    if closed and any(reading.reaches("deal", other.entity) for other in columns):
        return "deal.close_date" if dated else "deal.amount"
    return None


def _keep(reading: Reading, places: list[int], condition: Condition) -> None:
    for place in places:
        if not reading.items[place].has("outcome"):
            reading.use(place, "filter")
    reading.pairs.append(condition)
