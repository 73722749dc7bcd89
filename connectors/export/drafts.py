"""Rows of a file become rows of the record, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from connectors.export import cells
from connectors.export.cells import UNREAD, Reading
from connectors.export.columns import DATES, EMPTY, NUMERIC, Column
from connectors.export.links import Links
from connectors.export.names import key, natural_key
from connectors.export.readings import reading_of
from connectors.export.recognition import Recognised
from connectors.export.table import Reject
from connectors.export.targets import Target, targets_of
from connectors.export.words import LINKS

SELF_LINKS = {("account", "parent_id"), ("user", "manager_id")}  # resolved when all rows are there
NAMED = frozenset({"account", "contact", "deal", "product", "user"})  # rows that somebody may refer to
KEY_LENGTH = 191
TYPED = NUMERIC | DATES | {"boolean"}  # types whose values are not kept as their text
KNOWN = 0.5  # of the names in an extra table that have to be clients', if the others are to become some
KEY_COLUMNS = 4  # leading columns that may tell rows without an id apart


@dataclass(slots=True)
class Draft:
    """One row, read. `raw` holds what it says of fields that are worked out later, by field."""

    key: str
    line: int
    digest: str
    values: dict[str, Any]
    attributes: dict[str, Any]
    raw: dict[str, str]
    row: list[str]


@dataclass
class Drafts:
    targets: list[Target]
    rows: list[Draft] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    repeated: int = 0
    unlinked: dict[str, tuple[str, list[str], int]] = field(default_factory=dict)  # header: entity, lost, of how many


@dataclass(frozen=True)
class Context:
    """What reading needs to know besides the file. `kind` of the records that a parent column points at."""

    zone: ZoneInfo
    currency: str | None = None
    parent: str | None = None


def drafts_of(item: Recognised, links: Links, context: Context) -> Drafts:
    """All rows of a file; links to other entities are resolved, and made where only a name is known."""
    return _Drafter(item, links, context).drafts()


class _Drafter:
    def __init__(self, item: Recognised, links: Links, context: Context) -> None:
        self._item = item
        self._table = item.table
        self._links = links
        self._context = context
        self._targets = targets_of(item)
        self._result = Drafts(self._targets, notes=list(item.table.notes), rejects=list(item.table.rejects))
        self._fields: dict[str, list[Any]] = {}
        self._attributes: dict[str, list[Any]] = {}
        self._raw: dict[str, list[str]] = {}
        self._leftover: dict[str, list[Any]] = {}

    def drafts(self) -> Drafts:
        signature = self._signature()
        for target in self._targets:
            self._read(target)
        linked = [name for name in LINKS[self._item.entity] if name in self._fields]
        seen: dict[str, dict[bytes, int]] = {}
        keys = self._keys()
        digested = blake2b(signature.encode(), digest_size=16)
        for place, (row, line) in enumerate(zip(self._table.rows, self._table.lines, strict=True)):
            found = keys[place]
            if found is None:
                reason = f"no id and no name to know this {self._item.title.replace('_', ' ')} by"
                self._result.rejects.append(Reject(self._table.file, line, reason, tuple(row)))
                continue
            digest = digested.copy()
            digest.update("\x1f".join(row).encode("utf-8", "surrogatepass"))
            digest.update(repr([self._fields[name][place] for name in linked]).encode())
            unique = self._unlike(found, digest.digest(), seen)
            if unique is None:
                self._result.repeated += 1
                continue
            self._result.rows.append(self._draft(place, unique, line, digest.hexdigest(), row))
        self._say_doubles(seen)
        return self._result

    def _signature(self) -> str:
        """How the columns were read: rows that would now be read otherwise count as changed."""
        return repr(
            [
                (target.column.header, target.field, target.key, target.column.order, typed)
                for target in self._targets
                for typed in (target.column.type if target.column.type in TYPED else "text",)
            ]
        )

    def _draft(self, place: int, unique: str, line: int, digest: str, row: list[str]) -> Draft:
        attributes = {name: value for name, cells_ in self._attributes.items() if (value := cells_[place]) is not None}
        for name, cells_ in self._leftover.items():
            if cells_[place] is not None:
                attributes[name] = cells_[place]
        fields = {name: cells_[place] for name, cells_ in self._fields.items()}
        raw = {name: cells_[place] for name, cells_ in self._raw.items()}
        return Draft(unique, line, digest, fields, attributes, raw, row)

    def _read(self, target: Target) -> None:
        column = target.column
        cells_ = self._table.column(column.index)
        if target.key is not None:
            self._attributes[target.key] = self._meant(target, cells.as_attribute(column), target.key)
        if target.field is None:
            return
        links = LINKS[self._item.entity]
        if links.get(target.field, "any") != "any" and (self._item.entity, target.field) not in SELF_LINKS:
            self._link(target, links[target.field])
            return
        reading = reading_of(target.field, column, self._context.zone)
        if reading is None:
            self._raw[target.field] = cells_
        else:
            self._fields[target.field] = self._meant(target, reading, key(column.label))
            if target.field in {"amount", "price"}:
                self._raw[f"{target.field}_text"] = cells_

    def _meant(self, target: Target, reading: Reading, spare: str) -> list[Any]:
        """The column's values; cells that cannot be read stay as text under the key `spare`."""
        column = target.column
        meanings = cells.read(column, reading)
        unread = {text for text, value in meanings.items() if value is UNREAD}
        texts = self._table.column(column.index)
        if column.type not in TYPED and target.field is None:
            meanings.update({text: text for text in column.counts if text.casefold() in EMPTY})  # words, not gaps
        if unread:
            count = sum(column.counts[text] for text in unread)
            noun = "value" if count == 1 else "values"
            self._result.notes.append(
                f"{count} {noun} of {column.header} could not be read as {column.type}; kept as text"
            )
            self._leftover[spare] = [text if text in unread else None for text in texts]
            meanings.update(dict.fromkeys(unread))
        return [meanings[text] for text in texts]

    def _link(self, target: Target, entity: str) -> None:
        column = target.column
        texts = [text for text in column.counts if text.casefold() not in EMPTY]
        where = f"{self._table.file}, {column.header}"
        kind = self._context.parent if entity == "related" else None
        if entity == "contact":
            found = self._contacts(texts, where)
        else:
            found = self._links.resolve(entity, texts, where, kind=kind, create=not self._of_others(entity, texts))
        cells_ = self._table.column(column.index)
        self._fields[target.field or ""] = [found.get(text) for text in cells_]
        lost = set(texts) - found.keys()
        if lost:
            self._result.unlinked[column.header] = entity, [text for text in texts if text in lost], len(texts)
            target.key = key(column.label)
            self._leftover[target.key] = [text if text in lost else None for text in cells_]

    def _of_others(self, entity: str, texts: list[str]) -> bool:
        """Whether most names are of no client of the export: leads' companies are none yet."""
        if entity != "account" or self._item.entity != "related":
            return False
        index = self._links.index("account")
        known = sum(index.exact(text) is not None or index.spelled(text) is not None for text in texts)
        return bool(index.ids) and known < len(texts) * KNOWN

    def _contacts(self, texts: list[str], where: str) -> dict[str, int]:
        """A contact that is only mentioned becomes a row where its address says who it is."""
        index = self._links.index("contact")
        unknown = [text for text in texts if "@" in text and " " not in text and index.exact(text) is None]
        if unknown:
            self._links.create("contact", unknown)
        return self._links.resolve("contact", texts, where)

    # What tells rows apart

    def _keys(self) -> list[str | None]:
        ids = self._column_of("external_id")
        named = self._names()
        unnamed = self._item.entity == "deal" and ids is None and not any(named)
        if self._item.entity in NAMED and not unnamed:
            return [
                _short(known) if known else natural_key(name) or None
                for known, name in zip(ids or [""] * len(named), named, strict=True)
            ]
        composed = self._composed()
        return [_short(known) if known else composed[place] for place, known in enumerate(ids or [""] * len(composed))]

    def _column_of(self, name: str) -> list[str] | None:
        column = self._item.assignment.column(name)
        return self._table.column(column.index) if column is not None else None

    def _names(self) -> list[str]:
        empty = [""] * len(self._table.rows)
        first, last = self._column_of("first_name") or empty, self._column_of("last_name") or empty
        whole, mail = self._column_of("name") or empty, self._column_of("email") or empty
        people = self._item.entity in {"contact", "user"}
        account = (self._column_of("account_id") or empty) if self._item.entity == "contact" else empty
        return [
            (mail[place] if people and mail[place] else "")
            or " ".join(filter(None, (whole[place] or f"{first[place]} {last[place]}".strip(), account[place])))
            for place in range(len(empty))
        ]

    def _composed(self) -> list[str]:
        """Keys of rows without an id: the leading columns that tell them apart, else the whole row."""
        rows = self._table.rows
        usable = [
            column for column in self._item.columns if column.type not in {"money", "number", "percent", "boolean"}
        ]
        chosen: list[Column] = []
        for column in usable[:KEY_COLUMNS]:
            if column.filled < len(rows) * 0.9 or max(map(len, column.counts)) > 100:
                continue
            chosen.append(column)
            found = [natural_key("|".join(row[column.index] for column in chosen)) for row in rows]
            if len(set(found)) == len(rows) and len(rows) > 1:
                return found
        return [blake2b("\x1f".join(row).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() for row in rows]

    def _unlike(self, found: str, digest: bytes, seen: dict[str, dict[bytes, int]]) -> str | None:
        """The key, numbered where another row has it already; None for the same row again."""
        others = seen.setdefault(found, {})
        if digest in others:
            if self._item.entity in NAMED or "external_id" in self._item.assignment.fields:
                return None
            others[digest] += 1
            return f"{found}#{sum(others.values())}"
        others[digest] = 1
        place = sum(others.values())
        return found if place == 1 else f"{found[: KEY_LENGTH - 8]}#{place}"

    def _say_doubles(self, seen: dict[str, dict[bytes, int]]) -> None:
        doubles = sum(len(others) - 1 for others in seen.values())
        if doubles:
            self._result.notes.append(
                f"{doubles} rows share their id or name with a different row; each is kept, numbered"
            )


def _short(known: str) -> str:
    if len(known) <= KEY_LENGTH:
        return known
    return f"{known[: KEY_LENGTH - 33]}#{blake2b(known.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def superseded(items: Sequence[Recognised], groups: Sequence[Drafts]) -> list[int]:
    """Settles rows that several files of one entity have: returns how many of each file's rows a later file replaces.

    Among files of the same shape the last one wins; a file of another shape means another row by the same name.
    """
    seen: dict[str, frozenset[str]] = {}
    counts = [0] * len(groups)
    for place in range(len(groups) - 1, -1, -1):
        shape = frozenset(items[place].table.headers)
        kept = []
        for draft in groups[place].rows:
            if seen.get(draft.key) == shape:
                counts[place] += 1
                continue
            if draft.key in seen:
                draft.key = _short(f"{draft.key}@{items[place].table.name}")
            kept.append(draft)
        groups[place].rows = kept
        seen.update({draft.key: shape for draft in kept})
    return counts
