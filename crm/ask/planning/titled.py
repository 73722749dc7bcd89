"""Rows by words of their titles: tasks with the word demo in them, deals named like a place."""

from __future__ import annotations

from crm.ask.language.lexicon import stop_words
from crm.ask.language.text import tokens
from crm.ask.plan import Condition
from crm.ask.planning.reading import Reading

NAMED_LIKE = ("named", "like")
ENDS = frozenset({"at", "for", "of", "by", "due", "in", "and", "or", "?"})


def read_titled(reading: Reading) -> None:
    """Keeps `tasks named like “demo”` as conditions on the title; whatever the words mean elsewhere is not meant."""
    words = reading.words()
    at = next((at for at in range(len(words) - 2) if tuple(words[at : at + 2]) == NAMED_LIKE), None)
    if at is None:
        return
    entity = next((each.value for item in reversed(reading.items[:at]) for each in item.all("entity")), None)
    title = f"{entity}.{reading.vocabulary.entity(entity).name_key}" if entity else ""
    if title not in reading.vocabulary.fields:
        reading.doubts += 1.0
        return
    for place in range(at, at + 2):
        reading.items[place].senses, reading.items[place].used = [], "filter"
    for item in reading.items[at + 2 :]:
        if item.text.casefold() in ENDS:
            break
        item.senses, item.number, item.period, item.used = [], None, None, "filter"
        for word in tokens(item.text):
            if word.fold not in stop_words() or len(reading.items) == at + 3:
                reading.pairs.append(Condition(field=title, op="contains", values=[word.raw]))
