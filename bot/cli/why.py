"""`rapport why`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import person, tell, wired
from bot.cli.forget import show_candidates

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.governance.why import Value, Why


@click.command("why")
@click.argument("contact")
@click.option("--as", "who", metavar="USER", help="As this user sees it (e-mail or name).")
@wired
def command(app: Rapport, contact: str, *, who: str | None, as_json: bool) -> None:
    """Why a contact (by e-mail, name or id) is known: each value with how it came, and how much is kept about them.

    For example: rapport why jane@acme.example
    """
    from crm.governance.person import AmbiguousError

    tenant = app.tenants.home()
    try:
        with app.rights.seeing(tenant, person(app, tenant, who)):
            found = app.provenance.why(tenant, contact)
    except AmbiguousError as error:
        show_candidates(error, as_json=as_json)
    tell(_found(found), _lines(found), as_json=as_json)


def _found(why: Why) -> dict[str, Any]:
    contact = {"id": why.contact_id, "name": why.name}
    return {"contact": contact, "values": [_value(each) for each in why.values], "kept": why.kept}


def _value(value: Value) -> dict[str, Any]:
    origin = {name: each for name, each in asdict(value.origin).items() if each is not None}
    return {"field": value.field, "value": value.value, **origin}


def _lines(why: Why) -> list[str]:
    from crm.governance.why import said

    told = [f"  {each.field:<10} {each.value}: {said(each)}{_link(each)}" for each in why.values]
    kept = ", ".join(f"{name} {count}" for name, count in why.kept.items()) or "nothing else"
    return [why.name, *told, f"Kept about them: {kept}"]


def _link(value: Value) -> str:
    return f" {value.origin.met.url}" if value.origin.met and value.origin.met.url else ""
