"""`rapport import`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.catchup import catch_up
from bot.cli.common import show_json, wired
from bot.cli.progress import Progress

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--map", "mapping", type=click.Path(path_type=Path), metavar="FILE", help="Overrules what was inferred.")
@click.option("--rejects", type=click.Path(path_type=Path), metavar="FILE", help="Where rejected rows go.")
@click.option("--no-index", is_flag=True, help="Leave the search index to `rapport run`.")
@wired
def command(
    app: Rapport, folder: Path, mapping: Path | None, rejects: Path | None, *, no_index: bool, as_json: bool
) -> None:
    """Bring in any CRM's CSV export: infers which file is what and which column is what."""
    tenant = app.tenants.home()
    rejects = rejects or app.settings.home / "rejects.csv"
    with Progress(quiet=as_json) as progress:
        report = app.importer.run(tenant, folder, mapping=mapping, rejects=rejects, progress=progress.show)
    notes = [] if no_index else catch_up(app, tenant, quiet=as_json)
    if as_json:
        show_json({**report.model_dump(mode="json"), "notes": notes})
        return
    for line in [*report.lines(), *notes]:
        click.echo(line)
