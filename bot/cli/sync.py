"""`rapport sync`"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.catchup import Ahead, catch_up
from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.intake.sync import Synced


@click.command("sync")
@click.argument("source", metavar="[SOURCE]", required=False)
@click.option("--no-index", is_flag=True, help="Leave the search index to `rapport run`.")
@wired
def command(app: Rapport, source: str | None, *, no_index: bool, as_json: bool) -> None:
    """Look at all sources now, or at one of them. `rapport run` does this by itself."""
    from crm.model import SourceState

    tenant = app.tenants.home()
    chosen = [app.sources.get(tenant, source)] if source else app.sources.all(tenant)
    ahead = None if no_index else Ahead(app, tenant)
    with ahead or nullcontext():
        looks = [_look(app, each.id, each.name) for each in chosen if source or each.state is not SourceState.PAUSED]
        taken_in = app.chain.run(tenant)
    taken_in += ahead.taken_in.done if ahead else 0
    notes = catch_up(app, tenant, quiet=as_json, newest=taken_in, done=ahead.indexed.done) if ahead else []
    if as_json:
        show_json({"sources": [asdict(look) for look in looks], "taken_in": taken_in, "notes": notes})
    else:
        hint = ["No sources yet. `rapport source kinds` shows what can be one."] if not chosen else []
        for line in [*hint, *(line for look in looks for line in _lines(look)), *notes]:
            click.echo(line)
    if any(look.error for look in looks):
        raise SystemExit(1)


def _look(app: Rapport, source_id: int, name: str) -> Synced:
    from crm.intake.sync import Synced

    busy = Synced(name, error="Another look at this source is running.")
    return app.sync.run(source_id) or busy


def _lines(look: Synced) -> list[str]:
    lines = [f"{look.source}: {look.new} new, {look.known} known, {look.broken} unreadable."]
    if look.written or look.withdrawn:
        lines.append(f"{look.source}: notes written there: {look.written}, taken back: {look.withdrawn}.")
    lines += [f"{look.source}: told of {look.announced} changes."] if look.announced else []
    lines += [f"{look.source}: not written there: {reason}" for reason in look.held_up]
    lines += [f"{look.source}: {drift}" for drift in look.drifts]
    return lines + ([f"{look.source}: {look.error}"] if look.error else [])
