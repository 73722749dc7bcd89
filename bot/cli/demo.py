"""`rapport demo`"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.catchup import catch_up
from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.console.server import Console
    from bot.wiring import Rapport

PORT = 8765


@click.command("demo")
@click.option("--port", default=PORT, show_default=True, help="Port of the console on 127.0.0.1; 0 takes any free one.")
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and begin anew.")
@click.option("--no-wait", is_flag=True, help="Set up, check, and stop at once.")
@wired
def command(app: Rapport, *, port: int, fresh: bool, no_wait: bool, as_json: bool) -> None:
    """A sample company, and a console in the browser to try Rapport in. Needs no Slack and no model."""
    from bot.demo import Demo

    demo = Demo(app, port=port, fresh=fresh)
    notes = fill(demo.app, quiet=as_json)
    console = demo.start()
    if as_json:
        show_json({"url": console.url, "notes": notes})
    else:
        _say(console, notes)
    if not no_wait:
        from bot.cli.run import wait_for_end

        wait_for_end()
    demo.stop()


def fill(app: Rapport, *, quiet: bool) -> list[str]:
    """Imports the sample company as any export would be; nothing where it is in already."""
    from bot.sample import write_export
    from bot.sample.identity import COMPANY

    tenant = app.tenants.home()
    with tempfile.TemporaryDirectory() as folder:
        write_export(Path(folder), app.clock.now().date())
        report = app.importer.run(tenant, Path(folder), rejects=app.settings.home / "rejects.csv")
    counts = ", ".join(f"{file.rows} {file.kind or file.entity}s" for file in report.files)
    return [f"{COMPANY} is in: {counts}.", *catch_up(app, tenant, quiet=quiet)]


def _say(console: Console, notes: list[str]) -> None:
    for note in notes:
        click.echo(note)
    click.secho(f"\nOpen {console.url} in a browser. Stop with Ctrl-C.", bold=True)
