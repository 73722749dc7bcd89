"""The team's own words as messages."""

from __future__ import annotations

from bot.slack.views.kit import Block, actions, button, context, cut, escape, section
from crm.ask.record.dictionary import Entry

FORGET = "word_forget"  # action id; its value is the word's id
MOST = 40
USAGE = "`/rapport words add whale = account with revenue over 1m` · `/rapport words remove whale`"


def listed(entries: list[Entry]) -> list[Block]:
    if not entries:
        return [section("Your team has taught me no words of its own."), context(f"An admin can: {USAGE}")]
    lines = [f"• *{escape(each.phrase)}* – {escape(cut(each.meaning, 60))}" for each in entries[:MOST]]
    more = len(entries) - MOST
    notes = [f"{more} more: `rapport words` at the command line."] if more > 0 else []
    return [section("*Words of your team*\n" + "\n".join(lines)), context(*notes, f"Admins: {USAGE}")]


def added(entry: Entry) -> list[Block]:
    return [section(f"“{escape(entry.phrase)}” now means “{escape(entry.meaning)}”."), _undo(entry)]


def learnt(entry: Entry) -> list[Block]:
    return [context(f"I'll remember that “{escape(entry.phrase)}” means “{escape(entry.meaning)}”."), _undo(entry)]


def forgotten(phrase: str) -> list[Block]:
    return [context(f"“{escape(phrase)}” is forgotten.")]


def usage() -> list[Block]:
    return [section(f"Teach me words like this: {USAGE}")]


def _undo(entry: Entry) -> Block:
    return actions(button("Forget it", FORGET, str(entry.id)))
