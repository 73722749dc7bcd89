"""`rapport log`"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import batch as lines
from bot.cli.common import moment, person, show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("log")
@click.argument("text", required=False)
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE", help="JSON lines of messages; - is stdin.")
@click.option("--as", "who", metavar="USER", help="Log as this user (e-mail or name).")
@click.option("--now", metavar="ISO", help="As said at this moment.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking, also on a terminal.")
@wired
def command(
    app: Rapport,
    text: str | None,
    batch: Path | None,
    who: str | None,
    now: str | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Turn a sentence into an entry. On a terminal it asks before it writes; needs no model and no index."""
    lines.one_of(text, batch)
    tenant = app.tenants.home()

    def propose(item: dict[str, Any], *, write: bool) -> dict[str, Any]:
        from crm.log.proposal import LogResult

        begun = time.perf_counter()
        user = person(app, tenant, item.get("as") or who)
        at = moment(app, user, item.get("now") or now)
        with app.rights.seeing(tenant, user):
            found = app.logbook.propose(tenant, item["text"], user=user, now=at, save=write)
            if write and found.entry_id is not None:
                app.logbook.confirm(tenant, found.entry_id, user)
        return LogResult.of(found, (time.perf_counter() - begun) * 1000).model_dump(mode="json")

    if batch is not None:
        with lines.open_batch(batch) as file:
            lines.run(file, lambda item: propose(item, write=not dry_run), needs="text")
        return
    item = {"text": text or ""}
    asking = sys.stdin.isatty() and not (yes or dry_run or as_json)
    found = propose(item, write=not (dry_run or asking))
    if as_json:
        show_json({"id": None, **found})
        return
    _show(found)
    if asking and found["proposal"]["kind"] != "none" and click.confirm("Write it?"):
        found = propose(item, write=True)
        asking = False
    if found["entry_id"] and not (dry_run or asking):
        click.secho("Logged.", fg="green")


def _show(found: dict[str, Any]) -> None:
    from bot.cli.tables import show_fields

    if found["proposal"]["kind"] == "none":
        click.echo("Nothing to log in this.")
    for proposal in (found["proposals"] or [found["proposal"]]) if found["proposal"]["kind"] != "none" else []:
        show_fields(proposal)
    if found["missing"]:
        click.echo(f"Could not tell: {', '.join(found['missing'])}")
