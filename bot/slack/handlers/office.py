"""The admin's desk: opened, gone through, used; the same deeds as typed, behind the same door."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from bot.slack.commands.command import REFUSED
from bot.slack.commands.desk import section_named, sections
from bot.slack.commands.section import Deed, Section
from bot.slack.commands.wording import words_of
from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.post import Place
from bot.slack.views import office as view
from bot.slack.views.kit import Block, context
from crm.errors import RejectedError, RetryableError
from crm.rights import unlimited

OLD = "This button is too old to work. Please open the desk again."
SLOW = "That took too long for Slack to open a form. Please press it again."
LATER = "A part of Rapport is not to be had now. Please try again."


# --- as it is typed ---------------------------------------------------------------------------------------------------


def opened(visit: Visit) -> None:
    """A button, or `/rapport admin`: the desk as a modal; where Slack opens none any more, its index as a message."""
    _require(visit, None)
    with unlimited():
        shown = view.index([(each.name, each.title, each.does) for each in sections(visit.user.role)])
    try:
        visit.post.open(str(visit.envelope.body.get("trigger_id")), view.page(shown))
    except RejectedError:
        if not visit.place.channel:
            raise
        visit.post.send(visit.place, view.message(shown))


def typed(visit: Visit, section: Section, words: str) -> None:
    """`/rapport SECTION [list | VERB …]`."""
    _require(visit, section)
    verb, _, rest = words.partition(" ")
    with unlimited():
        if verb.lower() in {"", "list"}:
            usage = [f"`/rapport {section.name} {each.usage}`" for each in section.deeds]
            blocks = view.message(section.show(visit), [context(" · ".join(usage))] if usage else [])
        else:
            blocks, _ = _carried_out(
                visit, section, f"{section.name} {verb.lower()} {rest.strip()}".strip(), sure=False
            )
    visit.post.send(visit.place, blocks)


# --- as it is pressed -------------------------------------------------------------------------------------------------


def gone(visit: Visit) -> None:
    """To a section of the desk, or back to its index."""
    name = pressed.value(visit)
    section = section_named(name) if name else None
    if name and section is None:
        raise RejectedError(OLD)
    _shown(visit, section, [])


def did(visit: Visit) -> None:
    """A button that does something; where it asked before, the answer was yes."""
    words = pressed.value(visit)
    section = section_named(words.partition(" ")[0])
    if section is None:
        raise RejectedError(OLD)
    if not _may(visit, section):
        _closed(visit)
        return
    with unlimited():
        blocks, _ = _carried_out(visit, section, words, sure=True)
    _shown(visit, section, blocks)


def form_opened(visit: Visit) -> None:
    """A button that opens a form: on top of the desk, or alone where it stands in a message."""
    name, _, rest = pressed.value(visit).partition(" ")
    form_name, _, about = rest.partition(" ")
    section = section_named(name)
    form = section.form(form_name) if section else None
    if section is None or form is None:
        raise RejectedError(OLD)
    if not _may(visit, section):
        _closed(visit)
        return
    body = visit.envelope.body
    place = {"section": name, "form": form_name, "about": about, "channel": visit.place.channel}
    with unlimited():
        sheet = view.sheet(place, form.title, form.submit, form.inputs(visit, about))
    trigger = str(body.get("trigger_id"))
    try:
        if _modal(body):
            visit.post.push(trigger, sheet)
        else:
            visit.post.open(trigger, sheet)
    except RejectedError:
        _shown(visit, section, view.failed(SLOW))


def sent(visit: Visit) -> None:
    """A form was sent: the command that it writes is carried out, and its section shown with what came of it."""
    form_view: dict[str, Any] = visit.envelope.body.get("view") or {}
    place = json.loads(form_view.get("private_metadata") or "{}")
    section = section_named(str(place.get("section") or ""))
    form = section.form(str(place.get("form") or "")) if section else None
    if section is None or form is None:
        raise RejectedError(OLD)
    root = str(form_view.get("root_view_id") or "")
    under = root if root != form_view.get("id") else ""
    if not _may(visit, section):
        if under:
            visit.post.update_view(under, view.page(view.failed(REFUSED)))
        return
    words = f"{section.name} {form.writes(str(place.get('about') or ''), view.values_of(form_view))}"
    with unlimited():
        blocks, done = _carried_out(visit, section, words, sure=False)
        shown = section.show(visit) if done or under else []
    if under:
        visit.post.update_view(under, view.page(shown, section.title, blocks))
        return
    channel = str(place.get("channel") or "") or visit.post.direct(visit.place.user)
    visit.post.send(
        Place(channel, visit.place.user, None, private=channel.startswith("D")), view.message(shown, blocks)
    )


# --- what all of them share -------------------------------------------------------------------------------------------


def _carried_out(visit: Visit, section: Section, words: str, *, sure: bool) -> tuple[list[Block], bool]:
    """Does what the words say, or asks first; with whether it was done.

    Args:
        words: the section's name, a verb, and what follows it.
        sure: it was asked already.
    """
    _, _, rest = words.partition(" ")
    verb, _, said = rest.partition(" ")
    deed = section.deed(verb)
    if deed is None:
        return view.failed(OLD), False
    try:
        return _told(visit, section, deed, said.strip(), sure=sure)
    except RejectedError as error:
        return view.failed(error.message), False
    except RetryableError as error:
        return view.failed(error.message or LATER), False


def _told(visit: Visit, section: Section, deed: Deed, said: str, *, sure: bool) -> tuple[list[Block], bool]:
    words = words_of(said)
    if deed.takes and not words.text:
        raise RejectedError(f"Use it like this: /rapport {section.name} {deed.usage}")
    if not sure and (question := deed.asks(words)):
        return view.asked(question, f"{section.name} {deed.verb} {said}".strip()), False
    told = deed.run(visit, words)
    return (view.done(told) if isinstance(told, str) else told), True


def _shown(visit: Visit, section: Section | None, note: list[Block]) -> None:
    """The page, where the button was pressed: in the desk's modal, else in its message."""
    if not _may(visit, section):
        _closed(visit)
        return
    with unlimited():
        if section is None:
            blocks, title = view.index([(s.name, s.title, s.does) for s in sections(visit.user.role)]), ""
        else:
            blocks, title = section.show(visit), section.title
    modal = _modal(visit.envelope.body)
    if modal:
        visit.post.update_view(modal, view.page(blocks, title, note))
    elif visit.place.channel:
        pressed.replace(visit, view.message(blocks, note))


def _closed(visit: Visit) -> None:
    """For somebody who is no admin (any more): what stood there goes."""
    modal = _modal(visit.envelope.body)
    if modal:
        visit.post.update_view(modal, view.page(view.failed(REFUSED)))
    elif visit.place.channel:
        visit.post.send(dataclasses.replace(visit.place, private=False), view.failed(REFUSED))


def _may(visit: Visit, section: Section | None) -> bool:
    return bool(sections(visit.user.role)) if section is None else visit.user.role in section.roles


def _require(visit: Visit, section: Section | None) -> None:
    if not _may(visit, section):
        raise RejectedError(REFUSED)


def _modal(body: dict[str, Any]) -> str:
    """The id of the modal that was used; "" where it was a message or the Home tab."""
    used = body.get("view")
    return str(used.get("id") or "") if isinstance(used, dict) and used.get("type") == "modal" else ""
