"""References between rows: by id, by name, by a name written otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import Table as SqlTable
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from connectors.export.lexicon import lexicon
from connectors.export.names import bare, digits, looks_like_id, natural_key, squashed
from crm.clock import Clock
from crm.model import Account, Base, Contact, Deal, Product, RelatedRecord, User
from crm.model.tenant import Role
from crm.placeholders import FORGOTTEN
from crm.store import Store

TABLES: dict[str, type[Base]] = {
    "account": Account,
    "contact": Contact,
    "deal": Deal,
    "product": Product,
    "user": User,
    "related": RelatedRecord,
}
CREATABLE = frozenset({"account", "user", "product"})  # a mention alone makes a row of these
ALIKE = 91  # of 100, for two spellings of a name
APART = 4  # by how much the second best has to be worse
LONGEST_SEARCH = 50_000  # names among which a misspelling is looked for
SHOWN = 10
NAMES = lexicon("names")  # of rows of extra tables, which have no column of their own for it
NUMBERS = frozenset({"id", "no", "number", "ref", "code", "key", "uuid"})  # how columns of ids end


def sql_table(entity: str) -> SqlTable:
    table = TABLES[entity].__table__
    if not isinstance(table, SqlTable):
        raise TypeError(entity)
    return table


@dataclass
class Index:
    """The rows of one entity, by all that a reference may call them. A name that two rows bear leads nowhere."""

    ids: dict[str, int] = field(default_factory=dict)
    names: dict[str, int | None] = field(default_factory=dict)
    emails: dict[str, int | None] = field(default_factory=dict)
    squashed: dict[str, int | None] = field(default_factory=dict)
    bare: dict[str, int | None] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    others: dict[str, int | None] = field(default_factory=dict)

    def add(self, row_id: int, external_id: str | None, name: str | None, email: str | None, *, company: bool) -> None:
        if external_id:
            self.ids[external_id] = row_id
            if len(external_id) in {15, 18}:  # Salesforce writes the same id in both lengths
                self.ids.setdefault(external_id[:15], row_id)
        if name:
            self.shown[row_id] = name
            _single(self.names, natural_key(name), row_id)
            _single(self.squashed, squashed(name), row_id)
            if company:
                _single(self.bare, bare(name), row_id)
        if email:
            _single(self.emails, email.casefold(), row_id)

    def also(self, row_id: int, attributes: Mapping[str, Any], known: frozenset[str] = NUMBERS) -> None:
        """Other systems' ids of the row: its number at the payment provider, in the help desk."""
        for name, value in attributes.items():
            if isinstance(value, str | int) and name.rpartition("_")[2] in known and not isinstance(value, bool):
                _single(self.others, str(value), row_id)

    def exact(self, text: str) -> int | None:
        found = self.ids.get(text) or self.others.get(text)
        if found is None and len(text) == 18:
            found = self.ids.get(text[:15])
        if found is None:
            found = self.names.get(natural_key(text))
        if found is None and "@" in text:
            found = self.emails.get(text.casefold())
        return found

    def spelled(self, text: str) -> int | None:
        """A row whose name differs by case, punctuation, spaces or legal form only."""
        if "@" in text:
            return None
        found = self.squashed.get(squashed(text))
        return found if found is not None or not self.bare else self.bare.get(bare(text))

    def misspelled(self, text: str) -> int | None:
        """The one row whose name is nearly this; none where two are, or where figures differ."""
        plain = squashed(text)
        if len(plain) < 5 or len(self.squashed) > LONGEST_SEARCH or "@" in text:
            return None
        hits = process.extract(plain, self.squashed.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE - APART, limit=2)
        if not hits or hits[0][1] < ALIKE or (len(hits) > 1 and hits[0][1] - hits[1][1] < APART):
            return None
        return self.squashed[hits[0][0]] if digits(hits[0][0]) == digits(plain) else None


def _single(index: dict[str, int | None], name: str, row_id: int) -> None:
    if name:
        index[name] = row_id if index.get(name, row_id) == row_id else None


