"""`rapport columns`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.common import tell, wired
from crm.errors import RejectedError

if TYPE_CHECKING:
    from bot.wiring import Rapport

VERBS = {"list": (), "keep": ("NUMBER",), "ignore": ("NUMBER",), "again": ("SOURCE", "KIND", "COLUMN")}


@click.command("columns")
@click.argument("verb", type=click.Choice(list(VERBS)), default="list")
@click.argument("said", nargs=-1, metavar="[NUMBER | SOURCE KIND COLUMN]")
@wired
def command(app: Rapport, verb: str, said: tuple[str, ...], *, as_json: bool) -> None:
    """Columns that sources added, dropped or changed: what waits for a decision; `keep` one as it comes, `ignore` it
    from now on, take it in `again`.

    For example: rapport columns ignore 12
    """
    if len(said) != len(VERBS[verb]):
        raise click.UsageError(f"Use it like this: rapport columns {' '.join((verb, *VERBS[verb]))}")
    tenant = app.tenants.home()
    if verb == "again":
        app.columns.take_up(tenant, said[0], said[1], said[2], by=None)
        tell({"taken_up": said[2]}, [f"“{said[2]}” is taken in again from now on."], as_json=as_json)
    elif verb == "list":
        waiting, ignored = app.columns.waiting(tenant), app.columns.ignored(tenant)
        lines = [f"{each.id}  {each.source}  {each.says}" for each in waiting]
        lines += [f"ignored: {each.source}  {each.kind}  {each.column}" for each in ignored]
        found = {"waiting": [asdict(each) for each in waiting], "ignored": [asdict(each) for each in ignored]}
        tell(found, lines or ["Nothing waits, and nothing is ignored."], as_json=as_json)
    else:
        if not said[0].isdecimal() or len(said[0]) > 18:
            raise RejectedError("Give the number of a change. `rapport columns` shows those that wait.")
        told = app.columns.decide(tenant, int(said[0]), verb, by=None)
        tell({"number": int(said[0]), "decided": verb}, [told], as_json=as_json)
