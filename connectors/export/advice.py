"""What is likely wrong with an import, in words, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from connectors.export.calling import called_by
from connectors.export.columns import DATES, Column
from connectors.export.drafts import Drafts
from connectors.export.lexicon import lexicon
from connectors.export.recognition import Recognised
from connectors.export.report import AdviceReport
from connectors.export.table import Reject
from connectors.export.targets import Target
from connectors.export.words import LINKS, link_names

MANY = 0.05  # of a table's rows that were rejected
FEWEST = 3  # rows or values from which on it is no accident
LOST = 0.5  # of a column's values that refer to nothing
MOST = 12  # pieces of advice: nobody reads more
SHOWN = 3  # values given as examples
_KEYS = frozenset({"id", "ids", "key", "uuid", "guid"})
_NO_AMOUNT = lexicon("no_amount")
_SAID = {"account": "client", "user": "person of the team"}


@dataclass
class Imported:
    """One table as it went in, with the rows that did not."""

    item: Recognised
    drafts: Drafts
    rejects: Sequence[Reject] = field(default_factory=tuple)


def advise(tables: Sequence[Imported], created: dict[str, int]) -> list[AdviceReport]:
    """Advice on a whole import, the gravest first."""
    found = [
        *_clients(tables, created),
        *(each for table in tables for each in _rejected(table)),
        *(each for table in tables for each in _unlinked(table)),
        *(each for table in tables for each in _pointless(table)),
        *(each for table in tables for each in _undated(table)),
    ]
    return found[:MOST]


def _map(file: str, entry: str) -> str:
    """How the admin says it, as one line of YAML."""
    return f'--map with  files: {{"{file}": {{{entry}}}}}'


def _as(item: Recognised, header: str, name: str) -> str:
    """How the admin says what a column is."""
    return _map(item.table.file, f'columns: {{"{header}": {name}}}')


def _clients(tables: Sequence[Imported], created: dict[str, int]) -> Iterator[AdviceReport]:
    if created.get("account") or any(each.item.entity == "account" for each in tables):
        return
    likely = max(
        (each.item for each in tables if each.item.entity == "related" and _named(each.item)),
        key=lambda item: len(item.table.rows),
        default=None,
    )
    file = likely.table.file if likely is not None else "FILE.csv"
    yield AdviceReport(
        file=None,
        what="No clients were recognised, so nothing can be asked by client",
        do=f"say which file lists them: {_map(file, 'entity: account')}",
    )


def _named(item: Recognised) -> bool:
    return called_by(item.columns, item.stem, item.assignment) is not None


def _rejected(table: Imported) -> Iterator[AdviceReport]:
    count, rows = len(table.rejects), len(table.item.table.rows) + len(table.item.table.rejects)
    if count < FEWEST or count < rows * MANY:
        return
    reason, most = Counter(each.reason for each in table.rejects).most_common(1)[0]
    mostly = "" if most == count else f", {most} of them"
    yield AdviceReport(
        file=table.item.table.file,
        what=f"{count} of {rows} rows were rejected{mostly} because of this: {reason}",
        do=_against(table.item, reason),
    )


def _against(item: Recognised, reason: str) -> str:
    file = item.table.file
    if "cells" in reason:
        return "open the file where those lines begin: a line break or a comma in a cell lacks its quotes; export again"
    if "deal is not in the export" in reason:
        return f"put the deals' own file beside it, or keep the rows as they are: {_map(file, 'entity: related')}"
    header = item.table.headers[0] if item.table.headers else "COLUMN"
    return f"say which column names the rows: {_as(item, header, 'id')}"


def _unlinked(table: Imported) -> Iterator[AdviceReport]:
    """Columns that were taken for references, and whose values are rows of nothing."""
    for header, (entity, lost, texts) in table.drafts.unlinked.items():
        if len(lost) < FEWEST or len(lost) < texts * LOST:
            continue
        said = _SAID.get(entity, entity)
        yield AdviceReport(
            file=table.item.table.file,
            what=f"{len(lost)} of {texts} values of {header} are no {said} of this export: {_some(lost)}",
            do="import the file that lists them together with this one, or keep the column as it is: "
            + _as(table.item, header, "attribute"),
        )


def _some(values: Sequence[str]) -> str:
    more = ", …" if len(values) > SHOWN else ""
    return ", ".join(values[:SHOWN]) + more


def _pointless(table: Imported) -> Iterator[AdviceReport]:
    """Columns that are headed as references and lead nowhere."""
    file = table.item.table.file
    for target in table.drafts.targets:
        column = target.column
        if not _reference(target) or column.is_key or _told_otherwise(table.item, column):
            continue
        goal = next((name for name in LINKS[table.item.entity] if name != "related"), None)
        if goal is None:
            continue
        yield AdviceReport(
            file=file,
            what=f"{column.header} reads like a reference, but no file has its values ({_some(list(column.counts))})",
            do="import the file that it points at as well, or say what it is: "
            + _as(table.item, column.header, goal.removesuffix("_id")),
        )


def _reference(target: Target) -> bool:
    column = target.column
    spoken = column.words
    return (
        target.field is None
        and target.key is not None
        and len(spoken) > 1
        and spoken[-1] in _KEYS
        and bool(column.filled)
    )


def _told_otherwise(item: Recognised, column: Column) -> bool:
    """An account's id beside its name: the row is linked already."""
    said = " ".join(column.words)
    links = LINKS[item.entity].items()
    return any(said in link_names(target) and name in item.assignment.fields for name, target in links)


def _undated(table: Imported) -> Iterator[AdviceReport]:
    """Sums that no question about a period can find."""
    item = table.item
    fields = item.assignment.fields
    sums = [column for column in item.columns if column.type == "money" and not set(column.words) & _NO_AMOUNT]
    dates = {"deal": ("close_date", "opened_on"), "related": ("occurred_at",)}.get(item.entity)
    if dates is None or not sums or any(name in fields for name in dates):
        return
    if item.entity == "related" and not {"account_id"} & fields.keys():
        return  # a list of prices
    if item.entity == "related" and {"deal_id", "parent_id"} & fields.keys():
        return  # lines have the day of what they belong to
    likely = _maybe_date(item.columns)
    yield AdviceReport(
        file=item.table.file,
        what=f"it has amounts ({sums[0].header}) and no date, so “how much in May” finds nothing of it",
        do=f"say which column is the date: {_as(item, likely, _date_name(item))}",
    )


def _date_name(item: Recognised) -> str:
    return "close_date" if item.entity == "deal" else "date"


def _maybe_date(columns: Sequence[Column]) -> str:
    dated = next((column for column in columns if column.type in DATES), None)
    spoken = next((column for column in columns if set(column.words) & lexicon("dates")), None)
    found = dated or spoken
    return found.header if found is not None else "COLUMN"
