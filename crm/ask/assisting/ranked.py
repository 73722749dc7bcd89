"""Clients by their mood: who said more in a good one than in a bad one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from crm.ask.answer import Citation
from crm.ask.assisting.scene import Scene
from crm.ask.rows.table import Table
from crm.ask.telling.figures import names
from crm.ask.telling.moods import LATELY, client_words
from crm.model import Account, Interaction, User

NAMED = 3
COLUMNS = ["client", "balance", "positive", "negative", "of total", "last one", "owner"]


def moods(scene: Scene) -> tuple[Table, list[Citation]]:
    """Every client of whom a mood is known, by the balance of what they said."""
    since, until = scene.within(LATELY)
    glad, sad = (func.sum(case((Interaction.mood == mood, 1), else_=0)) for mood in ("positive", "negative"))
    query: Any = (
        select(
            Account.name, glad, sad, func.count(Interaction.id), func.max(Interaction.occurred_at), User.name,
            Account.id,
        )
        .join(Interaction, Interaction.account_id == Account.id)
        .outerjoin(User, User.id == Account.owner_id)
        .where(
            Interaction.tenant_id == scene.tenant, Interaction.mood.is_not(None), client_words(Interaction),
            Interaction.occurred_at >= since, Interaction.occurred_at <= (until or scene.now),
        )
        .group_by(Account.id, Account.name, User.name)
    )  # fmt: skip
    found = [
        [
            row[0],
            round((row[1] - row[2]) / row[3], 2),
            int(row[1]),
            int(row[2]),
            int(row[3]),
            row[4].date().isoformat(),
            row[5],
            row[6],
        ]
        for row in scene.session.execute(query)
    ]
    found.sort(key=lambda row: (-row[1], -row[2], row[3], row[0]))
    table = Table(COLUMNS, [row[:-1] for row in found], len(found), [row[-1] for row in found])
    stretch = scene.plan.periods[0].text
    if not found:
        table.says = f"No client's mood is known in {stretch}."
        return table, []
    top, bottom = [row for row in found if row[1] > 0], [row for row in reversed(found) if row[1] < 0]
    said = f"{len(found):,} clients by mood in {stretch}, positive words less negative ones of all they said."
    said += f" Happiest: {_told(top)}." if top else " None said more in a good mood than in a bad one."
    said += f" Unhappiest: {_told(bottom)}." if bottom else ""
    table.says = said
    return table, []


def _told(rows: list[list[Any]]) -> str:
    return names([f"{row[0]} ({row[2]} positive, {row[3]} negative of {row[4]})" for row in rows[:NAMED]])
