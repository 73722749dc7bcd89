"""`rapport features`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("features")
@click.argument("verb", type=click.Choice(["list", "on", "off"]), default="list")
@click.argument("name", required=False)
@wired
def command(app: Rapport, verb: str, name: str | None, *, as_json: bool) -> None:
    """What the whole team has, or does without: list it, or switch one on or off."""
    if (verb == "list") != (name is None):
        raise click.UsageError("Use it like this: rapport features, or: rapport features off NAME")
    tenant = app.tenants.home()
    if name is not None:
        app.features.switch(tenant, name, on=verb == "on", by=None)
    listed = app.features.listed(tenant)
    lines = [f"{'on ' if each.on else 'off'}  {each.name:<10} {each.does}" for each in listed]
    tell({"features": [asdict(each) for each in listed]}, lines, as_json=as_json)
