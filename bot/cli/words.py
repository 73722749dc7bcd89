"""`rapport words`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.ask.record.dictionary import Entry


VERBS = {"list": (), "add": ("PHRASE", "MEANING"), "remove": ("PHRASE",)}


@click.command("words")
@click.argument("verb", type=click.Choice(list(VERBS)), default="list")
@click.argument("said", nargs=-1, metavar="[PHRASE [MEANING]]")
@click.option("--over", is_flag=True, help="Also where the record or Rapport uses the phrase already.")
@wired
def command(app: Rapport, verb: str, said: tuple[str, ...], *, over: bool, as_json: bool) -> None:
    """The team's own words: list them, add one with its meaning, remove one.

    For example: rapport words add whale "account with revenue over 1m"
    """
    if len(said) != len(VERBS[verb]):
        raise click.UsageError(f"Use it like this: rapport words {' '.join((verb, *VERBS[verb]))}")
    tenant = app.tenants.home()
    if verb == "add":
        entry = app.dictionary.add(tenant, *said, user=None, over=over)
        tell(_row(entry), [f"“{entry.phrase}” now means “{entry.meaning}”."], as_json=as_json)
    elif verb == "remove":
        gone = app.dictionary.remove(tenant, *said, user=None)
        tell({"removed": gone}, [f"“{gone}” is forgotten."], as_json=as_json)
    else:
        entries = app.dictionary.entries(tenant)
        lines = [_line(entry) for entry in entries]
        teach = 'No words yet. Teach one: rapport words add whale "account with revenue over 1m"'
        tell({"words": [_row(entry) for entry in entries]}, lines or [teach], as_json=as_json)


def _line(entry: Entry) -> str:
    by = ", ".join(part for part in (entry.origin.value, entry.added_by) if part)
    return f"{entry.phrase} = {entry.meaning}  {click.style(f'({by})', dim=True)}"


def _row(entry: Entry) -> dict[str, str | None]:
    return {
        "phrase": entry.phrase,
        "meaning": entry.meaning,
        "origin": entry.origin.value,
        "added_by": entry.added_by,
        "added_at": entry.added_at.isoformat(),
    }
