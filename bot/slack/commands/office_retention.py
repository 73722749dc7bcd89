"""The desk's section of retention: how long what is kept, what would go now, and its removal."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words, quoted
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, escape, section
from crm.errors import RejectedError
from crm.retention import KINDS
from privacy.retention.due import Line

GOES = "What is older than its rule keeps is removed for good, here and in the search index."


def _show(visit: Visit) -> list[Block]:
    shown = visit.app.retention.shown(visit.tenant_id)
    due = sum(line.due for line in shown.lines)
    forms = [view.form("Set a rule", "retention", "set"), view.form("Hold an account", "retention", "hold")]
    apply = [view.do(f"Remove {due:,} now", "retention apply", f"{due:,} rows: {GOES}")] if due else []
    drawn = [actions(*forms, *apply)]
    drawn += [
        section(_line(line), view.do("Keep for good", f"retention set {line.kind} off")) for line in shown.lines
    ] or [context("Everything is kept for good.")]
    drawn += [
        section(f"On hold: *{escape(name)}*", view.do("End the hold", f"retention hold #{number} off"))
        for number, name in shown.held
    ]
    cut_off = [context("A removal was cut off; Rapport goes on with it by itself.")] if shown.unfinished else []
    return [*drawn, *cut_off]


def _line(line: Line) -> str:
    oldest = f", the oldest of {line.oldest:%-d %b %Y}" if line.oldest else ""
    held = f", {line.held:,} held" if line.held else ""
    return f"*{escape(line.kind)}* is kept for {line.days:,} days\n{line.due:,} would go now{held}{oldest}"


def _set_inputs(_visit: Visit, _about: str) -> list[Block]:
    hint = "A number of days such as 730, or off to keep it for good."
    return [view.choice("kind", "What", [(kind, kind) for kind in KINDS]), view.line("days", "For how long", hint=hint)]


def _set_words(_about: str, said: Mapping[str, str]) -> str:
    return f"set {said.get('kind', '')} {quoted(said.get('days', ''))}"


def _hold_inputs(_visit: Visit, _about: str) -> list[Block]:
    return [view.line("account", "Account", hint="Its whole name, as the record has it.")]


def _hold_words(_about: str, said: Mapping[str, str]) -> str:
    return f"hold {quoted(said.get('account', ''))} on"


def _set(visit: Visit, words: Words) -> Told:
    if len(words) != 2:
        raise RejectedError("Write it like this: retention set email 730d")
    kind, days = words.parts
    rules = visit.app.retention.set(visit.tenant_id, kind, days, by=visit.user.id)
    kept = rules.days.get(kind)
    return f"{kind} is kept for {kept:,} days. Nothing was removed yet." if kept else f"{kind} is kept for good."


def _hold(visit: Visit, words: Words) -> Told:
    if words.last not in {"on", "off"} or len(words) < 2:
        raise RejectedError("Write it like this: retention hold Globex on")
    on = words.last == "on"
    name = visit.app.retention.hold(visit.tenant_id, words.but_last, on=on, by=visit.user.id)
    return f"Everything of {name} is kept, however old." if on else f"{name} is on hold no more."


def _apply(visit: Visit, _words: Words) -> Told:
    """In the queue of removals, which the nightly run takes too."""
    app, tenant, now = visit.app, visit.tenant_id, visit.app.clock.now()
    app.trail.note(tenant, visit.user, "retention.ask")
    if not app.jobs.enqueue_retention(tenant, f"{now:%Y-%m-%dT%H:%M:%S.%f}"):
        raise RejectedError("The queue is not open. At the command line: rapport retention apply")
    return "It is being removed. `/rapport retention` shows what is left."


SECTIONS = (
    Section(
        "retention",
        "Retention",
        "how long what is kept; what would go now",
        _show,
        deeds=(
            Deed("set", _set, "set email 730d"),
            Deed("hold", _hold, "hold Globex on"),
            Deed("apply", _apply, "apply", lambda _: f"Remove what is due now? {GOES}", takes=False),
        ),
        forms=(
            Form("set", "Set a rule", "Set", _set_inputs, _set_words),
            Form("hold", "Hold an account", "Hold", _hold_inputs, _hold_words),
        ),
        examples=("retention apply",),
    ),
)
