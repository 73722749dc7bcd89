"""Unhappy clients: whose own words were more bitter than glad in these days, each with a quote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm.ask.answer import Citation
from crm.ask.telling.moods import STRONG, UNSCORED, client_words
from crm.ask.telling.quotes import Score, by_mood, by_reader
from crm.digests.ground import Ground, counted
from crm.digests.section import Line, Section, nothing
from crm.digests.window import Window
from crm.errors import RapportError
from crm.model import Account, Interaction

KIND = "unhappy"
TITLE = "Unhappy clients"
MOST = 20  # clients of one digest
FIRST = 100.0  # how much more a word of feeling says than a tone
READ = 5  # whose texts are read for the sentence that says it best


@dataclass
class Heard:
    """What one client was heard to say. `bitter` are ids of interactions, the strongest first once it is sorted."""

    account_id: int
    name: str
    bitter: list[tuple[float, int]] = field(default_factory=list)
    glad: int = 0
    total: int = 0
    last: datetime | None = None

    @property
    def weight(self) -> float:
        return sum(strength * strength for strength, _ in self.bitter)

    @property
    def unhappy(self) -> bool:
        """Bitter words outweigh, and are strong or most of what was said."""
        count = len(self.bitter)
        strong = any(strength >= STRONG for strength, _ in self.bitter)
        return count > self.glad and (strong or (count > 1 and 2 * count > self.total))


def unhappy(ground: Ground) -> Section:
    found = unhappy_of(ground, ground.window)
    if not found:
        return nothing(KIND, TITLE, "nobody sounded unhappy.")
    earlier = {each.account_id for each in unhappy_of(ground, ground.window.before)}
    again = sum(each.account_id in earlier for each in found)
    says = f"{counted(len(found), 'client')} sounded unhappy"
    says += f", {again} of them {ground.window.then} too." if again else "."
    quotes = evidence(ground, found, "negative")
    lines = [
        Line(each.name, counted(len(each.bitter), "time"), quotes.get(each.account_id))
        for each in found
        if each.account_id in quotes or each.bitter
    ]
    rows = tuple((each.name, len(each.bitter), each.glad, each.total, _day(each)) for each in found)
    return Section(
        KIND, TITLE, says, tuple(lines), columns=("account", "negative", "positive", "heard", "last"), rows=rows
    )


def unhappy_of(ground: Ground, window: Window) -> list[Heard]:
    """The clients who sounded unhappy, the most so first; people who are not to be spoken of are not heard."""
    heard = [each for each in _heard(ground, window) if each.unhappy]
    return sorted(heard, key=lambda each: (-each.weight, each.name))[:MOST]


def _heard(ground: Ground, window: Window) -> list[Heard]:
    start, end = window.moments
    query = (
        select(
            Interaction.id, Interaction.account_id, Account.name, Interaction.mood, Interaction.mood_score,
            Interaction.occurred_at,
        )
        .join(Account, Account.id == Interaction.account_id)
        .where(
            Interaction.tenant_id == ground.tenant_id,
            Interaction.occurred_at >= start,
            Interaction.occurred_at < end,
            Interaction.mood.is_not(None),
            client_words(Interaction),
        )
        .order_by(Interaction.id)
    )  # fmt: skip
    rows = ground.session.execute(query).all()
    bitter = [row.id for row in rows if row.mood == "negative"]
    spoken = {row.id for row in ground.spoken_for(bitter)}
    clients: dict[int, Heard] = {}
    for row in rows:
        each = clients.setdefault(row.account_id, Heard(row.account_id, row.name))
        each.total += 1
        each.glad += row.mood == "positive"
        if row.id in spoken:
            each.bitter.append((abs(row.mood_score if row.mood_score is not None else UNSCORED), row.id))
            each.last = max(each.last or row.occurred_at, row.occurred_at)
    for each in clients.values():
        each.bitter.sort(reverse=True)
    return list(clients.values())


def evidence(ground: Ground, found: list[Heard], mood: str) -> dict[int, Citation]:
    """One quote a client, of what was said most strongly."""
    ids = [each.bitter[0][1] for each in found if each.bitter]
    rows = ground.spoken_for(ids)
    score = scored(ground, mood, [row.text or "" for row in rows[:READ]])
    cited = {each.id: each for each in ground.cite(rows, score)}
    return {row.account_id: cited[row.id] for row in rows if row.account_id is not None and row.id in cited}


def scored(ground: Ground, mood: str, texts: list[str]) -> Score:
    """What picks the sentence: words of feeling, and where there are none what the reader of moods hears."""
    words = by_mood(mood)
    if ground.moods is None:
        return words
    try:
        heard = by_reader(ground.moods, mood, texts)
    except RapportError:
        return words
    return lambda sentence: FIRST * words(sentence) + heard(sentence)


def strongest(ground: Ground, limits: list[Any], mood: str, most: int) -> dict[int, list[int]]:
    """Ids of the interactions of a mood, by client, the strongest first."""
    query = (
        select(Interaction.id, Interaction.account_id, Interaction.mood_score)
        .where(
            Interaction.tenant_id == ground.tenant_id,
            Interaction.mood == mood,
            Interaction.account_id.is_not(None),
            client_words(Interaction),
            *limits,
        )
        .order_by(Interaction.occurred_at.desc(), Interaction.id)
    )
    held: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for row in ground.session.execute(query):
        held[row.account_id].append((-abs(row.mood_score or UNSCORED), row.id))
    return {account: [id_ for _, id_ in sorted(each)[:most]] for account, each in held.items()}


def _day(heard: Heard) -> str | None:
    return heard.last.date().isoformat() if heard.last else None
