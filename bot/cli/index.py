"""`rapport index`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.catchup import catch_up
from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("index")
@wired
def command(app: Rapport, *, as_json: bool) -> None:
    """Bring the search index up to date now. `rapport run` does this by itself."""
    tenant = app.tenants.home()
    notes = catch_up(app, tenant, quiet=as_json)
    swept = app.indexer.sweep(tenant)
    lag = app.indexer.lag(tenant)
    if as_json:
        show_json({"notes": notes, "removed": swept.removed, "requeued": swept.requeued, "waiting": lag.count})
    else:
        sweep = f"{swept.removed} stray passages removed, {swept.requeued} rows queued again."
        for note in [*notes, f"{lag.count} interactions wait.", sweep]:
            click.echo(note)
