"""A whole export looked at together: what each file is, and how each points at the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.export.activities import with_tasks
from connectors.export.affixes import Affixes, common_affixes
from connectors.export.assignment import Hints, Match
from connectors.export.calling import called_by
from connectors.export.clients import of_clients, sold, stand_in
from connectors.export.columns import DATES, Column, profile
from connectors.export.deals import beside_deals
from connectors.export.folder import LeftOut
from connectors.export.mapping import ATTRIBUTE, IGNORE, FileMapping, Mapping
from connectors.export.names import key, natural_key, singular
from connectors.export.overlaps import overlaps
from connectors.export.recognition import (
    Recognised,
    as_entity,
    as_related,
    recognise,
    record_types,
)
from connectors.export.spelling import spell_alike
from connectors.export.staff import teams
from connectors.export.systems import put_in_words
from connectors.export.table import Table
from connectors.export.tidying import tidy
from connectors.export.wrapping import unwrap
from crm import values
from crm.values import DateOrder

ORDER = ("user", "product", "account", "contact", "deal", "stage_change", "related", "interaction", "task")
NAMES = {"day": "day first", "month": "month first", "year": "year first"}


@dataclass
class Survey:
    """All tables in the order in which they are to be loaded."""

    items: list[Recognised]
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def survey(tables: Sequence[Table], siblings: Sequence[str], mapping: Mapping) -> Survey:
    """Recognises all tables.

    Args:
        tables: what was read.
        siblings: names of all files around them, which show which words they share.
        mapping: what an admin overrules.

    Raises:
        RejectedError: the mapping names a field that there is not.
    """
    result = Survey([])
    affixes = common_affixes(siblings)
    tables = put_in_words(tables)
    unwrap(tables)
    parts = [part for table in tables for part in _parts(table, mapping, result)]
    profiles = [profile(part.table) for part in parts]
    for part, columns in zip(parts, profiles, strict=True):
        spell_alike(part.table, columns)
    items, hints = _settled(parts, profiles, affixes, mapping)
    clients = stand_in(items, hints)
    if clients is not None:
        parts[clients].entity, parts[clients].reason = "account", "it is what the other files point at"
        items, hints = _settled(parts, profiles, affixes, mapping)
    if persons := of_clients(items, hints):
        for place in persons:
            parts[place].entity, parts[place].reason = "contact", "its rows are persons of clients"
        items, hints = _settled(parts, profiles, affixes, mapping)
    if team := teams(items):
        for place in team:
            parts[place].entity, parts[place].reason = "user", "its rows are persons whom other files name as their own"
        items, hints = _settled(parts, profiles, affixes, mapping)
    if (things := sold(items, hints)) is not None:
        parts[things].entity, parts[things].reason = "product", "deals are about its rows"
        items, hints = _settled(parts, profiles, affixes, mapping)
    if any(beside := beside_deals(items)):
        for place, only_alike in enumerate(beside):
            if only_alike:
                parts[place].entity = "related"
        items, hints = _settled(parts, profiles, affixes, mapping)  # what points at them points at no deals
    items = with_tasks(_without_doubles(items, affixes))
    _settle_dates(items, mapping, result)
    result.items = _in_order(items)
    return result


def _settled(
    parts: Sequence[_Part], profiles: Sequence[list[Column]], affixes: Affixes, mapping: Mapping
) -> tuple[list[Recognised], dict[int, Hints]]:
    """What each table is, once all have been seen: what one file is shows what another points at."""
    hints: dict[int, Hints] = {}
    items: list[Recognised] = []
    for _ in range(3):
        items = [
            _recognised(part, columns, affixes, mapping, hints.get(place))
            for place, (part, columns) in enumerate(zip(parts, profiles, strict=True))
        ]
        for item in items:
            tidy(item)
        hints = dict(overlaps(items))
    return items, hints


@dataclass
class _Part:
    table: Table
    entity: str | None = None
    kind: str | None = None
    reason: str = ""


def _parts(table: Table, mapping: Mapping, result: Survey) -> list[_Part]:
    wanted = mapping.of(table.file)
    if wanted.ignore:
        result.left_out.append(LeftOut(table.file, "the mapping file says so"))
        return []
    for header in wanted.columns:
        if header not in table.headers:
            raise mapping.wrong(("files", table.file, "columns", header), "the file has no column of this name.")
    if wanted.entity or wanted.kind:
        entity = wanted.entity or "related"
        return [_Part(table, entity, wanted.kind, "the mapping file says so")]
    mixed = record_types(table, profile(table))
    if mixed is None:
        return [_Part(table)]
    column, kinds = mixed
    cells = table.column(column.index)
    parts = []
    for value, entity in kinds.items():
        positions = [position for position, cell in enumerate(cells) if cell == value]
        part = table.part(value, positions)
        kind = None if entity else singular(key(value))[:64]
        parts.append(_Part(part, entity or "related", kind, f'its {column.header} is "{value}"'))
    parts[0].table.rejects, parts[0].table.notes = table.rejects, table.notes
    return parts


def _recognised(
    part: _Part, columns: list[Column], affixes: Affixes, mapping: Mapping, hints: Hints | None
) -> Recognised:
    if part.entity is None:
        item = recognise(part.table, columns, affixes, hints)
    elif part.entity == "related":
        item = as_related(part.table, columns, affixes, hints, part.kind)
    else:
        item = as_entity(part.table, columns, part.entity, part.reason, hints)
    if part.reason:
        item.reason, item.forced = part.reason, True
    _overrule(item, mapping, mapping.of(part.table.file))
    return item


def _overrule(item: Recognised, mapping: Mapping, wanted: FileMapping) -> None:
    fields = item.assignment.fields
    for header, target in wanted.columns.items():
        column = item.columns[item.table.headers.index(header)]
        for name in [name for name, match in fields.items() if match.column is column]:
            del fields[name]
        if target == IGNORE:
            item.ignored.add(column.index)
        elif target != ATTRIBUTE:
            name = mapping.field_of(item.entity, item.table.file, header, target)
            fields[name] = Match(column, 2.0, "the mapping file says so")


def _without_doubles(items: list[Recognised], affixes: Affixes) -> list[Recognised]:
    """Two files with the same rows but other columns: the one that says less of the entity becomes related records."""
    kept: list[Recognised] = []
    for item in sorted(items, key=lambda item: -len(item.assignment.fields)):
        rival = next((other for other in kept if other.entity == item.entity and _same_rows(other, item)), None)
        if rival is None or item.forced or item.entity == "related":
            kept.append(item)
            continue
        related = as_related(item.table, item.columns, affixes)
        link = {"user": "user_id"}.get(item.entity, f"{item.entity}_id")
        own = item.assignment.fields.get("external_id") or item.assignment.fields.get("name")
        if own is not None and link in {"account_id", "contact_id", "deal_id", "user_id", "product_id"}:
            related.assignment.fields.pop("external_id", None)
            related.assignment.fields[link] = Match(own.column, 0.9, f"its values are rows of {rival.table.file}")
        related.reason = f"its rows are those of {rival.table.file} with other columns"
        kept.append(related)
    return kept


def _same_rows(first: Recognised, second: Recognised) -> bool:
    if {header.casefold() for header in first.table.headers} == {header.casefold() for header in second.table.headers}:
        return False
    keys = []
    for item in (first, second):
        column = item.assignment.column("external_id") or item.assignment.column("name")
        if column is None or (column.type == "integer" and item.entity in {"interaction", "task"}):
            return False
        keys.append({natural_key(value) for value in column.counts})
    return len(keys[0] & keys[1]) > 0.3 * min(map(len, keys))


def _settle_dates(items: Sequence[Recognised], mapping: Mapping, result: Survey) -> None:
    """One order of day and month for each column: proven by itself, by its table, by the folder, else by custom."""
    folder = {order for item in items for column in item.columns for order in column.orders}
    for item in items:
        table = {order for column in item.columns for order in column.orders}
        wanted = mapping.of(item.table.file).date_order or mapping.date_order
        for column in item.columns:
            if column.type not in DATES:
                continue
            if wanted is not None:
                column.order = wanted
            elif len(column.orders) == 1:
                column.order = next(iter(column.orders))
            elif len(column.orders) > 1:
                column.order = _custom(item)
                result.warnings.append(
                    f"{item.table.file}: {column.header} mixes day-first and month-first dates; "
                    f"where both are possible it is read {NAMES[column.order]}."
                )
            elif _is_ambiguous(column):
                column.order, reason = _hinted(item, table, folder)
                result.warnings.append(
                    f"{item.table.file}: every date of {column.header} could be day first or month first; "
                    f"read {NAMES[column.order]}, {reason}."
                )


def _hinted(item: Recognised, table: set[DateOrder], folder: set[DateOrder]) -> tuple[DateOrder, str]:
    if len(table) == 1:
        return next(iter(table)), "as the other dates of the file"
    if len(folder) == 1:
        return next(iter(folder)), "as the dates of the other files"
    order = _custom(item)
    return order, "as is usual with decimal commas" if order == "day" else "as nothing says otherwise"


def _custom(item: Recognised) -> DateOrder:
    comma = item.table.delimiter == ";" or any(column.decimal == "," for column in item.columns)
    return "day" if comma else "month"


def _is_ambiguous(column: Column) -> bool:
    return any(values.moment(text, "day") != values.moment(text, "month") for text in column.counts)


def _in_order(items: list[Recognised]) -> list[Recognised]:
    """Entities before those that point at them, parents among the related records first."""
    kinds = {item.kind or "": item for item in items if item.entity == "related"}

    def depth(item: Recognised, seen: frozenset[str] = frozenset()) -> int:
        parent = parent_kind(item, kinds)
        if parent is None or parent in seen:
            return 0
        return 1 + depth(kinds[parent], seen | {item.kind or ""})

    return sorted(items, key=lambda item: (ORDER.index(item.entity), depth(item), item.table.file))


def parent_kind(item: Recognised, related: dict[str, Recognised]) -> str | None:
    """The kind of related record that the parent column points at: the one whose ids it holds most of."""
    match = item.assignment.fields.get("parent_id") if item.entity == "related" else None
    if match is None:
        return None
    pointed = {natural_key(value) for value in match.column.counts}
    hits = {}
    for kind, other in related.items():
        told = (other.assignment.column("external_id"), called_by(other.columns, other.stem, other.assignment))
        if other is not item and any(told):
            hits[kind] = max(sum(natural_key(value) in pointed for value in each.counts) for each in told if each)
    best = max(hits, key=lambda kind: hits[kind], default=None)
    return best if best is not None and hits[best] else None
