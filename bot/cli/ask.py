"""`rapport ask`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import batch as lines
from bot.cli.common import moment, person, show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.ask.turn import Turn


@click.command("ask")
@click.argument("text", required=False)
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE", help="JSON lines of questions; - is stdin.")
@click.option("--as", "who", metavar="USER", help="Ask as this user (e-mail or name).")
@click.option("--now", metavar="ISO", help="Answer as of this moment.")
@wired
def command(
    app: Rapport, text: str | None, batch: Path | None, who: str | None, now: str | None, *, as_json: bool
) -> None:
    """Ask a question of the record."""
    lines.one_of(text, batch)
    tenant = app.tenants.home()

    turns: dict[tuple[str, int | None], Turn] = {}  # the newest of each person in each conversation

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        user = person(app, tenant, item.get("as") or who)
        at = moment(app, user, item.get("now") or now)
        place = (item["thread"], user.id if user else None) if item.get("thread") else None
        found = app.asker.ask(tenant, item["question"], user=user, now=at, before=turns.get(place) if place else None)
        if place and found.plan and not found.abstained:
            turns[place] = turn(item["question"], found.plan)
        return {"question": item["question"], **found.model_dump(mode="json")}

    if batch is not None:
        with lines.open_batch(batch) as file:
            lines.run(file, answer, needs="question")
        return
    found = answer({"question": text or ""})
    if as_json:
        show_json({"id": None, **found})
    else:
        from bot.cli.tables import show_answer

        show_answer(found)


def turn(question: str, plan: dict[str, Any]) -> Turn:
    """What the next line of the same thread may speak of."""
    from crm.ask.plan import QueryPlan
    from crm.ask.turn import Turn

    return Turn(question, QueryPlan.model_validate(plan))
