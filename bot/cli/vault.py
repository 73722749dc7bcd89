"""`rapport vault`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from privacy.rotation import Rotated


@click.command("vault")
@click.argument("verb", type=click.Choice(["status", "rotate"]), default="status")
@wired
def command(app: Rapport, verb: str, *, as_json: bool) -> None:
    """The keys of originals: how they are kept; `rotate` makes new ones and wraps everything sealed anew.

    A rotation that was cut off goes on where it stood when it is run again.
    """
    if verb == "rotate":
        told = {tenant: app.rotation.rotate(tenant) for tenant in app.vault.keys.tenants()}
        lines = [line for tenant, each in told.items() for line in _rotated(tenant, each)]
        found = {"tenants": [{"tenant": tenant, **asdict(each)} for tenant, each in told.items()]}
        tell(found, lines or ["No key was needed yet, so there is none to change."], as_json=as_json)
        return
    rows = [_status(app, tenant) for tenant in app.vault.keys.tenants()]
    lines = [f"Keys are {app.vault.keys.says}."]
    lines += [f"tenant {each['tenant']}: key {each['generation']}, {each['former']} former" for each in rows]
    tell({"kept": app.vault.keys.says, "tenants": rows}, lines, as_json=as_json)


def _status(app: Rapport, tenant: int) -> dict[str, Any]:
    newest, *former = app.vault.keys.all(tenant)
    return {"tenant": tenant, "generation": newest.generation, "made_at": newest.made_at, "former": len(former)}


def _rotated(tenant: int, told: Rotated) -> list[str]:
    counts = ", ".join(f"{count} in {place}" for place, count in told.renewed.items()) or "nothing was left to wrap"
    lines = [f"tenant {tenant}: key {told.generation}; wrapped anew: {counts}."]
    if told.unreadable:
        lines.append(f"  {told.unreadable} originals open with no key here, so the former key is kept.")
    if told.until is not None:
        lines.append(f"  The former key goes after {told.until:%H:%M} UTC: rapport run does it, or this command again.")
    return lines
