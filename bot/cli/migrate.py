"""`rapport migrate`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("migrate")
@wired
def command(app: Rapport, *, as_json: bool) -> None:
    """Bring the record to the newest schema. Other commands do this by themselves."""
    from crm.migrations import HEAD, current, upgrade
    from crm.store import Store

    store = Store(app.settings.record_url)
    before = current(store)
    changed = upgrade(store)
    if as_json:
        show_json({"before": before, "now": HEAD, "changed": changed})
    else:
        click.echo(f"The record is at schema {HEAD}{'' if changed else ' already'}.")
