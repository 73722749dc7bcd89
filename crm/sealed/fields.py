"""Which fields can be kept sealed, and where each of them lies in its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table

from crm.errors import RejectedError
from crm.model import Account, Contact, Deal, Interaction

Row = Account | Contact | Deal | Interaction
MODELS: dict[str, Any] = {"account": Account, "contact": Contact, "deal": Deal, "interaction": Interaction}
ENTITIES: dict[type[Any], str] = {model: entity for entity, model in MODELS.items()}
# Columns of text that rows are neither known, linked nor counted by.
COLUMNS = frozenset({"account.industry", "account.country", "contact.phone", "contact.title"})
UNSEALABLE = (
    "{0} cannot be encrypted: rows are found, linked or counted by it. What can be: an account's industry and country, "
    "a contact's phone and title, and your own fields of accounts, contacts, deals and interactions."
)


def require_sealable(ref: str, *, core: bool) -> None:
    """Of a field that there is.

    Raises:
        RejectedError: the record could not do its work without it.
    """
    if ref not in COLUMNS and (core or ref.partition(".")[0] not in MODELS):
        raise RejectedError(UNSEALABLE.format(ref))


def table_of(entity: str) -> Table:
    table: Table = MODELS[entity].__table__
    return table


def entity_of(table: str) -> str | None:
    """The entity whose rows lie in this table, where fields of it can be sealed."""
    return next((entity for entity in MODELS if table_of(entity).name == table), None)


def keys_of(refs: Iterable[str], entity: str) -> frozenset[str]:
    """The names of an entity's fields among these."""
    begin = f"{entity}."
    return frozenset(ref.removeprefix(begin) for ref in refs if ref.startswith(begin))
