"""Interactions as evidence: who said it, what of it carries the point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from crm.ask.answer import Citation
from crm.ask.telling.quotes import Score, by_words, courtesy, quote, sentences, shortened
from crm.display import display_all
from crm.model import Interaction
from crm.strangers import Strangers

Told = TypeVar("Told", bound=Any)  # an interaction, or a row with its account_id
MOST = 12  # citations of an answer
ACCOUNTS = 5  # clients that a listing quotes
EACH = 2  # quotes of one client, where several are listed


def with_names(root: Any) -> tuple[ORMOption, ...]:
    """What citing needs of an interaction, read along with it."""
    return selectinload(root.account), selectinload(root.contacts), selectinload(root.user)


def cite(
    session: Session,
    tenant_id: int,
    found: Sequence[Interaction],
    score: Score | None = None,
    quotes: dict[int, str] | None = None,
) -> list[Citation]:
    """One citation for each, in order; `quotes` are those a search has chosen already."""
    picked = score or by_words("")
    chosen = [_chosen(each, (quotes or {}).get(each.id), picked) for each in found[:MOST]]
    strangers = Strangers(session, tenant_id)
    named = [strangers.told(each, said) for each, said in zip(found, chosen, strict=False)]
    texts = display_all(session, tenant_id, named)
    return [
        Citation(
            kind=str(each.kind), id=each.id, source=each.source, occurred_at=each.occurred_at.isoformat(),
            quote=text, title=title(each), redacted=redacted, url=each.url,
        )
        for each, text, redacted in zip(found, texts, chosen, strict=False)
    ]  # fmt: skip


def _chosen(interaction: Interaction, told: str | None, score: Score) -> str:
    """What a search has picked, without the subject line and the greeting that it may begin with."""
    subject, text = interaction.subject or "", interaction.text or interaction.subject or ""
    if told is None:
        return quote(text, score)
    rest = told.strip().removeprefix(subject).strip() or told
    found = sentences(rest)
    said = " ".join(found)
    return quote(text, score) if not said or courtesy(said) else shortened(said)


def title(interaction: Interaction) -> str | None:
    """`Acme · Jane Holloway`: the client, and who spoke or was spoken to."""
    person = interaction.contacts[0].name if interaction.contacts else None
    account = interaction.account.name if interaction.account else None
    return " · ".join(part for part in (account, person) if part) or None


def spread(found: Sequence[Told], accounts: int = ACCOUNTS, each: int = EACH) -> list[Told]:
    """The first of every client, then the second: several clients are heard, in the order they came in."""
    held: dict[int | None, list[Told]] = defaultdict(list)
    for one in found:
        held[one.account_id].append(one)
    chosen = list(held.values())[:accounts]
    return [several[place] for place in range(each) for several in chosen if place < len(several)]
