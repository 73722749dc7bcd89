"""`rapport correct`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import ROW_ID, person, show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("correct")
@click.argument("interaction", type=ROW_ID, metavar="ID")
@click.argument("field", metavar="FIELD")
@click.argument("value", metavar="VALUE")
@click.option("--as", "who", metavar="USER", help="Whose correction it is: an e-mail or a name.")
@wired
def command(app: Rapport, interaction: int, field: str, value: str, who: str | None, *, as_json: bool) -> None:
    """Say what an interaction's mood, account, summary, themes, intents, asks or commitments really are.

    ID is that of a citation (`rapport ask --json`). For example: rapport correct 17 mood neutral
    """
    tenant = app.tenants.home()
    user = person(app, tenant, who)
    with app.rights.seeing(tenant, user):
        after = app.corrections.correct(tenant, interaction, field, value, user)
    if as_json:
        show_json({"id": interaction, "field": field, "value": after})
    else:
        click.echo(f"{field} of interaction {interaction} is now {after}. It stays so.")
