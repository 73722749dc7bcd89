"""`rapport restore`"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.backup")
@click.option("--check", is_flag=True, help="Only read it from end to end and say what is in it.")
@click.option("--keys", type=click.Path(path_type=Path), metavar="FILE.keys", help="The keys, or a folder of them.")
@click.option("--without-keys", is_flag=True, help="Go without them: originals open for nobody any more.")
@click.option(
    "--ledger", metavar="FILE|backup", help="The newest forgotten.jsonl; `backup` where nobody was forgotten."
)
@wired
def command(
    app: Rapport,
    file: Path,
    *,
    check: bool,
    keys: Path | None,
    without_keys: bool,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Bring a backup back, into an empty data folder and an empty database of any kind.

    For example: rapport --home /new/home restore rapport-20261120T150000Z.backup --keys rapport.keys --ledger backup
    """
    from bot.backup.restoring import Given, Restore

    if check:
        facts = Restore(app).check(file)
        rows = {name: each["rows"] for name, each in facts["tables"].items()}
        vectors = facts["vectors"]["count"] if facts["vectors"] else None
        found = {name: facts[name] for name in ("id", "made_at", "schema", "dialect", "originals")}
        lines = [
            f"It is whole: made {facts['made_at'][:16]} from {facts['dialect']}, schema {facts['schema']}.",
            f"{sum(rows.values()):,} rows, {facts['originals']['count']:,} originals, "
            + ("no vectors." if vectors is None else f"{vectors:,} vectors."),
        ]
        tell({**found, "rows": rows, "vectors": vectors}, lines, as_json=as_json)
        return
    told = Restore(app).run(file, Given(keys=keys, without_keys=without_keys, ledger=ledger))
    app.close()
    lines = [
        f"Restored: the record as it was at {told.made_at[:16]}Z ({told.seconds:,.0f} s).",
        f"{told.rows:,} rows, {told.originals:,} originals, {told.vectors:,} vectors.",
        f"{told.forgotten:,} people were forgotten anew." if told.forgotten else "",
        *told.notes,
    ]
    tell(asdict(told), [line for line in lines if line], as_json=as_json)
