"""The desk's section of feature switches."""

from __future__ import annotations

from bot.slack.commands.section import Deed, Section, Told
from bot.slack.commands.wording import Words
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, escape, section


def _show(visit: Visit) -> list[Block]:
    drawn = []
    for each in visit.app.features.listed(visit.tenant_id):
        verb, text = ("off", "Switch off") if each.on else ("on", "Switch on")
        mark = "✓" if each.on else "○"
        drawn.append(
            section(f"{mark} *{each.name}*\n{escape(each.does)}", view.do(text, f"features {verb} {each.name}"))
        )
    return drawn


def _on(visit: Visit, words: Words) -> Told:
    return f"{visit.app.features.switch(visit.tenant_id, words.said, on=True, by=visit.user).name} is on."


def _off(visit: Visit, words: Words) -> Told:
    return f"{visit.app.features.switch(visit.tenant_id, words.said, on=False, by=visit.user).name} is off."


SECTIONS = (
    Section(
        "features",
        "Feature switches",
        "what the whole team has, or does without",
        _show,
        deeds=(Deed("on", _on, "on nudges"), Deed("off", _off, "off nudges")),
    ),
)
