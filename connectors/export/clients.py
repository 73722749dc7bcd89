"""Whom an export without accounts is about: donors, members, patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connectors.export.assignment import Hints
from connectors.export.calling import called_by
from connectors.export.columns import Column
from connectors.export.lexicon import lexicon
from connectors.export.names import natural_key, singular
from connectors.export.overlaps import KEEPERS
from connectors.export.recognition import Recognised
from connectors.export.sales import SALE
from connectors.export.words import link_names

OCCASIONS = lexicon("occasions")
NEARLY = 0.9  # of the values that have to be rows of the other table


def stand_in(items: Sequence[Recognised], hints: dict[int, Hints]) -> int | None:
    """The place of the table that most others point at, where no table is called accounts or the like."""
    if any(item.entity == "account" for item in items):
        return None
    if (businesses := _businesses(items)) is not None:
        return businesses
    deals = [place for place, item in enumerate(items) if item.entity == "deal"]
    if (register := _register(items)) is not None or any(_knows_clients(items[place]) for place in deals):
        return register
    related = [(place, item) for place, item in enumerate(items) if item.entity == "related"]
    places = {item.kind: place for place, item in related if _named(item, beside_deals=bool(deals))}
    pointed: Counter[str] = Counter()
    for place, overlaps in hints.items():
        pointed.update(_pointed(items[place], overlaps) & places.keys())
    asked = [_pointed(items[place], hints.get(place, {})) for place in deals]

    def rank(kind: str | None) -> tuple[int, int]:
        return pointed[kind or ""], len(items[places[kind]].table.rows)  # there are more donors than campaigns

    best = max((kind for kind in places if pointed[kind or ""]), key=rank, default=None)
    return places.get(best) if all(best in kinds for kinds in asked) else None


def _businesses(items: Sequence[Recognised]) -> int | None:
    """The place of a table of contacts whose rows are what the others call customers, each with a person there."""
    given = {
        natural_key(value)
        for item in items
        if item.entity != "contact" and (column := item.assignment.column("account_id"))
        for value in column.counts
    }
    for place, item in enumerate(items):
        name = item.assignment.column("name")
        if item.entity != "contact" or item.forced or name is None or "account_id" in item.assignment.fields:
            continue
        known = {natural_key(value) for value in name.counts}
        if given and len(given & known) >= len(given) * NEARLY and _has_person(item, name):
            return place
    return None


def _has_person(item: Recognised, name: Column) -> bool:
    """Whether a row says who is to be spoken to there, besides what it is called itself."""
    persons = link_names("contact")
    return any(column is not name and column.filled and " ".join(column.words) in persons for column in item.columns)


def _knows_clients(deal: Recognised) -> bool:
    return bool({"account_id", "contact_id"} & deal.assignment.fields.keys())


def _pointed(item: Recognised, overlaps: Hints) -> set[str]:
    """The kinds of rows that a table points at, by columns that are not its keepers'."""
    keepers = {match.column.index for name, match in item.assignment.fields.items() if name in KEEPERS}
    return {each.kind for at, several in overlaps.items() if at not in keepers for each in several if each.kind}


def _register(items: Sequence[Recognised]) -> int | None:
    """The place of the table that has a row for each client the others give, by number or by name."""
    given = [(place, column) for place, item in enumerate(items) if (column := item.assignment.column("account_id"))]
    for place, item in enumerate(items):
        asked = [{natural_key(value) for value in column.counts} for at, column in given if at != place]
        if item.entity != "related" or not asked or not _named(item):
            continue
        for column in _registered(item):
            known = {natural_key(value) for value in column.counts}
            if all(len(values & known) >= len(values) * NEARLY for values in asked):
                return place
    return None


def _registered(item: Recognised) -> list[Column]:
    """What the rows of a table may be known by elsewhere: its clients' numbers, its own names."""
    told = (item.assignment.column("account_id"), called_by(item.columns, item.stem, item.assignment))
    return [column for column in told if column is not None and column.is_key]


def sold(items: Sequence[Recognised], hints: dict[int, Hints]) -> int | None:
    """The place of the table of what deals are about, where no table is called products: rooms, courses, plots."""
    if any(item.entity == "product" for item in items):
        return None
    deals = [place for place, item in enumerate(items) if item.entity == "deal"]
    deals = deals or [place for place, item in enumerate(items) if _is_trade(item)]
    pointed: Counter[str] = Counter()
    for place in deals:
        fields = items[place].assignment.fields
        taken = {match.column.index for name, match in fields.items() if name != "parent_id"}
        for index, overlaps in hints.get(place, {}).items():
            pointed.update(each.kind for each in overlaps if each.kind and each.share >= NEARLY and index not in taken)
    places = {item.kind: place for place, item in enumerate(items) if item.entity == "related"}
    best = max((kind for kind in pointed if _listed(items[places[kind]])), key=lambda kind: pointed[kind], default=None)
    return places[best] if best else None


def _is_trade(item: Recognised) -> bool:
    """Whether rows are what was sold to whom for how much, without saying how it came off."""
    head = {singular(word) for word in item.stem[-1:]}
    money = any(column.type == "money" for column in item.columns)
    return item.entity == "related" and bool(head & SALE) and money and "account_id" in item.assignment.fields


def of_clients(items: Sequence[Recognised], hints: dict[int, Hints]) -> list[int]:
    """The places of tables of users that belong to clients each: whoever uses what was sold is none of the team."""
    if not any(item.entity == "account" for item in items):
        return []
    return [
        place
        for place, item in enumerate(items)
        if item.entity == "user" and not item.forced and _each_of_a_client(item, hints.get(place, {}))
    ]


def _each_of_a_client(item: Recognised, overlaps: Hints) -> bool:
    """Whether a column, which is not the rows' own name or number, tells of each whose it is."""
    told = (
        item.columns[index]
        for index, several in overlaps.items()
        if index not in _own(item) and any(each.entity == "account" and each.share >= NEARLY for each in several)
    )
    return any(column.filled >= column.rows * NEARLY for column in told)


def _own(item: Recognised) -> set[int]:
    names = ("external_id", "name", "email", "manager_id")
    return {match.column.index for name, match in item.assignment.fields.items() if name in names}


def _listed(item: Recognised) -> bool:
    """Whether rows are things, which belong to nobody, though they may have a day: an issue of a magazine."""
    occasions = {singular(word) for word in item.stem} & OCCASIONS
    return not occasions and not {"account_id", "deal_id", "user_id"} & item.assignment.fields.keys()


def _named(item: Recognised, *, beside_deals: bool = False) -> bool:
    """Whether rows have names of their own: rows of sales and of logs have not, unless deals point at them (leads)."""
    own = {singular(word) for word in item.stem}
    columns = [column for column in item.columns if column.words[-1:] == ("name",) or set(column.words) <= own]
    return bool(columns) and columns[0].type in {"text", "category"} and (beside_deals or not own & SALE)
