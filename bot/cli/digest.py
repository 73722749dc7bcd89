"""`rapport digest`"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import moment, person, tell, wired, zone
from bot.digests.checking import checked
from crm.digests.contents import VERBS
from crm.digests.listing import Listed, require_manager
from crm.digests.section import Content, Section
from crm.digests.target import set_target
from crm.digests.wording import said
from crm.errors import RejectedError

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.model import User

LINES = 5
NEEDS = {
    "list": "", "new": "NAME", "preview": "NAME", "add": "NAME SECTION|QUESTION", "remove": "NAME SECTION",
    "schedule": "NAME WORDS", "pause": "NAME", "resume": "NAME", "delete": "NAME", "target": "AMOUNT/PERIOD|off",
}  # fmt: skip
NO_CHANNEL = "A channel is set in Slack, where I can see it: /rapport digest schedule {name} {words}"


@click.command("digest")
@click.argument("name", metavar="NAME|VERB", default="list")
@click.argument("words", nargs=-1)
@click.option("--preview", is_flag=True, help="Show it as it would be now.")
@click.option("--as", "who", metavar="USER", help="Whose it is, and through whose eyes (e-mail or name).")
@click.option("--now", metavar="ISO", help="The moment it is as of.")
@click.option("--yes", is_flag=True, help="Delete without asking.")
@wired
def command(  # one argument for each option
    app: Rapport, name: str, words: tuple[str, ...], *, preview: bool, who: str | None, now: str | None, yes: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Digests for managers. `NAME --preview` shows one; `list`, `new NAME`, `add NAME SECTION or QUESTION`,
    `remove NAME SECTION`, `schedule NAME WORDS`, `pause NAME`, `resume NAME`, `delete NAME`, `target AMOUNT/PERIOD`.

    For example: rapport digest weekly --preview
    """
    tenant = app.tenants.home()
    user = person(app, tenant, who)
    if preview or name == "preview" or (name not in VERBS and not words):
        _previewed(app, tenant, words[0] if name == "preview" and words else name, user, now, as_json=as_json)
        return
    if name not in VERBS or name == "help":
        raise click.UsageError(f"There is no `rapport digest {name}`. There are: {', '.join(NEEDS)}.")
    _require(name, words)
    if name == "list":
        listed = app.digests.all(tenant, by=user)
        tell({"digests": [found(app, tenant, each) for each in listed]}, _lines(app, tenant, listed), as_json=as_json)
    elif name == "target":
        target = set_target(app.store, app.clock, tenant, " ".join(words), by=user)
        told = f"To be won: {target}." if target else "There is no target any more."
        tell({"target": asdict(target) if target else None}, [told], as_json=as_json)
    elif name == "delete":
        _delete(app, tenant, words[0], user, yes=yes, as_json=as_json)
    else:
        listed_one = _done(app, tenant, user, name, words)
        tell(found(app, tenant, listed_one), _lines(app, tenant, [listed_one]), as_json=as_json)


def _require(verb: str, words: tuple[str, ...]) -> None:
    needed = len(NEEDS[verb].split())
    if len(words) < needed or (len(words) > needed and verb not in {"add", "remove", "schedule", "target"}):
        raise click.UsageError(f"Use it like this: rapport digest {verb} {NEEDS[verb]}".rstrip())


def _done(app: Rapport, tenant: int, user: User | None, verb: str, words: tuple[str, ...]) -> Listed:
    book, name, text = app.digests, words[0], " ".join(words[1:])
    if verb == "new":
        return book.new(tenant, name, by=user)
    if verb == "add":
        return book.add(tenant, name, text, by=user, check=lambda words: checked(app, tenant, words, user))
    if verb == "remove":
        return book.remove(tenant, name, text, by=user)
    if verb == "pause":
        return book.pause(tenant, name, by=user)
    if verb == "resume":
        return book.resume(tenant, name, by=user)
    asked = said(text)
    if asked.channel_name or asked.channel:
        raise RejectedError(NO_CHANNEL.format(name=name, words=text))
    return book.schedule(tenant, name, asked, by=user, zone=zone(app, user).key)


def _delete(app: Rapport, tenant: int, name: str, user: User | None, *, yes: bool, as_json: bool) -> None:
    there = app.digests.get(tenant, name, by=user)
    if not yes:
        if as_json:
            raise RejectedError("Nothing was deleted. Add --yes to do it.")
        click.confirm(f"Delete the digest {there.name}, with its schedule?", abort=True)
    app.digests.delete(tenant, name, by=user)
    tell({"deleted": there.name}, [f"{there.name} is deleted."], as_json=as_json)


def _previewed(app: Rapport, tenant: int, name: str, user: User | None, now: str | None, *, as_json: bool) -> None:
    require_manager(tenant, user)
    digest = app.digests.get(tenant, name, by=user)
    at = moment(app, user, now)
    with app.rights.seeing(tenant, user):
        content = app.composer.compose(tenant, digest.id, now=at)
    tell(_told(content), list(_shown(content)), as_json=as_json)


def _told(content: Content) -> dict[str, Any]:
    sections = [
        {
            "section": each.kind, "title": each.title, "says": each.says, "note": each.note, "nothing": each.nothing,
            "failed": each.failed, "columns": list(each.columns), "rows": [list(row) for row in each.rows],
            "evidence": [line.evidence.model_dump(mode="json") for line in each.lines if line.evidence],
        }
        for each in content.sections
    ]  # fmt: skip
    return {
        "name": content.name, "period": content.period, "day": content.day, "sections": sections,
        "notes": content.notes,
    }  # fmt: skip


def _shown(content: Content) -> list[str]:
    lines = [click.style(f"{content.name} digest · {content.period}", bold=True)]
    for each in content.told:
        lines += ["", click.style(each.title, bold=True), each.says, *_rows(each)]
    quiet = [f"{each.title}: {each.says}" for each in content.sections if each.nothing]
    return [*lines, *(["", *quiet] if quiet else []), *content.notes]


def _rows(each: Section) -> list[str]:
    drawn = [f"  {name:<16} {now:>14} {before:>14}" for name, now, before in each.table.rows] if each.table else []
    for line in each.lines[:LINES]:
        drawn.append(f"  - {line.about}" + (f": {line.rest}" if line.rest else ""))
        drawn += [f"    “{line.evidence.quote}”"] if line.evidence and line.evidence.quote else []
    more = len(each.lines) - LINES
    return [*drawn, *([f"  … and {more} more"] if more > 0 else []), *([each.note] if each.note else [])]


def found(app: Rapport, tenant: int, each: Listed) -> dict[str, Any]:
    """One as a script reads it."""
    told = {name: value for name, value in asdict(each).items() if name not in {"items", "owner_id"}}
    return {**told, "sections": app.digests.shown(tenant, each.items)}


def _lines(app: Rapport, tenant: int, listed: list[Listed]) -> list[str]:
    return [line for each in listed for line in _line(app, tenant, each)]


def _line(app: Rapport, tenant: int, each: Listed) -> list[str]:
    when = f"{each.cron} {each.zone}" if each.cron else "not scheduled"
    where = f"#{each.channel_name}" if each.channel else "direct messages"
    state = "paused" if each.paused else f"next {each.next_at:%Y-%m-%d %H:%M} UTC" if each.next_at else "never again"
    last = f"; last {each.last_day} {each.last_state}" if each.last_day else ""
    return [
        f"{each.name}: {when}, {where} of {each.owner or 'nobody yet'}, {state}{last}",
        *(f"  {place}. {title}" for place, title in enumerate(app.digests.shown(tenant, each.items), start=1)),
    ]
