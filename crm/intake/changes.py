"""Rows of another system's record, kept as that system has them, unless people here said otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.errors import RejectedError
from crm.intake.event import Change
from crm.model import Account, Contact, Deal, Outcome, Source, SourceRow, Stage, StageChange, User
from crm.sealed import laid_open, sealing_of

Row = Account | Contact | Deal
TABLES: dict[str, type[Account | Contact | Deal]] = {"account": Account, "contact": Contact, "deal": Deal}
COLUMNS = {
    "account": {"name", "domain", "industry", "country", "employees", "annual_revenue"},
    "contact": {"name", "email", "phone", "title"},
    "deal": {"name", "stage", "amount", "currency", "opened_on", "close_date"},
}
LINKS = {"owner_id", "account_id", "contact_id"}
OUTCOME = "outcome"  # of a deal: what its stage means there, for a stage that is new here
DELETED = "deleted_at_source"
POINTERS = {"account": Account, "contact": Contact}  # values that name another row of the same source by its key
DATES = {"opened_on", "close_date"}
NUMBERS = {"annual_revenue", "amount"}


class Changes:
    """Applies changes. A value that a person changed since the source last told it stays as the person put it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def apply(self, session: Session, tenant_id: int, source_name: str, change: Change) -> None:
        """Within the caller's transaction.

        Raises:
            RejectedError: the row has no name, or a value cannot be read.
        """
        source = session.scalar(select(Source).where(Source.tenant_id == tenant_id, Source.name == source_name))
        if source is None:
            raise RejectedError("Its source was removed.")
        known = _known(session, source, change.entity, change.key)
        if change.deleted:
            _mark_deleted(session, known, self._clock.now())
            return
        values = _read(session, source, change)
        meant = _meant(values.pop(OUTCOME, None)) if change.entity == "deal" else None
        row = self._row(session, source, change, known, values)
        sealing = sealing_of(session)
        told = dict(known.told) if known else {}
        told = sealing.untold(tenant_id, change.entity, told) if sealing else told
        before = row.stage if isinstance(row, Deal) else None
        with laid_open(session, row):
            self._set(row, values, told, COLUMNS[change.entity] | LINKS)
        if isinstance(row, Deal) and row.stage != before:
            self._staged(session, row, before, meant)
        if known is None:
            known = SourceRow(tenant_id=tenant_id, source_id=source.id, entity=change.entity, key=change.key)
            session.add(known)
        known.row_id = row.id  # another one where it was removed here since
        now_told = {name: _plain(value) for name, value in values.items()}
        if told != now_told or not known.told:
            known.told = now_told

    def _row(
        self, session: Session, source: Source, change: Change, known: SourceRow | None, values: dict[str, Any]
    ) -> Row:
        table = TABLES[change.entity]
        row = _row_of(session, known) if known else _alike(session, source.tenant_id, change.entity, values)
        if row is not None:
            return row
        name = values.get("name") or values.get("email")
        if not name:
            raise RejectedError(f"A {change.entity} came without a name.")
        now = self._clock.now()
        made = table(tenant_id=source.tenant_id, name=str(name), created_at=now, updated_at=now)
        made.attributes, made.external_id = {}, f"{source.name}:{change.key}"
        session.add(made)
        session.flush()
        return made

    def _set(self, row: Row, values: dict[str, Any], told: dict[str, Any], columns: set[str]) -> None:
        attributes = {name: value for name, value in row.attributes.items() if name != DELETED}
        changed = attributes != row.attributes  # it is there again
        for name, value in values.items():
            is_column = name in columns  # and not whatever else the row's class calls so: sources name fields freely
            current = getattr(row, name) if is_column else attributes.get(name)
            if _plain(current) == _plain(value) or (name in told and _plain(current) != told[name]):
                continue
            if name not in told and current not in (None, "") and value in (None, ""):
                continue
            changed = True
            if is_column:
                setattr(row, name, value)
            else:
                attributes[name] = value
        if changed:
            row.attributes, row.updated_at = attributes, self._clock.now()

    def _staged(self, session: Session, deal: Deal, before: str | None, meant: Outcome | None) -> None:
        """A stage is one of the tenant's own; a new one joins them, with what it means there."""
        stage = session.scalar(select(Stage).where(Stage.tenant_id == deal.tenant_id, Stage.name == deal.stage))
        if stage is None and deal.stage:
            last = session.scalar(select(func.max(Stage.position)).where(Stage.tenant_id == deal.tenant_id)) or 0
            outcome = meant or _outcome(deal.stage)
            stage = Stage(tenant_id=deal.tenant_id, name=deal.stage, position=last + 1, outcome=outcome)
            session.add(stage)
        deal.outcome = stage.outcome if stage else Outcome.OPEN
        if deal.stage:
            session.add(
                StageChange(
                    tenant_id=deal.tenant_id,
                    deal_id=deal.id,
                    from_stage=before,
                    to_stage=deal.stage,
                    changed_at=self._clock.now(),
                )
            )


