"""`rapport reactions`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("reactions")
@click.argument("verb", type=click.Choice(["list", "on", "off"]), default="list")
@click.argument("name", required=False)
@wired
def command(app: Rapport, verb: str, name: str | None, *, as_json: bool) -> None:
    """What Rapport notices by itself and tells of: list it, or switch one of it on or off for the whole team."""
    if (verb == "list") != (name is None):
        raise click.UsageError("Use it like this: rapport reactions, or: rapport reactions off NAME")
    tenant = app.tenants.home()
    if name is not None:
        app.reactions.switch(tenant, name, on=verb == "on")
    listed = app.reactions.listed(tenant)
    if as_json:
        rows = [{**each.rule.model_dump(include={"name", "title", "severity", "tells", "cool_down"}),
                 "on": each.on, "noticed": each.count} for each in listed]  # fmt: skip
        show_json({"reactions": rows})
        return
    for each in listed:
        state = "on " if each.on else "off"
        tells = f"tells {', '.join(each.rule.tells)}"
        click.echo(f"{state}  {each.rule.name:<15} {each.count:>5}  {each.rule.title}; {tells}")
    click.echo("The numbers are of the last 30 days.")
