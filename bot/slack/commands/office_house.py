"""The desk's sections about Rapport itself: how it is, and its language model."""

from __future__ import annotations

from bot.slack.commands.section import Deed, Section, Told
from bot.slack.commands.wording import Words
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views import status as status_view
from bot.slack.views.kit import Block, actions, context, escape, fields, section
from crm.errors import RejectedError

NO_MODEL = "No chat model is set; rules answer alone. To have one, set RAPPORT_OLLAMA_CHAT_MODEL."


def _status(visit: Visit) -> list[Block]:
    return [*status_view.blocks(visit.app.doctor.checks(visit.tenant_id)), actions(view.go("Look again", "status"))]


def _model(visit: Visit) -> list[Block]:
    chat = visit.app.chat
    if chat is None:
        return [section(escape(NO_MODEL)), context(f"Texts are embedded by {escape(visit.app.embedder.name)}.")]
    status = chat.status()
    where = "unknown" if status.on_gpu is None else f"{status.on_gpu:.0%} on the GPU"
    told = [
        ("Chat model", chat.name),
        ("Runs at", status.host),
        ("Reachable", "yes" if status.reachable else "no"),
        ("Memory", where),
        ("Embedder", visit.app.embedder.name),
    ]
    remedy = [] if status.present else [context("Rules answer meanwhile. `rapport model pull` has Ollama fetch it.")]
    return [fields(told), section(escape(status.message)), *remedy, actions(view.do("Warm it up", "model warm"))]


def _warm(visit: Visit, _words: Words) -> Told:
    if visit.app.chat is None:
        raise RejectedError(NO_MODEL)
    status = visit.app.chat.status()
    if not status.present:
        raise RejectedError(status.message)
    visit.app.chat.warm_up()
    visit.app.trail.note(visit.tenant_id, visit.user, "model.warm")
    return "The model is being loaded; until it is ready, rules answer."


SECTIONS = (
    Section("status", "How Rapport is", "what is up, what is not, and what to do about it", _status),
    Section(
        "model",
        "Language model",
        "which, where, whether it answers; load it now",
        _model,
        deeds=(Deed("warm", _warm, "warm", takes=False),),
    ),
)
