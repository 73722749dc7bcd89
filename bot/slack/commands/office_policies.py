"""The desk's section of what holds for the whole team: zone, year, competitors, consents, what sources bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, escape, section

CONSENT = "consent.default"
NAMES: dict[str, tuple[str, str]] = {  # what is set: what it is, and an example
    "timezone": ("The zone of people who have none of their own", "Europe/Berlin"),
    "fiscal-year-start": ("The month the fiscal year begins in, 1 to 12", "4"),
    "competitors": ("Competitors to listen for, separated by commas", "Acme, Globex"),
    CONSENT: ("What holds of people who said nothing: given or required", "required"),
    "intake.internal": ("Mails among ourselves: keep or skip", "skip"),
    "intake.automatic": ("Automatic mails: keep or skip", "skip"),
    "intake.strangers": ("Mails of strangers: keep or skip", "skip"),
    "intake.new-contacts": ("New people of known clients: add or leave", "add"),
}


def _show(visit: Visit) -> list[Block]:
    now = {**visit.app.tenants.settings(visit.tenant_id), CONSENT: visit.app.consents.default(visit.tenant_id)}
    drawn = []
    for name, (does, _) in NAMES.items():
        value = str(now.get(name.replace("-", "_"), "")) or "–"
        drawn.append(section(f"*{escape(does)}*\n{escape(value)}", view.form("Change", "set", "set", name)))
    others = [("Rights and tags", "rights"), ("Retention", "retention"), ("Rankings and other switches", "features")]
    return [*drawn, context("Elsewhere:"), actions(*(view.go(text, name) for text, name in others))]


def _inputs(visit: Visit, name: str) -> list[Block]:
    does, example = NAMES.get(name, ("", ""))
    now = visit.app.tenants.settings(visit.tenant_id).get(name.replace("-", "_"), "")
    return [view.line("value", does or "Value", hint=f"For example: {example}", value=str(now))]


def _written(name: str, said: Mapping[str, str]) -> str:
    return f"{name} {said.get('value', '')}"


def _setter(name: str) -> Callable[[Visit, Words], Told]:
    def run(visit: Visit, words: Words) -> Told:
        if name == CONSENT:
            visit.app.consents.set_default(visit.tenant_id, words.text, by=visit.user)
        else:
            visit.app.tenants.set(visit.tenant_id, name.replace("-", "_"), words.text, by=visit.user.id)
        return f"{name} is {words.text} now."

    return run


SECTIONS = (
    Section(
        "set",
        "Policies",
        "time zone, fiscal year, competitors, consents, what sources bring",
        _show,
        deeds=tuple(Deed(name, _setter(name), f"{name} {example}") for name, (_, example) in NAMES.items()),
        forms=(Form("set", "Change a policy", "Save", _inputs, _written),),
    ),
)
