"""Seals values on their way into the record, and opens them for those who ask for them by name.

A sealed value leaves its place: the column is empty, the attribute gone, and `sealed` of the row holds it under the
field's name. Whoever knows nothing of sealing sees no value, never a cipher.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.errors import FatalError
from crm.model import Field, SourceRow, Tenant
from crm.rights.eyes import unlimited
from crm.rights.policy import ENCRYPT, Policy
from crm.sealed.fields import COLUMNS, ENTITIES, MODELS, Row, keys_of

TOKEN = "sealed:"  # noqa: S105 - begins a sealed value
UNREADABLE = "(cannot be opened)"
PLACE = "sealing"  # of a session's info
Values = dict[str, Any]


class Tokens(Protocol):
    """A vault, as far as sealed fields and names of strangers need it."""

    def open(self, tenant_id: int, sealed: bytes) -> str: ...

    def seal_token(self, tenant_id: int, text: str, name: str = "") -> str: ...

    def open_token(self, tenant_id: int, token: str, name: str = "") -> str: ...


class Sealing:
    """Hears of every flush of the record's sessions; what goes past the sessions' objects is sealed by `moved`."""

    def __init__(self, vault: Tokens) -> None:
        self._vault = vault

    def seal(self, tenant_id: int, ref: str, value: Any) -> str:
        """A value of JSON as only this tenant's key opens it, and only as a value of this field."""
        return self._vault.seal_token(tenant_id, json.dumps(value), ref)

    def open(self, tenant_id: int, ref: str, token: str) -> Any:
        """The value again.

        Raises:
            FatalError: no key that is there opens it.
        """
        return json.loads(self._vault.open_token(tenant_id, token, ref))

    def original(self, tenant_id: int, sealed: bytes) -> str:
        """The words of an interaction before redaction.

        Raises:
            FatalError: no key that is there opens them.
        """
        return self._vault.open(tenant_id, sealed)

    def shown(self, tenant_id: int, ref: str, value: Any) -> Any:
        """As `open`, for people to read; what is not sealed stays as it is."""
        if not is_token(value):
            return value
        try:
            return self.open(tenant_id, ref, value)
        except FatalError:
            return UNREADABLE

    def refs(self, session: Session, tenant_id: int) -> frozenset[str]:
        """The fields that are tagged."""
        with unlimited(), session.no_autoflush:
            settings = session.scalar(select(Tenant.settings).where(Tenant.id == tenant_id))
        return Policy.of(settings or {}).tagged(ENCRYPT)

    def moved(
        self, tenant_id: int, entity: str, keys: frozenset[str], row: Mapping[str, Any], *, clears: bool = True
    ) -> Values:
        """What of a row is to be otherwise, so that the values of these fields lie sealed: columns, `attributes`,
        `sealed`. Where nothing of a value has changed its token stays.

        Args:
            tenant_id: whose row.
            entity: what it is.
            keys: the fields to be sealed.
            row: columns that are being written, `attributes`, and `sealed` as it was.
            clears: whether an empty column takes away what is sealed of it.
        """
        attributes, sealed = dict(row.get("attributes") or {}), dict(row.get("sealed") or {})
        columns: Values = {}
        for key in keys:
            ref = f"{entity}.{key}"
            place: Mapping[str, Any] = row if ref in COLUMNS else attributes
            if key not in place:
                continue
            value = place[key]
            if value not in (None, ""):
                sealed[key] = self._token(tenant_id, ref, value, sealed.get(key))
            elif clears:
                sealed.pop(key, None)
            if ref in COLUMNS:
                columns[key] = None
            else:
                attributes.pop(key)
        return {**columns, "attributes": attributes, "sealed": sealed or None}

    def told(self, tenant_id: int, entity: str, keys: frozenset[str], told: Mapping[str, Any]) -> Values:
        """What a source said of a row, with the values of these fields sealed."""
        return {
            name: self.seal(tenant_id, f"{entity}.{name}", value)
            if name in keys and value not in (None, "") and not is_token(value)
            else value
            for name, value in told.items()
        }

    def untold(self, tenant_id: int, entity: str, told: Mapping[str, Any] | None) -> Values:
        """What a source said of a row, opened."""
        return {name: self.shown(tenant_id, f"{entity}.{name}", value) for name, value in (told or {}).items()}

    def settle(self, session: Session) -> None:
        """Seals the tagged fields of what is about to be written."""
        refs: dict[int, frozenset[str]] = {}
        for row in [*session.new, *session.dirty]:
            if not isinstance(row, Row | Field | SourceRow):
                continue
            tenant_id = row.tenant_id
            if tenant_id not in refs:
                refs[tenant_id] = self.refs(session, tenant_id)
            if not refs[tenant_id]:
                continue
            if isinstance(row, Field):
                row.values = None if f"{row.entity}.{row.key}" in refs[tenant_id] else row.values
            elif isinstance(row, SourceRow):
                row.told = self.told(tenant_id, row.entity, keys_of(refs[tenant_id], row.entity), row.told or {})
            else:
                self._settle_row(row, refs[tenant_id])

    def _settle_row(self, row: Row, refs: frozenset[str]) -> None:
        entity = ENTITIES[type(row)]
        if keys := keys_of(refs, entity):
            for name, value in self.moved(row.tenant_id, entity, keys, held(row), clears=False).items():
                if getattr(row, name) != value:
                    setattr(row, name, value)

    def _token(self, tenant_id: int, ref: str, value: Any, kept: str | None) -> str:
        if kept is not None and self.shown(tenant_id, ref, kept) == value:
            return kept
        return self.seal(tenant_id, ref, value)


