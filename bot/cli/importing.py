"""`rapport import`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


READ_AT_ONCE = 500  # interactions that a command reads deeper, the newest: `rapport run` reads the rest


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
    with _Progress(quiet=as_json) as progress:
        report = app.importer.run(tenant, folder, mapping=mapping, rejects=rejects, progress=progress.show)
    notes = [] if no_index else catch_up(app, tenant, quiet=as_json)
    if as_json:
        show_json({**report.model_dump(mode="json"), "notes": notes})
        return
    for line in [*report.lines(), *notes]:
        click.echo(line)


def catch_up(app: Rapport, tenant_id: int, *, quiet: bool, newest: int = READ_AT_ONCE) -> list[str]:
    """Indexes what is waiting and reads the `newest` deeper; what cannot be done now is said, and done later by
    `rapport run`.
    """
    from crm.errors import RapportError

    done = 0
    try:
        with _Progress(quiet=quiet) as progress:
            total = app.indexer.lag(tenant_id).count
            while step := app.indexer.run_once(tenant_id):
                done += step
                progress.show("indexing", done, max(done, total))
    except RapportError as error:
        return [f"Not everything is searchable by meaning yet: {error.message} `rapport run` will catch up."]
    _read_newest(app, tenant_id, min(newest, READ_AT_ONCE), quiet=quiet)
    return [f"{done} interactions indexed."] if done else []


def _read_newest(app: Rapport, tenant_id: int, most: int, *, quiet: bool) -> None:
    """Reads the newest interactions deeper; `rapport run` reads the rest."""
    read = 0
    with _Progress(quiet=quiet) as progress:
        while read < most and (step := app.interaction_readings.run_once(tenant_id)):
            read += step
            progress.show("reading", read, most)


class _Progress:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True)
        self._bar = Progress(console=console, transient=True, disable=quiet or not console.is_terminal)
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> _Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=total)
        self._bar.update(self._tasks[what], completed=done, total=total)  # type: ignore[arg-type]
