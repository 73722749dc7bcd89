"""The desk's section of schema changes: columns that sources added or changed, and what is to become of them."""

from __future__ import annotations

from bot.slack.commands.section import Deed, Section, Told
from bot.slack.commands.wording import Words, quoted
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, escape, section
from crm.errors import RejectedError
from crm.intake.columns import Dropped, Waiting

MOST = 25


def _show(visit: Visit) -> list[Block]:
    waiting = visit.app.columns.waiting(visit.tenant_id, MOST + 1)
    drawn = [] if waiting else [context("No change of a source's columns waits for you.")]
    for each in waiting[:MOST]:
        drawn += [section(_line(each)), actions(*_buttons(each))]
    if len(waiting) > MOST:
        drawn.append(context("There are more; they follow when these are decided on."))
    ignored = visit.app.columns.ignored(visit.tenant_id)
    return [*drawn, *([section("*Ignored*")] if ignored else []), *map(_dropped, ignored[:MOST])]


def _line(change: Waiting) -> str:
    return f"*{escape(change.source)}* · {change.noticed_at:%-d %b}\n{escape(change.says)}"


def _buttons(change: Waiting) -> list[Block]:
    keep = view.do("Keep it" if change.ignorable else "Seen", f"columns keep {change.id}")
    return [keep, *([view.do("Ignore it", f"columns ignore {change.id}")] if change.ignorable else [])]


def _dropped(each: Dropped) -> Block:
    words = " ".join(("columns again", quoted(each.source), quoted(each.kind), quoted(each.column)))
    told = f"{escape(each.source)} · {escape(each.kind)}: “{escape(each.column)}”"
    return section(told, view.do("Take it in again", words))


def _keep(visit: Visit, words: Words) -> Told:
    return visit.app.columns.decide(visit.tenant_id, _number(words), "keep", by=visit.user)


def _ignore(visit: Visit, words: Words) -> Told:
    return visit.app.columns.decide(visit.tenant_id, _number(words), "ignore", by=visit.user)


def _again(visit: Visit, words: Words) -> Told:
    if len(words) != 3:
        raise RejectedError("Write source, kind and column: columns again crm account tier")
    visit.app.columns.take_up(visit.tenant_id, *words.parts, by=visit.user)
    return f"“{words.last}” is taken in again from now on."


def _number(words: Words) -> int:
    number = words.said.removeprefix("#")
    if not number.isdecimal() or len(number) > 18:
        raise RejectedError("Give the number of a change. `/rapport columns` shows those that wait.")
    return int(number)


SECTIONS = (
    Section(
        "columns",
        "Schema changes",
        "columns that sources added or changed: keep or ignore",
        _show,
        deeds=(
            Deed("keep", _keep, "keep 12"),
            Deed("ignore", _ignore, "ignore 12"),
            Deed("again", _again, "again crm account tier"),
        ),
    ),
)
