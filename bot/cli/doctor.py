"""`rapport doctor`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, tell, wired
from crm.errors import RejectedError

if TYPE_CHECKING:
    from bot.wiring import Rapport

COLOURS = {"ok": "green", "warning": "yellow", "down": "red", "off": "bright_black"}


@click.command("doctor")
@click.option(
    "--request", "code", metavar="CODE", help="What became of the request that somebody was told this code of."
)
@wired
def command(app: Rapport, *, code: str | None, as_json: bool) -> None:
    """What is up, what is not, and what to do about it. Ends with 1 where something is down."""
    if code is not None:
        _request(app, code, as_json=as_json)
        return
    checks = app.doctor.checks()
    if as_json:
        show_json({"checks": [check.as_dict() for check in checks]})
    for check in checks if not as_json else []:
        click.echo(f"{click.style(f'{check.state:>8}', fg=COLOURS[check.state])}  {check.name:<9} {check.says}")
        if check.remedy:
            click.echo(f"{'':>20}{click.style(check.remedy, dim=True)}")
    if any(check.state == "down" for check in checks):
        raise SystemExit(1)


def _request(app: Rapport, code: str, *, as_json: bool) -> None:
    from bot.telemetry.requests import LOGGED, find, request_of

    item = find(app.store, code)
    if item is None:
        raise RejectedError("No request of the newest 200,000 has this code.")
    request = request_of(item.tenant_id, item.id)
    found = {
        "request": request[:LOGGED],
        "trace": request,
        "tenant": item.tenant_id,
        "item": item.id,
        "state": item.state.value,
        "attempts": item.attempts,
        "reason": item.reason,
        "received_at": item.received_at.isoformat(),
        "done_at": item.done_at.isoformat() if item.done_at else None,
    }
    lines = [f"{name:>12}  {value}" for name, value in found.items() if value is not None]
    tell(found, [*lines, f"Its lines in the log: grep {request[:LOGGED]}"], as_json=as_json)