class Links:
    """Resolves references of one tenant, and makes the rows that are only mentioned."""

    def __init__(self, store: Store, clock: Clock, tenant_id: int) -> None:
        self._store = store
        self._clock = clock
        self._tenant_id = tenant_id
        self._indexes: dict[tuple[str, str | None], Index] = {}
        self.created: Counter[str] = Counter()
        self.warnings: list[str] = []

    def forget(self, entity: str) -> None:
        """The rows of an entity changed: what was read of them is stale."""
        for known in [known for known in self._indexes if known[0] == entity]:
            del self._indexes[known]

    def index(self, entity: str, kind: str | None = None) -> Index:
        if (entity, kind) not in self._indexes:
            self._indexes[entity, kind] = self._read(entity, kind)
        return self._indexes[entity, kind]

    def _read(self, entity: str, kind: str | None) -> Index:
        table = sql_table(entity)
        columns = [table.c.id, table.c.external_id]
        columns += [table.c[name] for name in ("name", "email", "attributes") if name in table.c]
        query = select(*columns).where(table.c.tenant_id == self._tenant_id)
        if kind is not None:
            query = query.where(table.c.kind == kind)
        index = Index()
        with self._store.read() as session:
            for row in session.execute(query).mappings():
                name = row["external_id"] if kind else row.get("name")
                index.add(row["id"], row["external_id"], name, row.get("email"), company=entity == "account")
                index.also(row["id"], row.get("attributes") or {}, NUMBERS | NAMES if kind else NUMBERS)
        return index

    def resolve(
        self,
        entity: str,
        texts: Iterable[str],
        where: str,
        *,
        kind: str | None = None,
        create: bool = True,
        **extra: Any,
    ) -> dict[str, int]:
        """The row that each text refers to; texts that refer to none are missing.

        Args:
            entity: what is referred to.
            texts: distinct references.
            where: file and column, for the warnings.
            kind: of a related record.
            create: whether names without a row become one.
            extra: more columns of the rows that are made.
        """
        index = self.index(entity, kind)
        found: dict[str, int] = {}
        respelled: list[str] = []
        missing: list[str] = []
        for text in texts:
            row_id = index.exact(text)
            if row_id is None and (row_id := index.spelled(text) or self._near(entity, index, text)) is not None:
                respelled.append(f"{text} = {index.shown.get(row_id, '?')}")
            if row_id is not None:
                found[text] = row_id
            elif text and text != FORGOTTEN:
                missing.append(text)
        self._warn(where, "matched by likeness", respelled)
        if missing:
            found.update(self._missing(entity, missing, where, create=create and entity in CREATABLE, extra=extra))
        return found

    def _near(self, entity: str, index: Index, text: str) -> int | None:
        if entity not in {"account", "product", "user", "contact"} or looks_like_id(text):
            return None
        return index.misspelled(text)

    def _missing(
        self, entity: str, texts: list[str], where: str, *, create: bool, extra: dict[str, Any]
    ) -> dict[str, int]:
        ids = [text for text in texts if looks_like_id(text)]
        ids = texts if len(ids) > len(texts) * 0.5 else ids
        index = self.index(entity) if entity != "related" else Index()
        named = set(texts) - set(ids)
        ambiguous = {text for text in named if natural_key(text) in index.names}
        made = [text for text in texts if text in named - ambiguous] if create else []
        unlinked = [text for text in texts if text not in set(made) and text not in ambiguous]
        self._warn(where, f"refers to no {entity} of this export; left unlinked", unlinked)
        self._warn(where, f"could be more than one {entity}; left unlinked", sorted(ambiguous))
        return self.create(entity, made, **extra) if made else {}

    def _warn(self, where: str, what: str, items: list[str]) -> None:
        if items:
            more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
            self.warnings.append(f"{where}: {what}: {', '.join(items[:SHOWN])}{more}.")

    def create(self, entity: str, names: list[str], **extra: Any) -> dict[str, int]:
        """Makes rows of names (or, for contacts, of addresses) that stand nowhere else."""
        now = self._clock.now()
        keys = {natural_key(name): name for name in reversed(names)}
        index = self.index(entity)
        table = sql_table(entity)
        rows = [
            {
                "tenant_id": self._tenant_id, "external_id": known, "name": name[:191], "attributes": {}, "version": 1,
                "created_at": now, "updated_at": now, **_defaults(entity, name), **extra,
            }
            for known, name in keys.items()
            if known not in index.ids
        ]  # fmt: skip
        with self._store.write() as session:
            if rows:
                session.execute(insert(table), rows)
            made = self._ids(session, table, list(keys))
        self.created[entity] += len(rows)
        for known, name in keys.items():
            index.add(made[known], known, name, name if "@" in name else None, company=entity == "account")
        return {name: made[natural_key(name)] for name in names}

    def _ids(self, session: Session, table: SqlTable, keys: list[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(keys), 500):
            query = select(table.c.external_id, table.c.id).where(
                table.c.tenant_id == self._tenant_id, table.c.external_id.in_(keys[start : start + 500])
            )
            found.update({row.external_id: row.id for row in session.execute(query)})
        return found


def _defaults(entity: str, name: str) -> dict[str, Any]:
    """What a made row has besides its name."""
    address = name if "@" in name else None
    if entity == "user":
        return {"role": Role.REP, "active": True, "email": address}
    return {"email": address} if entity == "contact" else {}
