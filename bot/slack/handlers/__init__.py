"""Handlers, one file for each thing a person can do."""

from __future__ import annotations

from bot.slack.desk import Handler, Visit
from bot.slack.envelope import Envelope
from bot.slack.handlers import entry, home, question, teaching, words

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
        "ask_learn": teaching.again,
        "word_forget": teaching.forget,
    }
    return actions.get(str(envelope.pressed.get("action_id")).partition(":")[0], _nothing)


def _nothing(_visit: Visit) -> None:
    return