def _known(session: Session, source: Source, entity: str, key: str) -> SourceRow | None:
    return session.scalar(
        select(SourceRow).where(
            SourceRow.tenant_id == source.tenant_id,
            SourceRow.source_id == source.id,
            SourceRow.entity == entity,
            SourceRow.key == key,
        )
    )


def _read(session: Session, source: Source, change: Change) -> dict[str, Any]:
    """The values as our columns hold them; an owner is found by address, other rows by the source's keys."""
    values: dict[str, Any] = {}
    for name, value in change.values.items():
        if name in POINTERS and name != change.entity:
            pointed = _known(session, source, name, str(value)) if value else None
            values[f"{name}_id"] = pointed.row_id if pointed else None
        elif name == "owner":
            values["owner_id"] = session.scalar(
                select(User.id).where(User.tenant_id == source.tenant_id, func.lower(User.email) == str(value).lower())
            )
        else:
            values[name] = _value(name, value)
    return {
        name: value
        for name, value in values.items()
        if value is not None or name in COLUMNS[change.entity] or not name.endswith("_id")
    }


def _value(name: str, value: Any) -> Any:
    try:
        if value in (None, ""):
            return None
        if name in DATES:
            return value if isinstance(value, date) else datetime.fromisoformat(str(value)).date()
        if name in NUMBERS:
            return float(value)
        return int(float(value)) if name == "employees" else value
    except (TypeError, ValueError):
        raise RejectedError(f"“{name}” came with something that is not a {_sort(name)}.") from None


def _sort(name: str) -> str:
    return "date" if name in DATES else "number"


def _alike(session: Session, tenant_id: int, entity: str, values: dict[str, Any]) -> Row | None:
    """The row that this is without our having been told so: the same domain, address, or name at the same client."""
    if entity == "contact" and values.get("email"):
        return _only(session, Contact, tenant_id, func.lower(Contact.email) == str(values["email"]).lower())
    if entity == "account" and values.get("domain"):
        found = _only(session, Account, tenant_id, func.lower(Account.domain) == str(values["domain"]).lower())
        if found is not None:
            return found
    if entity == "account" and values.get("name"):
        return _only(session, Account, tenant_id, func.lower(Account.name) == str(values["name"]).lower())
    if entity == "deal" and values.get("name") and values.get("account_id"):
        same = (Deal.name == values["name"]) & (Deal.account_id == values["account_id"])
        return _only(session, Deal, tenant_id, same)
    return None


def _row_of(session: Session, known: SourceRow) -> Row | None:
    return cast("Row | None", session.get(TABLES[known.entity], known.row_id))


def _only(session: Session, table: Any, tenant_id: int, condition: Any) -> Row | None:
    found: Sequence[Row] = session.scalars(select(table).where(table.tenant_id == tenant_id, condition).limit(2)).all()
    return found[0] if len(found) == 1 else None


def _mark_deleted(session: Session, known: SourceRow | None, now: datetime) -> None:
    """What another system deleted stays in the record, marked: people decide what is forgotten."""
    row = _row_of(session, known) if known else None
    if row is not None:
        row.attributes, row.updated_at = {**row.attributes, DELETED: now.date().isoformat()}, now


def _meant(said: Any) -> Outcome | None:
    """What the source says that a stage means; None where it says nothing that we know."""
    try:
        return Outcome(said) if said is not None else None
    except ValueError:
        return None


def _outcome(stage: str) -> Outcome:
    said = stage.casefold().replace("_", " ")
    if "lost" in said:
        return Outcome.LOST
    return Outcome.WON if "won" in said else Outcome.OPEN


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
