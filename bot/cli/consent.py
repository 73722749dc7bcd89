"""`rapport consent`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import person, tell, wired
from bot.cli.forget import show_candidates

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.governance.consent import Sheet, Standing

VERBS = ("list", "give", "withdraw")
USE = "Use it like this: rapport consent CONTACT, or rapport consent give|withdraw CONTACT --purpose models"


@click.command("consent")
@click.argument("said", nargs=-1, required=True, metavar="[list|give|withdraw] CONTACT")
@click.option("--purpose", metavar="P", help="What for: contact, nudges, models or marketing.")
@click.option("--basis", metavar="TEXT", default="", help="On what ground, and what shows it.")
@click.option("--as", "who", metavar="USER", help="Who notes it (e-mail or name).")
@wired
def command(
    app: Rapport, said: tuple[str, ...], *, purpose: str | None, basis: str, who: str | None, as_json: bool
) -> None:
    """What a contact (by e-mail, whole name or id) agreed to, purpose by purpose with its history. `give` and
    `withdraw` add an entry; the newest counts.

    For example: rapport consent withdraw jane@acme.example --purpose models --basis "her mail of 12 November"
    """
    from crm.governance.person import AmbiguousError

    verb, contact = ("list", said[0]) if len(said) == 1 else (said[0], said[-1])
    if len(said) > 2 or verb not in VERBS or (verb != "list") != bool(purpose) or (basis and verb == "list"):
        raise click.UsageError(USE)
    tenant = app.tenants.home()
    user = person(app, tenant, who)
    try:
        with app.rights.seeing(tenant, user):
            if purpose:
                given = verb == "give"
                sheet = app.consents.note(tenant, contact, purpose, given=given, by=user, basis=basis)
            else:
                sheet = app.consents.sheet(tenant, contact)
    except AmbiguousError as error:
        show_candidates(error, as_json=as_json)
    tell(_found(sheet), _lines(sheet), as_json=as_json)


def _found(sheet: Sheet) -> dict[str, Any]:
    purposes = [
        {**asdict(each), "history": [{**asdict(entry), "at": entry.at.isoformat()} for entry in each.history]}
        for each in sheet.standings
    ]
    return {"contact": {"id": sheet.contact_id, "name": sheet.name, "email": sheet.email}, "purposes": purposes}


def _lines(sheet: Sheet) -> list[str]:
    told = ", ".join(each for each in (sheet.name, sheet.email) if each)
    return [told, *(line for each in sheet.standings for line in _standing(each))]


def _standing(standing: Standing) -> list[str]:
    state = "given" if standing.given else "withheld"
    head = f"  {standing.purpose:<10} {state:<9} {standing.means}{'' if standing.history else ' (no entry)'}"
    return [head] + [
        f"    {entry.at:%Y-%m-%d %H:%M} {'given' if entry.given else 'withdrawn'}, noted by "
        f"{entry.by or 'the administrator'}, {entry.source}{f': {entry.basis}' if entry.basis else ''}"
        for entry in standing.history
    ]
