"""`rapport read`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import batch as lines
from bot.cli.common import moment, show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("read")
@click.argument("text", required=False)
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE", help="JSON lines of texts; - is stdin.")
@click.option("--now", metavar="ISO", help="Read as of this moment.")
@wired
def command(app: Rapport, text: str | None, batch: Path | None, now: str | None, *, as_json: bool) -> None:
    """Show what Rapport sees in a text: mood, periods, people, asks, personal data."""
    lines.one_of(text, batch)
    tenant = app.tenants.home()

    def read(item: dict[str, Any]) -> dict[str, Any]:
        at = moment(app, None, item.get("now") or now)
        return app.reader.read(tenant, item["text"], at).model_dump(mode="json")

    if batch is not None:
        with lines.open_batch(batch) as file:
            lines.run(file, read, needs="text")
        return
    found = read({"text": text or ""})
    if as_json:
        show_json({"id": None, **found})
    else:
        from bot.cli.tables import show_fields

        show_fields(found)
