"""The desk's section of sources: connect one, look at it now, pause it, and what is held up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words, quoted
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, cut, escape, section
from crm.errors import FatalError, RejectedError
from crm.intake.journal import Parked
from crm.model import Source, SourceState

MOST, MOST_HELD = 12, 10
EVERY = 300  # seconds between looks
SECRETS = ("password", "token", "secret")  # settings that name a secret, and never hold one
SECRET_NAME = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
HIDDEN = {"visible_to", "timeout"}
FIELDS = 10  # of a form
STAYS = "It is forgotten, with where it stood. What it brought stays in the record."
GOES = "It is left out of the record for good."


def _show(visit: Visit) -> list[Block]:
    sources = visit.app.sources.all(visit.tenant_id)
    drawn: list[Block] = [actions(*_kinds())]
    if not sources:
        drawn.append(context("Nothing is connected yet. The buttons above set a source up; secrets are only named."))
    for each in sources[:MOST]:
        drawn += [section(_line(each, visit.app.journal.counts(each))), actions(*_buttons(each))]
    if len(sources) > MOST:
        drawn.append(context(f"{len(sources) - MOST} more: `rapport source list` at the command line."))
    return [*drawn, *_held(visit.app.journal.parked(visit.tenant_id, MOST_HELD + 1))]


def _kinds() -> list[Block]:
    from connectors.registry import KINDS  # noqa: PLC0415

    offered = [kind for kind in KINDS if kind != "slack-channel"]  # that one is linked in its channel
    return [view.form(f"Connect {kind.replace('-', ' ')}", "source", "add", kind) for kind in offered]


def _line(source: Source, counts: Mapping[Any, int]) -> str:
    told = ", ".join(f"{count:,} {stage}" for stage, count in counts.items()) or "nothing yet"
    looked = f"last look {source.looked_at:%-d %b %H:%M} UTC" if source.looked_at else "not looked at yet"
    trouble = f"\n⚠ {escape(source.reason)}" if source.reason else ""
    return f"*{escape(source.name)}* · {escape(source.kind)} · {source.state.value} · {looked}\n{told}{trouble}"


def _buttons(source: Source) -> list[Block]:
    name = source.name
    on = source.state is SourceState.ON
    turn = view.do("Pause", f"source pause {name}") if on else view.do("Resume", f"source resume {name}")
    look = [view.do("Look now", f"source sync {name}")] if on else []
    retry = view.do("Try what is held up", f"source retry {name}")
    return [*look, turn, retry, view.do("Remove", f"source remove {name}", STAYS)]


def _held(parked: list[Parked]) -> list[Block]:
    if not parked:
        return [context("Nothing is held up.")]
    drawn = [section("*Held up until somebody decides*")]
    for each in parked[:MOST_HELD]:
        why = escape(cut(each.reason or "It failed again and again; the log has the place.", 300))
        drawn.append(section(f"#{each.id} · {escape(each.source)} · {each.received_at:%-d %b %H:%M}\n{why}"))
        again = view.do("Try again", f"source retry #{each.id}")
        drawn.append(actions(again, view.do("Leave it out", f"source skip #{each.id}", GOES)))
    more = [context("There are more: `rapport source items NAME --held-up`.")] if len(parked) > MOST_HELD else []
    return [*drawn, *more]


# --- setting one up ---------------------------------------------------------------------------------------------------


def _inputs(_visit: Visit, kind: str) -> list[Block]:
    from connectors.registry import module_of  # noqa: PLC0415

    known = module_of(kind).Settings.model_fields
    shown = [name for name in known if name not in HIDDEN]
    needed = [name for name in shown if known[name].is_required()]
    others = [name for name in shown if name not in needed]
    return [
        view.line("name", "What you call it", hint="Small letters, digits and dashes, such as sales-mailbox."),
        *(_input(name, known[name]) for name in (*needed, *others)[:FIELDS]),
    ]


def _input(name: str, field: Any) -> Block:
    hint = field.description or ""
    if name in SECRETS:
        hint = "The NAME of the secret, never the secret: its value goes as RAPPORT_SECRET__NAME into the environment."
    default = field.get_default(call_default_factory=True) if not field.is_required() else None
    value = "" if default is None else ",".join(map(str, default)) if isinstance(default, tuple) else str(default)
    return view.line(f"set_{name}", name.replace("_", " "), hint=hint, value=value, optional=not field.is_required())


def _written(kind: str, said: Mapping[str, str]) -> str:
    values = {name.removeprefix("set_"): value for name, value in said.items() if name.startswith("set_")}
    settings = "".join(f" {name}={quoted(value)}" for name, value in values.items())
    return f"add {quoted(said.get('name', ''))} {kind}{settings}"


def _add(visit: Visit, words: Words) -> Told:
    """`add NAME KIND SETTING=VALUE …`; a value that looks like a secret is refused before anything of it is kept."""
    from connectors.registry import module_of, settings_of  # noqa: PLC0415

    if len(words) != 2:
        raise RejectedError("Write it like this: source add old-mail mail-folder path=/srv/archive.mbox")
    name, kind = words.parts
    module_of(kind)
    values = {key: value for key, value in words.named.items() if value}
    for key in SECRETS:
        if key in values and not SECRET_NAME.fullmatch(values[key]):
            raise RejectedError(
                f"“{key}” is the name of a secret, in capitals, such as IMAP_PASSWORD; the secret itself never goes "
                "through Slack. If that was one, change it where it is from."
            )
    given = settings_of(kind, {key: _read(value) for key, value in values.items()})
    checked, every = given.model_dump(mode="json"), timedelta(seconds=EVERY)
    source = visit.app.sources.add(
        visit.tenant_id, name, kind, checked, every, announces=given.announces, by=visit.user.id
    )
    visit.app.jobs.enqueue_look(visit.tenant_id, source.id)
    missing = _missing(visit, checked)
    return f"{name} is a source now, and is looked at.{missing}"


def _read(value: str) -> Any:
    """Numbers, yes and no as such; a form holds words only."""
    plain: dict[str, Any] = {"true": True, "false": False, "True": True, "False": False}
    return plain.get(value, int(value) if value.isdecimal() and len(value) < 10 else value)


def _missing(visit: Visit, checked: Mapping[str, Any]) -> str:
    for name in SECRETS:
        if checked.get(name) and not (name == "password" and checked.get("token")):
            try:
                visit.app.settings.secret_named(str(checked[name]))
            except FatalError as error:
                return f" Its secret is missing: {error.message} Then resume it."
    return ""


# --- what is done with one --------------------------------------------------------------------------------------------


def _sync(visit: Visit, words: Words) -> Told:
    tenant = visit.tenant_id
    chosen = [visit.app.sources.get(tenant, words.said)] if words.said else visit.app.sources.all(tenant)
    looked = [each for each in chosen if words.said or each.state is SourceState.ON]
    if not looked:
        raise RejectedError("There is nothing to look at: no source is on.")
    for each in looked:
        if each.state is not SourceState.ON:
            raise RejectedError(f"{each.name} is {each.state.value}. Resume it first.")
        visit.app.jobs.enqueue_look(tenant, each.id)
        visit.app.trail.note(tenant, visit.user, "source.sync", row_id=each.id)
    return f"Being looked at now: {', '.join(each.name for each in looked)}."


def _pause(visit: Visit, words: Words) -> Told:
    visit.app.sources.pause(visit.tenant_id, words.said, by=visit.user.id)
    return f"{words.said} is paused; resumed, it goes on where it stood."


def _resume(visit: Visit, words: Words) -> Told:
    visit.app.sources.resume(visit.tenant_id, words.said, by=visit.user.id)
    return f"{words.said} is looked at again."


def _remove(visit: Visit, words: Words) -> Told:
    visit.app.sources.remove(visit.tenant_id, words.said, by=visit.user.id)
    return f"{words.said} is no source any more; what it brought stays."


def _retry(visit: Visit, words: Words) -> Told:
    app, tenant = visit.app, visit.tenant_id
    if words.said.startswith("#"):
        app.journal.retry_one(tenant, _number(words), by=visit.user.id, at=app.clock.now())
        app.jobs.enqueue_intake(tenant)
        return "It is tried again."
    source = app.sources.get(tenant, words.said)
    again, notes = app.journal.retry(source), app.outbox.retry(source)
    app.jobs.enqueue_intake(tenant)
    app.trail.note(tenant, visit.user, "source.retry", row_id=source.id, detail={"items": again, "notes": notes})
    return f"{again} items are tried again{f', {notes} notes are written at the next look' if notes else ''}."


def _skip(visit: Visit, words: Words) -> Told:
    app = visit.app
    app.journal.skip(visit.tenant_id, _number(words), by=visit.user.id, at=app.clock.now())
    return "It is left out."


def _number(words: Words) -> int:
    number = words.said.removeprefix("#")
    if not number.isdecimal() or len(number) > 18:
        raise RejectedError("Give the number of an item, such as #12. `/rapport source` shows what is held up.")
    return int(number)


SECTIONS = (
    Section(
        "source",
        "Sources",
        "connect, look now, pause; what is held up",
        _show,
        deeds=(
            Deed("add", _add, "add old-mail mail-folder path=/srv/archive.mbox"),
            Deed("sync", _sync, "sync old-mail", takes=False),
            Deed("pause", _pause, "pause old-mail"),
            Deed("resume", _resume, "resume old-mail"),
            Deed("remove", _remove, "remove old-mail", lambda words: f"Remove {words.said}? {STAYS}"),
            Deed("retry", _retry, "retry old-mail"),
            Deed("skip", _skip, "skip #12", lambda words: f"Leave {words.said} out? {GOES}"),
        ),
        forms=(Form("add", "Connect a source", "Connect", _inputs, _written),),
        examples=("source remove old-mail",),
    ),
)
