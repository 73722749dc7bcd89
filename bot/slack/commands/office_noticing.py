"""The desk's section of what Rapport notices by itself: its rules, and what people make of its suggestions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, context, escape, section
from crm.nudges.nudge import Acceptance


def _show(visit: Visit) -> list[Block]:
    habits = visit.app.nudge_habits.team(visit.tenant_id)
    quiet = "–".join(f"{each:%H:%M}" for each in habits.quiet)
    told = f"*Nudges* · quiet {quiet}, at most {habits.budget} a day, for whoever said nothing of their own"
    drawn = [section(told, view.form("Change", "reactions", "habits")), *_accepted(visit)]
    return [*drawn, section("*What is noticed*; counts are of the last 30 days"), *_rules(visit)]


def _accepted(visit: Visit) -> list[Block]:
    """What people make of suggestions, kind by kind."""
    lines = [_kind(each) for each in visit.app.nudges.acceptance(visit.tenant_id) if each.sent]
    return [section("\n".join(lines))] if lines else [context("No suggestion was sent yet.")]


def _kind(each: Acceptance) -> str:
    rate = f"{each.rate:.0%} accepted" if each.rate is not None else "none answered yet"
    parts = [f"{each.not_useful} not useful", f"{each.wrong} wrong", f"{each.ignored} ignored"]
    return f"• {escape(each.title)}: {each.sent} sent, {rate}, {', '.join(parts)}"


def _inputs(visit: Visit, _about: str) -> list[Block]:
    habits = visit.app.nudge_habits.team(visit.tenant_id)
    quiet = "-".join(f"{each:%H:%M}" for each in habits.quiet)
    return [
        view.choice("name", "What", [("quiet", "quiet hours"), ("days", "working days"), ("budget", "messages a day")]),
        view.line("value", "For whoever said nothing", hint="19:00-8:00, mon-fri, or 3", value=quiet),
    ]


def _writes(_about: str, said: Mapping[str, str]) -> str:
    return f"{said.get('name', '')} {said.get('value', '')}"


def _setter(name: str) -> Callable[[Visit, Words], Told]:
    def run(visit: Visit, words: Words) -> Told:
        visit.app.nudge_habits.change_team(visit.tenant_id, name, words.text, by=visit.user)
        return f"{name} of nudges is {words.text} now, for whoever said nothing of their own."

    return run


def _rules(visit: Visit) -> list[Block]:
    drawn: list[Block] = []
    for each in visit.app.reactions.listed(visit.tenant_id):
        tells = f"tells {', '.join(each.rule.tells)}"
        turn = view.do("Switch off", f"reactions off {each.rule.name}")
        turn = turn if each.on else view.do("Switch on", f"reactions on {each.rule.name}")
        state = "" if each.on else " · off"
        drawn.append(section(f"*{escape(each.rule.title)}* · {each.count:,}{state}\n{escape(tells)}", turn))
    return drawn or [context("There are no rules.")]


def _on(visit: Visit, words: Words) -> Told:
    rule = visit.app.reactions.switch(visit.tenant_id, words.said, on=True, by=visit.user.id)
    return f"“{rule.title}” is noticed again."


def _off(visit: Visit, words: Words) -> Told:
    rule = visit.app.reactions.switch(visit.tenant_id, words.said, on=False, by=visit.user.id)
    return f"“{rule.title}” is noticed no more."


SECTIONS = (
    Section(
        "reactions",
        "Nudges and what is noticed",
        "rules on and off, how often each, what people make of it",
        _show,
        deeds=(
            Deed("on", _on, "on anger"),
            Deed("off", _off, "off anger"),
            Deed("quiet", _setter("quiet"), "quiet 19:00-8:00"),
            Deed("days", _setter("days"), "days mon-fri"),
            Deed("budget", _setter("budget"), "budget 3"),
        ),
        forms=(Form("habits", "Change for all", "Save", _inputs, _writes),),
    ),
)
