"""The desk's section of digests; typed, they are `/rapport digest`, which managers have too."""

from __future__ import annotations

from bot.slack.commands.section import Deed, Section, Told
from bot.slack.commands.wording import Words
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, escape, section
from crm.digests.listing import Listed

MOST = 20
GOES = "It is sent no more, and its sections are forgotten."


def _show(visit: Visit) -> list[Block]:
    found = visit.app.digests.all(visit.tenant_id, by=visit.user)
    drawn: list[Block] = []
    for each in found[:MOST]:
        drawn += [section(_line(each)), actions(*_buttons(each))]
    hint = context("Make and fill one: `/rapport digest new NAME`, `/rapport digest add NAME: WHAT`.")
    return [*drawn, *([] if found else [context("There are no digests.")]), hint]


def _line(each: Listed) -> str:
    where = f"#{each.channel_name}" if each.channel_name else "direct messages"
    when = f"next {each.next_at:%a %-d %b %H:%M} UTC" if each.next_at else "not scheduled"
    state = "paused" if each.paused else when
    last = f"\nLast: {each.last_day:%-d %b}, {each.last_state}" if each.last_day and each.last_state else ""
    reason = f" ({each.last_reason})" if last and each.last_reason else ""
    by = f"by {each.owner} · " if each.owner else ""
    return f"*{escape(each.name)}* · {escape(f'{by}{where} · {state}')}{escape(last + reason)}"


def _buttons(each: Listed) -> list[Block]:
    turn = view.do("Resume", f"digests resume {each.name}") if each.paused else None
    return [
        turn or view.do("Pause", f"digests pause {each.name}"),
        view.do("Delete", f"digests delete {each.name}", GOES),
    ]


def _pause(visit: Visit, words: Words) -> Told:
    return f"{visit.app.digests.pause(visit.tenant_id, words.text, by=visit.user).name} is paused."


def _resume(visit: Visit, words: Words) -> Told:
    return f"{visit.app.digests.resume(visit.tenant_id, words.text, by=visit.user).name} is sent again."


def _delete(visit: Visit, words: Words) -> Told:
    visit.app.digests.delete(visit.tenant_id, words.text, by=visit.user)
    return f"{words.text} is deleted."


SECTIONS = (
    Section(
        "digests",
        "Digests",
        "what is sent when, and how the last one went",
        _show,
        deeds=(
            Deed("pause", _pause, "pause weekly"),
            Deed("resume", _resume, "resume weekly"),
            Deed("delete", _delete, "delete weekly", lambda words: f"Delete {words.text}? {GOES}"),
        ),
        typed=False,
    ),
)
