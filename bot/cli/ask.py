"""`rapport ask`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import batch as lines
from bot.cli.common import moment, person, show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


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

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        user = person(app, tenant, item.get("as") or who)
        at = moment(app, user, item.get("now") or now)
        found = app.asker.ask(tenant, item["question"], user=user, now=at).model_dump(mode="json")
        return {"question": item["question"], **found}

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
