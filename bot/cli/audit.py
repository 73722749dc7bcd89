"""`rapport audit`"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import ROW_ID, moment, person, show_json, tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.trail import Entry


@click.command("audit")
@click.argument("verb", type=click.Choice(["list", "verify"]), default="list")
@click.option("--by", "who", metavar="USER", help="Of this user (e-mail or name).")
@click.option("--action", metavar="ACTION", help="Of this kind: log, ask, export, rights, log.confirm, …")
@click.option("--entity", metavar="ENTITY", help="On rows of this kind.")
@click.option("--row", type=ROW_ID, metavar="ID", help="On this row.")
@click.option("--since", metavar="ISO", help="From this moment on.")
@click.option("--until", metavar="ISO", help="Before this moment.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True, help="The newest, at most.")
@wired
def command(app: Rapport, verb: str, limit: int, *, as_json: bool, **said: Any) -> None:
    """Who did and saw what: list it, the newest first, or verify that nobody changed, dropped or cut off entries.

    `verify` ends with 1 where somebody did.
    """
    tenant = app.tenants.home()
    if verb == "verify":
        _verify(app, tenant, as_json=as_json)
        return
    from crm.trail import Filters

    user = person(app, tenant, said["who"])
    filters = Filters(
        user.id if user else None, said["action"], said["entity"], said["row"], _at(app, said["since"], "--since"),
        _at(app, said["until"], "--until"),
    )  # fmt: skip
    entries = app.trail.entries(tenant, filters, limit)
    tell({"entries": [_row(each) for each in entries]}, [_line(each) for each in entries], as_json=as_json)


def _verify(app: Rapport, tenant: int, *, as_json: bool) -> None:
    found = app.trail.verify(tenant)
    if as_json:
        show_json(
            {"whole": found.whole, "entries": found.entries, "unchained": found.unchained, "problems": found.problems}
        )
    else:
        click.echo(f"{found.entries:,} entries of the chain, {found.unchained:,} from before it.")
        for problem in found.problems:
            click.secho(problem, fg="red")
        click.echo("Nobody tampered with it." if found.whole else "Compare with a backup: somebody changed the audit.")
    if not found.whole:
        raise SystemExit(1)


def _at(app: Rapport, said: str | None, option: str) -> datetime | None:
    return moment(app, None, said, option) if said else None


def _row(entry: Entry) -> dict[str, Any]:
    return {**vars(entry), "at": entry.at.isoformat()}


def _line(entry: Entry) -> str:
    what = " ".join(str(part) for part in (entry.entity, entry.row_id) if part is not None)
    detail = ", ".join(f"{name} {value}" for name, value in entry.detail.items())
    when, by = f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.by or "administrator"
    return f"{when}  {by:<20}  {entry.action:<16}  {what}  {detail}".rstrip()
