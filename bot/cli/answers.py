"""`rapport answers`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.answers import Feedback


@click.command("answers")
@click.option("--verdict", type=click.Choice(["good", "bad"]), help="Only answers that were judged so.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help="So many, the newest first."
)
@wired
def command(app: Rapport, *, verdict: str | None, limit: int, as_json: bool) -> None:
    """What people thought of answers: the question, how it was understood, the verdict, the note."""
    from crm.model import Verdict

    tenant = app.tenants.home()
    found = app.answers.feedback(tenant, Verdict(verdict) if verdict else None, limit)
    lines = [{**asdict(each), "understood": _understood(app, tenant, each)} for each in found]
    if as_json:
        for line in lines:
            show_json(line)
    else:
        _show(lines)


def _understood(app: Rapport, tenant: int, given: Feedback) -> str:
    """The plan in words; empty where there was none, or where the record no longer has what it speaks of."""
    from pydantic import ValidationError

    from crm.ask.plan import QueryPlan

    if not given.plan:
        return ""
    try:
        return app.asker.restated(tenant, QueryPlan.model_validate(given.plan))
    except (ValidationError, LookupError):
        return ""


def _show(lines: list[dict[str, Any]]) -> None:
    if not lines:
        click.echo("Nobody has judged an answer yet.")
    for line in lines:
        click.secho(f"{line['verdict']:>4}  {line['question']}", bold=True)
        click.echo(f"      understood: {line['understood'] or 'not understood'}")
        if line["note"]:
            click.echo(f"      {line['by'] or 'somebody'}: {line['note']}")
