"""Handlers, one file for each thing a person can do."""

from __future__ import annotations

from bot.slack.desk import Handler, Visit
from bot.slack.envelope import Envelope
from bot.slack.handlers import (
    correction,
    digest,
    entry,
    files,
    forgetting,
    home,
    keeping,
    nudge,
    office,
    question,
    teaching,
    verdict,
    words,
)
from bot.slack.views import correction as correction_view
from bot.slack.views import digest as digest_view
from bot.slack.views import digests as digests_view
from bot.slack.views import editor
from bot.slack.views import forgetting as forgetting_view
from bot.slack.views import home as home_view
from bot.slack.views import office as office_view
from bot.slack.views import verdict as verdict_view

__all__ = ["handler_of"]


def handler_of(envelope: Envelope) -> Handler:
    """The handler of a payload; one that does nothing where none is meant."""
    if envelope.sort == "event":
        return home.opened if envelope.event.get("type") == "app_home_opened" else words.message
    if envelope.sort == "command":
        return words.command
    if envelope.sort == "shortcut":
        kept = {keeping.MESSAGE: keeping.message, keeping.THREAD: keeping.thread}
        return kept.get(str(envelope.body.get("callback_id")), _nothing)
    if envelope.sort == "view":
        views = {
            editor.CALLBACK: entry.edited,
            verdict_view.CALLBACK: verdict.noted,
            correction_view.CALLBACK: correction.noted,
            office_view.CALLBACK: office.sent,
            **nudge.FORMS,
        }
        view = envelope.body.get("view")
        return views.get(str(view.get("callback_id") if isinstance(view, dict) else ""), _nothing)
    actions = {
        "log_confirm": entry.confirm,
        "log_edit": entry.edit,
        "log_discard": entry.discard,
        "log_undo": entry.undo,
        "task_done": home.done,
        home_view.LATER: home.later,
        "ask_again": question.again,
        "answer_csv": files.as_csv,
        "answer_chart": files.as_chart,
        verdict_view.GOOD: verdict.good,
        verdict_view.BAD: verdict.bad,
        verdict_view.SHARE: verdict.share,
        "ask_learn": teaching.again,
        "word_forget": teaching.forget,
        forgetting_view.CONFIRM: forgetting.confirmed,
        correction_view.OPEN: correction.opened,
        office_view.OPEN: office.opened,
        office_view.GO: office.gone,
        office_view.DO: office.did,
        office_view.FORM: office.form_opened,
        digest_view.CSV: digest.as_csv,
        digests_view.DELETE: digest.confirmed,
        digests_view.OFFERED: digest.offered,
        **nudge.ACTIONS,
    }
    return actions.get(str(envelope.pressed.get("action_id")).partition(":")[0], _nothing)


def _nothing(_visit: Visit) -> None:
    return
