"""`rapport set`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, wired
from crm.nudges.habits import spoken
from crm.retention import KINDS

if TYPE_CHECKING:
    from bot.wiring import Rapport

NAMES = (
    "fiscal-year-start", "timezone", "competitors", "rights.accounts", "consent.default",
    "intake.internal", "intake.automatic", "intake.strangers", "intake.new-contacts",
    "nudges.quiet", "nudges.days", "nudges.budget", "nudges.brief",
    *(f"retention.{kind}" for kind in KINDS),
)  # fmt: skip


@click.command("set")
@click.argument("name", type=click.Choice(NAMES), required=False)
@click.argument("value", required=False)
@wired
def command(app: Rapport, name: str | None, value: str | None, *, as_json: bool) -> None:
    """What holds for the whole team: `fiscal-year-start` (a month, 1 to 12), `timezone` (such as Europe/Berlin),
    `competitors` (their names, separated by commas), and what its sources bring: `intake.internal`, `intake.automatic`,
    `intake.strangers` (keep or skip), `intake.new-contacts` (add or leave). `rights.accounts` says who sees which
    accounts: everyone, team or owner. `nudges.quiet` (19:00-8:00), `nudges.days` (mon-fri), `nudges.budget` (messages a
    day) and `nudges.brief` (on or off) hold for whoever did not choose themselves. `consent.default` says what holds of
    those who said nothing: given, or required first. `retention.email` and its like say for how many days a kind is
    kept, or off.

    Without a name it shows them.
    """
    tenant = app.tenants.home()
    if name is not None and value is None:
        raise click.UsageError(f"Give {name} a value.")
    if name == "rights.accounts" and value is not None:
        app.rights.set_accounts(tenant, value, by=None)
    elif name == "consent.default" and value is not None:
        app.consents.set_default(tenant, value, by=None)
    elif name is not None and value is not None and name.startswith("nudges."):
        app.nudge_habits.change_team(tenant, name.removeprefix("nudges."), value, by=None)
    elif name is not None and value is not None and name.startswith("retention."):
        app.retention.set(tenant, name.removeprefix("retention."), value)
    elif name is not None and value is not None:
        app.tenants.set(tenant, name.replace("-", "_"), value)
    found = {each.replace("_", "-"): kept for each, kept in app.tenants.settings(tenant).items()}
    found["rights.accounts"] = app.rights.policy(tenant).accounts.value
    found |= {f"nudges.{habit}": kept for habit, kept in spoken(app.nudge_habits.team(tenant)).items()}
    found["consent.default"] = app.consents.default(tenant)
    found |= {f"retention.{line.kind}": line.days for line in app.retention.shown(tenant).lines}
    if as_json:
        show_json(found)
        return
    for each, kept in found.items():
        click.echo(f"{each:>20}  {kept}")
