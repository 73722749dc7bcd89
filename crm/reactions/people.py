"""Whom a rule tells: people of the team who are there, and may see the client."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Account, Deal, Interaction, User
from crm.rights import refusal

USER = re.compile(r"^\[user:(\d{1,18})\]$")
ROLE = "role:"


def owner_of(session: Session, row: Interaction) -> int | None:
    """Whose client it is: the account's owner, the deal's, else whose interaction it was."""
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is not None and account.owner_id:
        return account.owner_id
    deal = session.get(Deal, row.deal_id) if row.deal_id else None
    return deal.owner_id if deal is not None and deal.owner_id else row.user_id


def doer_of(session: Session, row: Interaction, step: dict[str, Any]) -> int | None:
    """Who is to do a step: the colleague it names, else the owner."""
    named = USER.match(str(step.get("owner") or ""))
    user = session.get(User, int(named[1])) if named else None
    if user is not None and user.tenant_id == row.tenant_id and user.active:
        return user.id
    return owner_of(session, row)


def told(session: Session, tenant_id: int, tells: Sequence[str], owner: int | None, doer: int | None) -> list[int]:
    """The ids of those who are told, each once."""
    found = dict.fromkeys(each for tell in tells for each in _meant(session, tenant_id, tell, owner, doer))
    return [each for each in found if _may(session, tenant_id, each)]


def _meant(session: Session, tenant_id: int, tell: str, owner: int | None, doer: int | None) -> Iterator[int]:
    if tell.startswith(ROLE):
        role = tell.removeprefix(ROLE)
        yield from session.scalars(select(User.id).where(User.tenant_id == tenant_id, User.role == role))
        return
    if tell == "manager":
        user = session.get(User, owner) if owner else None
        who = user.manager_id if user is not None else None
    else:
        who = doer if tell == "promiser" else owner
    if who:
        yield who


def _may(session: Session, tenant_id: int, user_id: int) -> bool:
    user = session.get(User, user_id)
    return user is not None and refusal(tenant_id, user) is None
