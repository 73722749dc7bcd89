"""Handlers, one file for each thing a person can do."""

from __future__ import annotations

from bot.slack.desk import Handler, Visit
from bot.slack.envelope import Envelope
from bot.slack.handlers import entry, home, question, words

__all__ = ["handler_of"]


def handler_of(envelope: Envelope) -> Handler:
    """The handler of a payload; one that does nothing where none is meant."""
    if envelope.sort == "event":
        return home.opened if envelope.event.get("type") == "app_home_opened" else words.message
    if envelope.sort == "command":
        return words.command
    if envelope.sort == "view":
        return entry.edited
    actions = {
        "log_confirm": entry.confirm,
        "log_edit": entry.edit,
        "log_discard": entry.discard,
        "log_undo": entry.undo,
        "task_done": home.done,
        "ask_again": question.again,
    }
    return actions.get(action_of(envelope)[0].split(":")[0], _nothing)


def action_of(envelope: Envelope) -> tuple[str, str]:
    """The id and the value of the pressed button; two empty strings where there is none."""
    pressed = envelope.body.get("actions")
    first = pressed[0] if isinstance(pressed, list) and pressed and isinstance(pressed[0], dict) else {}
    return str(first.get("action_id") or ""), str(first.get("value") or "")


def _nothing(_visit: Visit) -> None:
    return
