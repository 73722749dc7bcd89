"""What a rule finds in an interaction, before it is a signal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.telling.quotes import by_mood, quote
from crm.model import Interaction, InteractionReading
from crm.reactions.rule import Rule
from crm.reading.asks import REPORTED, is_request
from crm.reading.voices import Team, client_words

TOGETHER = re.compile(r"(?i)\s*let['’]?s\b")
TOUCH = re.compile(r"(?i)\b(?:stay|keep|be) in touch\b|\blet me know (?:if|whether) (?:you|there)\b|\bfeel free\b")
MOST_STEPS = 3  # follow-ups of one interaction and rule
QUOTE = 300  # characters
MOST_VISITS = 500


@dataclass(frozen=True)
class Finding:
    """`part` tells findings of one rule in one interaction apart; `values` fill the rule's sentence."""

    rule: Rule
    part: str = ""
    quote: str = ""
    values: dict[str, str] = field(default_factory=dict)
    evidence: tuple[int, ...] = ()
    step: dict[str, Any] | None = None


def findings(session: Session, rule: Rule, row: Interaction, reading: InteractionReading) -> Iterator[Finding]:
    """What the rule finds; nothing for most interactions."""
    when = rule.when
    if when.silent or (when.kinds and row.kind not in when.kinds):
        return
    if any(str(row.attributes.get(name)) != value for name, value in when.attributes.items()):
        return
    if when.page and when.page not in str(row.attributes.get("page") or "").lower():
        return
    if when.mood and (row.mood != when.mood or not _strong(rule, row)):
        return
    if when.step:
        yield from _steps(rule, reading)
        return
    said = _said(rule, reading)
    if when.intents and said is None:
        return
    if when.count:
        yield from _counted(session, rule, row)
        return
    text, about = said or ("", "")
    if when.mood and not text:
        theirs = client_words(row.kind, row.direction, row.text, _team(session, row.tenant_id))
        text = quote(theirs or "", by_mood(when.mood))
    picked = text or str(reading.summary or "")
    yield Finding(rule, quote=picked[:QUOTE], values={"about": about or "another supplier"}, evidence=(row.id,))


def _team(session: Session, tenant_id: int) -> Team:
    """Read once a transaction: it takes every contact's name."""
    known: dict[int, Team] = session.info.setdefault("teams", {})
    if tenant_id not in known:
        known[tenant_id] = Team.of(session, tenant_id)
    return known[tenant_id]


def _strong(rule: Rule, row: Interaction) -> bool:
    """A mood that a person set has no score: it is as strong as it must be for the mildest rule."""
    if rule.when.below is None:
        return True
    return (row.mood_score if row.mood_score is not None else -0.5) <= rule.when.below


def _said(rule: Rule, reading: InteractionReading) -> tuple[str, str] | None:
    for intent in reading.intents:
        if intent.get("name") in rule.when.intents:
            return str(intent.get("text") or reading.summary or ""), str(intent.get("about") or "")
    return None


def _steps(rule: Rule, reading: InteractionReading) -> Iterator[Finding]:
    steps = [
        step
        for step in getattr(reading, rule.when.step)
        if step.get("side") == rule.when.side and (not rule.when.plain or _plainly(str(step.get("text") or "")))
    ]
    for step in steps[:MOST_STEPS]:
        words = str(step.get("text") or "")
        due = f" by {step['due']}" if step.get("due") else ""
        values = {"what": words[:200].rstrip(" .!?"), "due": f"{due}."}
        row_id = reading.interaction_id
        yield Finding(rule, part=digest(words), quote=words[:QUOTE], values=values, evidence=(row_id,), step=step)


def _plainly(ask: str) -> bool:
    """Asked of us in so many words; “let's” is of both, and a wish for contact asks for nothing."""
    return (is_request(ask) or REPORTED.search(ask) is not None) and not TOGETHER.match(ask) and not TOUCH.search(ask)


def _counted(session: Session, rule: Rule, row: Interaction) -> Iterator[Finding]:
    when = rule.when
    who = [each.id for each in row.contacts]
    like = select(Interaction).where(
        Interaction.tenant_id == row.tenant_id,
        Interaction.kind == row.kind,
        Interaction.occurred_at.between(row.occurred_at - timedelta(days=when.days), row.occurred_at),
    )
    if row.account_id is not None:
        like = like.where(Interaction.account_id == row.account_id)
    elif who:
        like = like.where(Interaction.contacts.any(id=who[0]))
    else:
        return
    found = [
        each
        for each in session.scalars(like.order_by(Interaction.occurred_at.desc()).limit(MOST_VISITS))
        if all(str(each.attributes.get(name)) == value for name, value in when.attributes.items())
        and when.page in str(each.attributes.get("page") or "").lower()
    ]
    if len(found) >= when.count:
        values = {"count": str(len(found)), "days": str(when.days), "page": when.page}
        yield Finding(rule, values=values, evidence=tuple(each.id for each in found[:10]))


def digest(words: str) -> str:
    return hashlib.blake2b(" ".join(words.casefold().split()).encode(), digest_size=8).hexdigest()
