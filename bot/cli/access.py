"""`rapport access`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import tell, wired
from bot.cli.forget import show_candidates

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("access")
@click.argument("person")
@click.option("--to", type=click.Path(dir_okay=False), metavar="FILE.zip", help="Where it is written; else here.")
@click.option("--from", "held_by", default="", metavar="TEXT", help="Who hands it over: your company and its address.")
@wired
def command(app: Rapport, person: str, *, to: str | None, held_by: str, as_json: bool) -> None:
    """Everything about a contact (by e-mail, whole name or id) as a ZIP to hand over: a page to read and print, the
    same for machines, and the originals.

    For example: rapport access jane@acme.example --to jane.zip
    """
    from crm.governance.person import AmbiguousError
    from privacy.access.access import keep

    try:
        made = app.access.export(app.tenants.home(), person, held_by=held_by)
    except AmbiguousError as error:
        show_candidates(error, as_json=as_json)
    path = keep(made, Path(to or made.filename))
    found = {
        "file": str(path),
        "sections": made.counts,
        "originals": len(made.originals),
        "not_included": made.left,
    }
    told = [
        f"  {name.replace('_', ' '):<22} {count:>6}"
        for name, count in {**made.counts, "originals": len(made.originals)}.items()
    ]
    left = [f"  not included: {each['what']} ({each['why']})" for each in made.left]
    tell(
        found,
        [f"Written: {path}", *told, *left, "It is personal data: delete it once it is handed over."],
        as_json=as_json,
    )
