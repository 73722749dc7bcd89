"""`rapport check`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.upkeep_notes import Inspected
    from bot.wiring import Rapport


@click.command("check")
@click.option("--remove-strays", is_flag=True, help="Remove originals that no row names.")
@wired
def command(app: Rapport, *, remove_strays: bool, as_json: bool) -> None:
    """Whether the index, originals and keys agree with the record; `rapport run` does this each night.

    Ends with 1 where something is lost.
    """
    tenant = app.tenants.home()
    removed = app.inspection.remove_strays(tenant) if remove_strays else 0
    found = app.inspection.run(tenant)
    lines = [*_lines(found), *([f"{removed:,} originals that no row named were removed."] if removed else [])]
    tell({**asdict(found), "removed_strays": removed}, lines, as_json=as_json)
    if found.lost or found.keyless:
        raise SystemExit(1)


def _lines(found: Inspected) -> list[str]:
    lines = [
        "The index is held by another process: it looks by itself."
        if found.removed is None
        else f"Index: {found.removed:,} vectors without a row removed, {found.requeued:,} rows queued again."
    ]
    if found.recall is not None:
        lines.append(f"It finds {found.recall:.1%} of the ten best passages ({found.questions} questions).")
    if found.lost is not None:
        lines.append(f"Originals: {found.lost:,} are missing, {found.strays:,} are named by no row.")
    lines.append(f"Sealed with a key that is not there: {found.keyless:,}.")
    return lines
