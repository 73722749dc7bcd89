"""Clients in a mood, counted by who has them or by where they belong: `reps with the most unhappy clients`."""

from __future__ import annotations

from crm.ask.answer import Citation
from crm.ask.assisting.forms import Match
from crm.ask.assisting.scene import Scene, many
from crm.ask.plan import Condition, Group, Measure, Order, QueryPlan
from crm.ask.rows.sql import Table, run
from crm.ask.telling.figures import names
from crm.ask.telling.moods import in_mood

GLAD = frozenset({"happy", "satisfied", "delighted", "pleased", "glad", "positive", "happiest"})
WORDS = {"negative": "unhappy", "positive": "happy"}
FEWEST = frozenset({"fewest", "least", "lowest", "smallest"})
NAMED = 3
ALONE = ("last ", "this ", "since ", "yesterday", "today")  # periods that stand without “in”
HELD = "account.id"


def count_felt(plan: QueryPlan, match: Match, group: Group | None) -> None:
    """Writes into the plan what is counted, by what, and in which order."""
    plan.mood = "positive" if match.parts["feeling"].casefold() in GLAD else "negative"
    plan.group_by = [group or Group(field="user.name")]
    plan.order = [Order(measure=0, descending=match.parts.get("how", "").casefold() not in FEWEST)]


def felt(scene: Scene) -> tuple[Table, list[Citation]]:
    """How many clients in that mood each has, with evidence of the clients themselves."""
    plan = scene.plan
    clients, cited = in_mood(scene.session, plan, scene.vocabulary, scene.today)
    stretch = plan.periods[0].text if plan.periods else "the whole record"
    stretch = stretch if stretch.startswith(ALONE) else f"in {stretch}"
    mood = WORDS[plan.mood or "negative"]
    if not clients:
        return Table([plan.group_by[0].field, f"{mood} clients"], [], 0, says=f"No client was {mood} {stretch}."), []
    counted = QueryPlan(
        subject="account", shape="table", group_by=plan.group_by, order=plan.order,
        measures=[Measure(kind="count", label=f"{mood} clients")],
        filters=[Condition(field=HELD, op="in", values=[each.id for each in clients if each.id is not None])],
    )  # fmt: skip
    table = run(scene.session, counted, scene.vocabulary, scene.today, scene.now)
    end = "Most" if plan.order[0].descending else "Fewest"
    table.says = f"{many(len(clients), f'{mood} client')} {stretch}. {end}: {_first(table)}."
    return table, cited


def _first(table: Table) -> str:
    first = [f"{row[0]} ({row[1]})" for row in table.rows[:NAMED]]
    rest = len(table.rows) - len(first)
    return f"{', '.join(first)} and {rest} more" if rest > 0 else names(first)
