"""What Rapport says about itself."""

from __future__ import annotations

from bot.slack.views.kit import Block, context, section


def blocks() -> list[Block]:
    return [
        section(
            "*Ask me* about clients, deals, people and what was said:\n"
            "• unhappy clients last quarter\n• deals over 50k with no contact in 30 days\n• who owns Globex?"
        ),
        section(
            "*Tell me* what happened, in your own words:\n"
            "• called Jane at Acme, worried about price, follow up Friday\n"
            "I show what I would write; nothing is written before you press _Log it_, and you can undo it for a day."
        ),
        section(
            "*Let me listen*: `/rapport link Acme` in a channel keeps what is said there in Acme's record; "
            "`/rapport unlink` ends that. “Log this message” and “Log this thread” are in every message's ⋯ menu."
        ),
        context(
            "`/rapport ask …` · `/rapport log …` · `/rapport words` · `/rapport status` · `/rapport help` · "
            "or write to me directly."
        ),
    ]
