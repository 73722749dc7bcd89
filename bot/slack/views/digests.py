"""The book of digests as messages: which there are, what is in each, when and where it goes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.views.kit import VALUE_LENGTH, Block, actions, button, context, escape, section
from crm.digests.listing import Listed
from crm.digests.telling import stated

DELETE = "digest_delete"  # action id; its value is the digest's name
OFFERED = "digest_offered"  # its value is "name:question"
MOST = 20
USAGE = (
    "`/rapport digest preview weekly` · `digest schedule weekly Mondays 8:30 for #sales` · "
    "`digest add weekly: unhappy clients last week` · `digest remove weekly: themes` · `digest new monthly` · "
    "`digest pause weekly` · `digest resume weekly` · `digest delete monthly` · `digest target 500000/quarter`"
)


def listed(found: Sequence[tuple[Listed, list[str]]]) -> list[Block]:
    drawn = [block for digest, titles in found[:MOST] for block in _one(digest, titles)]
    return [*drawn, context(USAGE)]


def one(digest: Listed, titles: list[str]) -> list[Block]:
    return [*_one(digest, titles), context(f"`/rapport digest preview {digest.name}` shows it.")]


def made(digest: Listed) -> list[Block]:
    return [
        section(f"*{escape(digest.name)}* is there, and empty."),
        context(f"`/rapport digest add {digest.name}: themes` or any question in your own words."),
    ]


def _one(digest: Listed, titles: list[str]) -> list[Block]:
    inside = ", ".join(f"{place} {escape(title)}" for place, title in enumerate(titles, start=1)) or "nothing yet"
    return [section(f"*{escape(digest.name)}* · {escape(stated(digest))}\nIn it: {inside}")]


def not_understood(name: str, message: str, readings: Sequence[str]) -> list[Block]:
    buttons = [
        button(text, f"{OFFERED}:{place}", f"{name}:{text}"[:VALUE_LENGTH]) for place, text in enumerate(readings[:5])
    ]
    return [section(escape(message)), *([context("Add one of these instead?"), actions(*buttons)] if buttons else [])]


def asked(digest: Listed) -> list[Block]:
    return [
        section(f"Delete the digest *{escape(digest.name)}* ({escape(stated(digest))})?"),
        actions(button("Delete it", DELETE, digest.name, "danger")),
        context("It cannot be undone. Nothing has changed yet."),
    ]


def deleted(name: str) -> list[Block]:
    return [section(f"The digest {escape(name)} is deleted.")]


def target(said: str | None) -> list[Block]:
    return [section(f"To be won: {escape(said)}." if said else "There is no target any more.")]


def usage() -> list[Block]:
    return [section(f"Use it like this: {USAGE}")]
