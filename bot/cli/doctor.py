"""`rapport doctor`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport

COLOURS = {"ok": "green", "warning": "yellow", "down": "red", "off": "bright_black"}


@click.command("doctor")
@wired
def command(app: Rapport, *, as_json: bool) -> None:
    """What is up, what is not, and what to do about it. Ends with 1 where something is down."""
    checks = app.doctor.checks()
    if as_json:
        show_json({"checks": [check.as_dict() for check in checks]})
    for check in checks if not as_json else []:
        click.echo(f"{click.style(f'{check.state:>8}', fg=COLOURS[check.state])}  {check.name:<9} {check.says}")
        if check.remedy:
            click.echo(f"{'':>20}{click.style(check.remedy, dim=True)}")
    if any(check.state == "down" for check in checks):
        raise SystemExit(1)
