"""`rapport nudges`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.nudges.nudge import Acceptance, Suggestion

MOST = 20
HEAD = f"{'kind':<15} {'sent':>5} {'taken up':>9} {'later':>6} {'ignored':>8} {'no use':>7} {'wrong':>6}  what it is"
Told = tuple[dict[str, Any], list[str]]


@click.command("nudges")
@click.argument("verb", type=click.Choice(["list", "gather", "kinds", "export"]), default="list")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "who", metavar="USER", help="Whose nudges: an e-mail or a name.")
@click.option(
    "--format", "form", type=click.Choice(["parquet", "jsonl"]), help="Of an export; else by the file's name."
)
@wired
def command(app: Rapport, verb: str, file: Path | None, who: str | None, form: str | None, *, as_json: bool) -> None:
    """What Rapport suggests to people: what waits for somebody (`list --as USER`), look for more now (`gather`), what
    became of each kind (`kinds`), everything as rows to train on, redacted (`export FILE`).

    For example: rapport nudges list --as dana@northwind.example

    For example: rapport nudges export nudges.parquet
    """
    if (verb == "export") != (file is not None) or (form is not None and verb != "export"):
        raise click.UsageError("Use it like this: rapport nudges export FILE.parquet, or FILE.jsonl")
    if (verb == "list") != (who is not None):
        raise click.UsageError("Use it like this: rapport nudges list --as USER")
    tenant = app.tenants.home()
    if verb == "export" and file is not None:
        found = _export(app, tenant, file, form or file.suffix.lstrip(".").lower())
    elif verb == "gather":
        found = _gather(app, tenant)
    else:
        found = _list(app, tenant, who) if verb == "list" and who else _kinds(app, tenant)
    tell(*found, as_json=as_json)


def _list(app: Rapport, tenant: int, who: str) -> Told:
    user = app.tenants.user(tenant, who)
    waiting = app.nudges.waiting(tenant, user)
    lines = [line for each in waiting[:MOST] for line in _lines(each)]
    if len(waiting) > MOST:
        lines.append(f"{len(waiting) - MOST} more wait behind these.")
    return {"user": user.name, "nudges": [_row(each) for each in waiting]}, lines or [f"Nothing waits for {user.name}."]


def _gather(app: Rapport, tenant: int) -> Told:
    app.silence.sweep()
    found, noted = app.nudges.gather(tenant), app.nudges.outcomes(tenant)
    return {"new": found, "outcomes": noted}, [f"{found} new suggestions; {noted} outcomes of earlier ones noted."]


def _kinds(app: Rapport, tenant: int) -> Told:
    counted = app.nudges.acceptance(tenant)
    lines = [
        f"{'kind':<15} {'sent':>5} {'taken up':>9} {'later':>6} {'ignored':>8} {'no use':>7} {'wrong':>6}  what it is"
    ]
    lines += [_counts(each) for each in counted]
    rows = [{**_plain(each), "rate": each.rate} for each in counted]
    return {"kinds": rows}, lines


def _export(app: Rapport, tenant: int, file: Path, form: str) -> Told:
    count = app.nudges.export(tenant, file, form)
    return {"file": str(file), "format": form, "rows": count}, [f"{count} rows are in {file}."]


def _lines(each: Suggestion) -> list[str]:
    said = [f"{each.says}  ({each.score:.2f})"]
    said += [f"    {line.says}{f' ({line.when})' if line.when else ''}" for line in each.evidence]
    return [*said, f"    {' '.join(each.why)}"]


def _row(each: Suggestion) -> dict[str, Any]:
    return {
        "id": each.id, "kind": each.kind, "severity": each.severity, "says": each.says, "account": each.account,
        "contact": each.contact, "score": round(each.score, 4), "value": round(each.value, 4),
        "urgency": round(each.urgency, 4), "taste": round(each.taste, 4), "why": list(each.why),
        "evidence": [vars(line) for line in each.evidence], "draft": vars(each.draft),
        "due_at": each.due_at, "until": each.until,
    }  # fmt: skip


def _plain(each: Acceptance) -> dict[str, Any]:
    return {name: value for name, value in vars(each).items() if name != "title"} | {"title": each.title}


def _counts(each: Acceptance) -> str:
    rate = f"{each.rate:.0%}" if each.rate is not None else "-"
    return (
        f"{each.kind:<15} {each.sent:>5} {each.accepted:>4} {rate:>4} {each.later:>6} {each.ignored:>8} "
        f"{each.not_useful:>7} {each.wrong:>6}  {each.title}"
    )
