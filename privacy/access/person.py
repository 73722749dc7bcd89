"""A person's holdings as they are told: what is theirs whole, of the rest what names them; others by initials."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Account, InboxItem, RowVersion, Source, SourceRow
from crm.sealed import sealing_of
from privacy.access.gathering import Gathering, Holding
from privacy.access.others import Others

Told = dict[str, Any]
OURS = frozenset(  # how we keep it, which tells nothing of anybody
    {
        "tenant_id", "digest", "indexed_version", "passages", "version", "original", "document", "circle_id",
        "source_id", "leased_until", "attempts", "took_ms", "usage", "confidence",
    }
)  # fmt: skip
COLLEAGUES = frozenset(
    {"user_id", "owner_id", "actor_id", "changed_by", "added_by", "requested_by", "manager_id", "given_by"}
)
WHOLE = frozenset({"interactions", "answered_questions"})  # told as shown, also where they only name the person
ALWAYS = (  # of a row that only names them: which row it is
    "id", "kind", "direction", "source", "occurred_at", "created_at", "received_at", "noticed_at", "asked_at",
    "given_at", "made_at", "changed_at", "at", "action", "entity", "row_id", "field", "state", "rule", "key", "label",
    "interaction_id", "answer_id",
)  # fmt: skip


class Teller:
    """Tells holdings.

    Args:
        session: for the names of accounts.
    """

    def __init__(self, session: Session, gathering: Gathering, others: Others) -> None:
        self._gathering, self._others = gathering, others
        tenant_id = gathering.work.tenant_id
        accounts = select(Account.id, Account.name).where(Account.tenant_id == tenant_id)
        self._accounts: dict[int, str] = {row.id: row.name for row in session.execute(accounts)}

    def told(self, held: Holding) -> Told:
        whole = held.about or held.table in WHOLE
        kept = {name: value for name, value in held.values.items() if name not in OURS and value not in (None, {}, [])}
        if "plan" in kept:
            kept["plan"] = self._gathering.excerpt(kept["plan"]) or {}
        if not whole:
            kept = {name: value for name, value in self._excerpts(kept).items() if value is not None}
        found: Told = {"concerns": "them" if held.about else "names them"}
        for name, value in kept.items():
            found |= self._told(held.table, name, value)
        if held.opened is not None:
            found |= self._opened(held)
        return found

    def _excerpts(self, values: Mapping[str, Any]) -> Told:
        return {name: value if name in ALWAYS else self._gathering.excerpt(value) for name, value in values.items()}

    def _told(self, table: str, name: str, value: Any) -> Told:
        if isinstance(value, bytes | memoryview):
            return {}
        if name in COLLEAGUES:
            return {name.removesuffix("_id"): self._others.user(value) or f"user {value}"}
        if name == "account_id":
            return {"account": self._others.value(self._accounts.get(value, f"account {value}"))}
        if name == "contact_id":
            return {"contact": self._others.contact(value)}
        if table == "signals" and name in {"tell", "detail"}:
            return self._signal(name, value)
        if name == "row_id" or (name.endswith("_id") and isinstance(value, int)):
            return {name: value}
        if isinstance(value, datetime | date):
            return {name: value.isoformat()}
        return {name: self._others.value(getattr(value, "value", value))}

    def _signal(self, name: str, value: Any) -> Told:
        """To whom it was to be told, and who was told when."""
        if name == "tell":
            return {"for": [self._others.user(each) or f"user {each}" for each in value]}
        sent = value.get("told") if isinstance(value, dict) else None
        told = [{"to": self._others.user(int(each)) or each, "at": when} for each, when in sorted((sent or {}).items())]
        rest = {key: each for key, each in value.items() if key != "told"} if isinstance(value, dict) else value
        return {"detail": self._others.value(rest)} | ({"told": told} if told else {})

    def _opened(self, held: Holding) -> Told:
        """The sealed words: of an entry as it was said; of what only names them the lines that do."""
        said = held.opened or ""
        if held.table == "proposed_entries":
            words = said if held.about else self._gathering.excerpt(said)
            return {"words": self._others.value(words)} if words else {}
        if held.about:
            return {}  # it is handed over as a file
        lines = [line for line in said.splitlines() if self._gathering.tells(line)]
        return {"original_lines": [self._others.text(line) for line in lines]} if lines else {}


def origins(session: Session, tenant_id: int, held: Holding, others: Others) -> list[Told]:
    """Where each value of a contact came from: a colleague's change, a source, or the first time it was met."""
    row_id = held.values["id"]
    changed = _changed(session, tenant_id, row_id)
    sources = _sources(session, tenant_id, row_id)
    told: list[Told] = []
    values = {name: held.values[name] for name in ("name", "email", "phone", "title", "account_id", "owner_id")}
    values |= {f"attributes.{name}": value for name, value in (held.values["attributes"] or {}).items()}
    for name, value in sorted(values.items()):
        if value in (None, ""):
            continue
        column = name.removeprefix("attributes.")
        if column in changed or ("attributes" in changed and name != column):
            by, at = changed.get(column) or changed["attributes"]
            told.append(
                {"value": others.shown(name), "from": f"changed by {others.user(by) or 'an administrator'}", "at": at}
            )
            continue
        known = next((each for each in sources if each[2].get(column) == value), None)
        if known is not None:
            told.append({"value": others.shown(name), "from": f"source {known[0]}", "at": known[1]})
            continue
        met = "an export or a first contact" if held.values["external_id"] else "first contact"
        told.append({"value": others.shown(name), "from": met, "at": held.values["created_at"].isoformat()})
    return told


def _changed(session: Session, tenant_id: int, row_id: int) -> dict[str, tuple[int | None, str]]:
    """By column: who changed it last, and when."""
    query = select(RowVersion).where(
        RowVersion.tenant_id == tenant_id, RowVersion.entity == "contact", RowVersion.row_id == row_id
    )
    rows = session.scalars(query.order_by(RowVersion.version))
    return {name: (row.changed_by, row.changed_at.isoformat()) for row in rows for name in row.before}


def _sources(session: Session, tenant_id: int, row_id: int) -> list[tuple[str, str | None, dict[str, Any]]]:
    """The sources that told of a contact: their names, when they last did, and what."""
    query = (
        select(Source.id, Source.name, SourceRow.key, SourceRow.told)
        .join(Source, Source.id == SourceRow.source_id)
        .where(SourceRow.tenant_id == tenant_id, SourceRow.entity == "contact", SourceRow.row_id == row_id)
        .order_by(SourceRow.id)
    )
    found, sealing = [], sealing_of(session)
    for row in session.execute(query):
        key = f"c:{row.key}"
        items = select(InboxItem.received_at).where(
            InboxItem.source_id == row.id, (InboxItem.key == key) | InboxItem.key.startswith(f"{key}@", autoescape=True)
        )
        at = session.scalar(items.order_by(InboxItem.received_at.desc()).limit(1))
        told = sealing.untold(tenant_id, "contact", row.told) if sealing else row.told or {}
        found.append((row.name, at.isoformat() if at else None, told))
    return found
