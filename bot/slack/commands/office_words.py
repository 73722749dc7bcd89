"""The desk's section of the team's own words; typed, they are `/rapport words`, which everybody may list."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words, quoted
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, cut, escape, section
from crm.errors import RejectedError

MOST = 40


def _show(visit: Visit) -> list[Block]:
    entries = visit.app.dictionary.entries(visit.tenant_id)
    drawn = [actions(view.form("Teach a word", "words", "add"))]
    drawn += [] if entries else [context("Your team has taught me no words of its own.")]
    for each in entries[:MOST]:
        told = f"*{escape(each.phrase)}* – {escape(cut(each.meaning, 80))}"
        drawn.append(section(told, view.do("Forget", f"words remove {quoted(each.phrase)}")))
    more = len(entries) - MOST
    return [*drawn, *([context(f"{more} more: `rapport words` at the command line.")] if more > 0 else [])]


def _inputs(_visit: Visit, _about: str) -> list[Block]:
    over = [("no", "no"), ("yes", "yes, also where it is used already")]
    return [
        view.line("phrase", "The word", hint="For example: whale"),
        view.line("meaning", "What it means", hint="For example: account with revenue over 1m"),
        view.choice("over", "Override what the record or Rapport means by it", over, "no"),
    ]


def _writes(_about: str, said: Mapping[str, str]) -> str:
    parts = " ".join((quoted(said.get("phrase", "")), quoted(said.get("meaning", ""))))
    return f"{'override' if said.get('over') == 'yes' else 'add'} {parts}"


def _add(visit: Visit, words: Words) -> Told:
    return _taught(visit, words, over=False)


def _override(visit: Visit, words: Words) -> Told:
    return _taught(visit, words, over=True)


def _taught(visit: Visit, words: Words, *, over: bool) -> str:
    if len(words) != 2:
        raise RejectedError("Give the word and its meaning.")
    entry = visit.app.dictionary.add(visit.tenant_id, *words.parts, user=visit.user, over=over)
    return f"“{entry.phrase}” now means “{entry.meaning}”."


def _remove(visit: Visit, words: Words) -> Told:
    return f"“{visit.app.dictionary.remove(visit.tenant_id, words.said, user=visit.user)}” is forgotten."


SECTIONS = (
    Section(
        "words",
        "Words",
        "the team's own words and what they stand for",
        _show,
        deeds=(
            Deed("add", _add, "add whale = account with revenue over 1m"),
            Deed("override", _override, "override deal = opportunity"),
            Deed("remove", _remove, "remove whale"),
        ),
        forms=(Form("add", "Teach a word", "Teach", _inputs, _writes),),
        typed=False,
    ),
)
