"""`rapport source`"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.intake.journal import Entry
    from crm.model import Source


@click.group("source")
def command() -> None:
    """What the record hears from: mailboxes, calendars, help desks, folders."""


@command.command("kinds")
@wired
def kinds(app: Rapport, *, as_json: bool) -> None:  # noqa: ARG001
    """What can be a source, and what each is told."""
    from connectors.registry import KINDS, module_of

    told = {kind: _fields(module_of(kind)) for kind in KINDS}
    lines = [
        f"{kind}: {KINDS[kind]}\n    " + ", ".join(f"{name}={hint}" for name, hint in fields.items())
        for kind, fields in told.items()
    ]
    found = {kind: {"brings": KINDS[kind], "settings": fields} for kind, fields in told.items()}
    tell({"kinds": found}, lines, as_json=as_json)


@command.command("add")
@click.argument("name")
@click.argument("kind")
@click.argument("settings", nargs=-1, metavar="[SETTING=VALUE]…")
@click.option("--every", default=300, type=click.IntRange(1), metavar="SECONDS", help="Time between looks.")
@wired
def add(app: Rapport, name: str, kind: str, settings: tuple[str, ...], *, every: int, as_json: bool) -> None:
    """Set a source up. Secrets are named, never told: docs/connectors.md says where they go.

    For example: rapport source add old-mail mail-folder path=/srv/archive.mbox
    """
    from connectors.registry import settings_of

    checked = settings_of(kind, dict(map(_pair, settings)))
    told = checked.model_dump(mode="json")
    app.sources.add(app.tenants.home(), name, kind, told, timedelta(seconds=every), announces=checked.announces)
    said = f"{name} is a source now. `rapport sync {name}` looks at once; `rapport run` every {every} s."
    tell({"added": name}, [said], as_json=as_json)


@command.command("list")
@wired
def listed(app: Rapport, *, as_json: bool) -> None:
    """All sources: how each is, and what became of what it brought."""
    sources = app.sources.all(app.tenants.home())
    rows = [_row(each, app.journal.counts(each)) for each in sources]
    lines = [_line(row) for row in rows]
    tell({"sources": rows}, lines or ["No sources yet. `rapport source kinds` shows what can be one."], as_json=as_json)


@command.command("items")
@click.argument("name")
@click.option("--held-up", is_flag=True, help="Only what failed and waits, or is parked.")
@click.option("--limit", default=50, type=click.IntRange(1, 10_000), show_default=True)
@wired
def items(app: Rapport, name: str, *, held_up: bool, limit: int, as_json: bool) -> None:
    """What a source brought, newest first: how far each item is, and what holds it up."""
    source = app.sources.get(app.tenants.home(), name)
    entries = app.journal.entries(source, held_up=held_up, limit=limit)
    lines = [f"{each.stage:<10} {each.key}  {each.reason or ''}".rstrip() for each in entries]
    tell({"items": list(map(_item, entries))}, lines or ["Nothing."], as_json=as_json)


@command.command("retry")
@click.argument("name")
@wired
def retry(app: Rapport, name: str, *, as_json: bool) -> None:
    """Have a source's parked items tried again; notes that it refused are written at the next look."""
    tenant = app.tenants.home()
    source = app.sources.get(tenant, name)
    again, notes = app.journal.retry(source), app.outbox.retry(source)
    app.chain.run(tenant)
    lines = [f"{again} items were tried again.", *([f"{notes} notes are written at the next look."] if notes else [])]
    tell({"retried": again, "notes": notes}, lines, as_json=as_json)


@command.command("pause")
@click.argument("name")
@wired
def pause(app: Rapport, name: str, *, as_json: bool) -> None:
    """Look no more until it is resumed."""
    app.sources.pause(app.tenants.home(), name)
    tell(
        {"paused": name}, [f"{name} is paused. `rapport source resume {name}` goes on where it stood."], as_json=as_json
    )


@command.command("resume")
@click.argument("name")
@wired
def resume(app: Rapport, name: str, *, as_json: bool) -> None:
    """Look again, from where it stood."""
    app.sources.resume(app.tenants.home(), name)
    tell({"resumed": name}, [f"{name} is looked at again."], as_json=as_json)


@command.command("remove")
@click.argument("name")
@wired
def remove(app: Rapport, name: str, *, as_json: bool) -> None:
    """Forget a source and where it stood. What it brought stays in the record."""
    app.sources.remove(app.tenants.home(), name)
    tell({"removed": name}, [f"{name} is no source any more; what it brought stays."], as_json=as_json)


def _pair(setting: str) -> tuple[str, Any]:
    name, separator, value = setting.partition("=")
    if not separator or not name:
        raise click.UsageError(f"{setting!r} is no setting: write NAME=VALUE.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _fields(module: Any) -> dict[str, str]:
    return {
        name: "…" if field.is_required() else json.dumps(field.get_default(call_default_factory=True), default=str)
        for name, field in module.Settings.model_fields.items()
    }


def _row(source: Source, counts: dict[Any, int]) -> dict[str, Any]:
    return {
        "name": source.name,
        "kind": source.kind,
        "state": source.state.value,
        "looked_at": source.looked_at.isoformat() if source.looked_at else None,
        "failures": source.failures,
        "reason": source.reason,
        "items": counts,
    }


def _line(row: dict[str, Any]) -> str:
    counts = ", ".join(f"{count} {stage}" for stage, count in row["items"].items()) or "nothing yet"
    trouble = f"  {row['reason']}" if row["reason"] else ""
    return f"{row['name']} ({row['kind']}, {row['state']}): {counts}.{trouble}"


def _item(entry: Entry) -> dict[str, Any]:
    return {**entry.__dict__, "received_at": entry.received_at.isoformat()}
