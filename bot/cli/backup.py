"""`rapport backup`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.backup.taking import Made
    from bot.wiring import Rapport


@click.command("backup")
@click.argument("place", type=click.Path(path_type=Path), metavar="FOLDER|FILE.backup")
@click.option(
    "--keys",
    type=click.Path(path_type=Path),
    metavar="FOLDER|FILE.keys",
    help="Where the keys of originals go: never beside the backup.",
)
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Remove all but the newest N backups of the folder.")
@click.option("--without-vectors", is_flag=True, help="Smaller; after a restore the index is made anew.")
@wired
def command(
    app: Rapport, place: Path, *, keys: Path | None, keep: int | None, without_vectors: bool, as_json: bool
) -> None:
    """The record, originals and vectors of one moment in one file, while everything goes on.

    For example: rapport backup /mnt/backups --keys /mnt/elsewhere --keep 14
    """
    from bot.backup.taking import Backup, Wishes, told

    made = Backup(app).make(place, Wishes(keys=keys, vectors=not without_vectors, keep=keep or 0))
    tell(told(made), _lines(made), as_json=as_json)


def _lines(made: Made) -> list[str]:
    vectors = "no vectors" if made.vectors is None else f"{made.vectors:,} vectors"
    lines = [f"Written: {made.path} ({made.bytes / 1e6:,.1f} MB, {made.seconds:,.0f} s)"]
    lines.append(f"{made.rows:,} rows, {made.originals:,} originals, {vectors}.")
    if made.keys:
        lines.append(f"Keys: {made.keys}. Keep them away from the backup, and as safe.")
    lines += made.notes
    if made.removed:
        lines.append(f"{made.removed} older backups were removed.")
    return [*lines, "See whether it can be read: rapport restore FILE --check"]