def settle(session: Session, *_rest: Any) -> None:
    """Before a flush."""
    if sealing := sealing_of(session):
        sealing.settle(session)


def is_token(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(TOKEN)


def held(row: Row) -> Values:
    """What `Sealing.moved` needs of a row."""
    columns = {ref.partition(".")[2] for ref in COLUMNS if ref.startswith(f"{ENTITIES[type(row)]}.")}
    return {name: getattr(row, name) for name in (*sorted(columns), "attributes", "sealed")}


def sealing_of(session: Session) -> Sealing | None:
    """Who seals what this session writes; None where nothing is."""
    found = session.info.get(PLACE)
    return found if isinstance(found, Sealing) else None


def opened(session: Session, entity: str, tenant_id: int, sealed: Mapping[str, str] | None) -> Values:
    """The sealed values of a row by their fields' names; whether the asker may see them is the caller's to know."""
    sealing = sealing_of(session)
    if sealing is None or not sealed:
        return {}
    return {key: sealing.shown(tenant_id, f"{entity}.{key}", token) for key, token in sealed.items()}


def whole(session: Session, row: Row) -> Values:
    """A row's sealable columns and its `attributes`, with what is sealed of them opened."""
    entity, found = ENTITIES[type(row)], held(row)
    return laid_out(entity, found, opened(session, entity, row.tenant_id, found.pop("sealed")))


def laid_out(entity: str, row: Mapping[str, Any], values: Values) -> Values:
    """The row with opened values in their places."""
    columns = {key: value for key, value in values.items() if f"{entity}.{key}" in COLUMNS}
    attributes = {key: value for key, value in values.items() if key not in columns}
    return {**row, **columns, "attributes": {**attributes, **(row["attributes"] or {})}}


@contextmanager
def laid_open(session: Session, row: Row) -> Iterator[None]:
    """Within, a row of the session has its sealed values in their places, to be compared and changed as any other.

    Raises:
        FatalError: one of them opens with no key.
    """
    sealing, before = sealing_of(session), dict(row.sealed or {})
    if sealing is None or not before:
        yield
        return
    entity = ENTITIES[type(row)]
    values = {key: sealing.open(row.tenant_id, f"{entity}.{key}", token) for key, token in before.items()}
    with session.no_autoflush:
        _put(row, laid_out(entity, held(row), values))
        yield
        _put(row, sealing.moved(row.tenant_id, entity, frozenset(before), _said(row, before), clears=True))


def _said(row: Row, keys: Mapping[str, str]) -> Values:
    """The row with every one of these attributes named, so that one that was taken away counts as empty."""
    found, entity = held(row), ENTITIES[type(row)]
    absent = {key: None for key in keys if f"{entity}.{key}" not in COLUMNS}
    return {**found, "attributes": {**absent, **(found["attributes"] or {})}}


def _put(row: Row, values: Values) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


__all__ = ["MODELS", "UNREADABLE", "Sealing", "laid_open", "laid_out", "opened", "sealing_of", "whole"]
