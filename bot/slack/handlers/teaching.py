"""The team's own words in Slack: list, add, remove; and those learnt from a chosen reading."""

from __future__ import annotations

import json

from pydantic import ValidationError

from bot.slack.desk import Visit
from bot.slack.handlers import pressed, question
from bot.slack.views import words as words_view
from crm.ask.answer import Lesson
from crm.errors import RejectedError


def command(visit: Visit, text: str) -> None:
    """`/rapport words [list | add PHRASE = MEANING | override PHRASE = MEANING | remove PHRASE]`."""
    verb, _, rest = text.partition(" ")
    phrase, equals, meaning = rest.partition("=")
    dictionary = visit.app.dictionary
    match verb.lower():
        case "" | "list":
            blocks = words_view.listed(dictionary.entries(visit.tenant_id))
        case "add" | "override" if equals:
            over = verb.lower() == "override"
            blocks = words_view.added(dictionary.add(visit.tenant_id, phrase, meaning, user=visit.user, over=over))
        case "remove" if rest.strip():
            blocks = words_view.forgotten(dictionary.remove(visit.tenant_id, rest, user=visit.user))
        case _:
            blocks = words_view.usage()
    visit.post.send(visit.place, blocks)


def again(visit: Visit) -> None:
    """A suggested question was pressed that explains a word: it is answered, and the word remembered."""
    try:
        lesson = Lesson.model_validate(json.loads(pressed.value(visit)))
    except (ValueError, ValidationError):
        raise RejectedError("This button is too old to work. Please ask again.") from None
    question.chosen(visit, lesson.reading)
    entry = visit.app.dictionary.learn(visit.tenant_id, lesson.phrase, lesson.meaning, user=visit.user)
    if entry is not None:
        visit.post.send(visit.place, words_view.learnt(entry))


def forget(visit: Visit) -> None:
    phrase = visit.app.dictionary.forget(visit.tenant_id, pressed.row_id(visit), user=visit.user)
    pressed.replace(visit, words_view.forgotten(phrase))
