"""`rapport retention`"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import tell, wired
from crm.errors import RejectedError, RetryableError

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from privacy.retention.due import Line
    from privacy.retention.retention import Shown

VERBS = {"list": (), "set": ("KIND", "DAYS|off"), "hold": ("ACCOUNT", "on|off"), "apply": ()}
LATER = "The rows are gone. The running bot holds the search index, so it does the rest by itself within the hour."


@click.command("retention")
@click.argument("verb", type=click.Choice(list(VERBS)), default="list")
@click.argument("said", nargs=-1, metavar="[KIND DAYS | ACCOUNT on|off]")
@click.option("--yes", is_flag=True, help="Do not ask.")
@wired
def command(app: Rapport, verb: str, said: tuple[str, ...], *, yes: bool, as_json: bool) -> None:
    """How long what is kept, and what would go now. `set KIND 730d` keeps a kind for so many days, `set KIND off` for
    good; `hold ACCOUNT on` keeps everything of an account, however old; `apply` removes what is due now (`rapport run`
    does it every night).

    For example: rapport retention set email 730d
    """
    if len(said) != len(VERBS[verb]) or (yes and verb != "apply"):
        raise click.UsageError(f"Use it like this: rapport retention {' '.join((verb, *VERBS[verb]))}")
    tenant = app.tenants.home()
    if verb == "set":
        app.retention.set(tenant, *said)
    elif verb == "hold":
        if said[1] not in {"on", "off"}:
            raise click.UsageError("A hold is on or off: rapport retention hold ACCOUNT on")
        app.retention.hold(tenant, said[0], on=said[1] == "on")
    elif verb == "apply":
        _apply(app, tenant, yes=yes, as_json=as_json)
        return
    shown = app.retention.shown(tenant)
    tell(found(shown), lines(shown), as_json=as_json)


def _apply(app: Rapport, tenant: int, *, yes: bool, as_json: bool) -> None:
    shown = app.retention.shown(tenant)
    if not shown.unfinished and not any(line.due for line in shown.lines):
        tell({"removed": {}}, ["Nothing is older than its rule keeps."], as_json=as_json)
        return
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise RejectedError("Nothing was removed. Add --yes to do it; `rapport retention` shows what would go.")
        click.echo("\n".join(lines(shown)))
        click.confirm("Remove this for good?", abort=True)
    try:
        removed = app.retention.apply(tenant)
    except RetryableError as error:
        if "in use by another Rapport process" not in error.message:
            raise
        tell({"state": "running"}, [LATER], as_json=as_json)
        return
    told = [f"  {kind:<12} {count:>10,}" for kind, count in removed.items()]
    tell({"removed": removed}, ["Removed:", *told], as_json=as_json)


def found(shown: Shown) -> dict[str, Any]:
    return {
        "rules": [asdict(line) for line in shown.lines],
        "held": [{"id": number, "account": name} for number, name in shown.held],
        "unfinished": shown.unfinished,
    }


def lines(shown: Shown) -> list[str]:
    """For a terminal."""
    told = [_line(each) for each in shown.lines]
    head = [f"  {'kind':<12} {'kept for':>12} {'would go':>10} {'held':>8}  oldest"]
    none = ["Everything is kept for good. For example: rapport retention set email 730d"]
    end = ["A run was cut off: rapport retention apply --yes ends it."] if shown.unfinished else []
    return [*([*head, *told] if told else none), *(f"On hold: {name} ({number})" for number, name in shown.held), *end]


def _line(line: Line) -> str:
    oldest = f"{line.oldest:%Y-%m-%d}" if line.oldest else "-"
    return f"  {line.kind:<12} {f'{line.days} days':>12} {line.due:>10,} {line.held:>8,}  {oldest}"
