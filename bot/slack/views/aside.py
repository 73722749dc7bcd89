"""What Rapport says to what is no question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.views.answer import ASK
from bot.slack.views.kit import Block, actions, button, section


def small_talk() -> list[Block]:
    return [section("I'm here whenever you want to ask about a client or a deal, or tell me what happened.")]


def outside(examples: Sequence[str]) -> list[Block]:
    """Args: examples: questions that the record can be asked."""
    told = "The record cannot tell that: I know your clients, your deals and what was said."
    if not examples:
        return [section(told)]
    offered = [button(text, f"{ASK}:{place}", text) for place, text in enumerate(examples)]
    return [section(f"{told} You can ask, for example:"), actions(*offered)]
