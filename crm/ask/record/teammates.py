"""What people of the team go by beside their names: first names, short forms of them, and what the record lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.language.lexicon import Sense, fixed, function_words, stop_words
from crm.ask.language.text import key, tokens
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.record.zones import add_zones
from crm.model import User
from crm.naming import common_words, nicknames, word_set

MOST = 200  # people beyond whom nobody goes by a pet name alone
LISTED = frozenset(
    {"known as", "nickname", "nick name", "nick", "goes by", "called", "alias", "short name", "preferred name", "aka"}
)
UNLISTED = word_set("staff employee team")  # words before such a header that say nothing more


def add_teammates(session: Session, vocabulary: Vocabulary) -> None:
    """Each person of a small team by what nobody else in the record goes by."""
    query = (
        select(User.name, User.attributes, User.timezone).where(User.tenant_id == vocabulary.tenant_id).limit(MOST + 1)
    )
    team = session.execute(query).all()
    if len(team) > MOST:
        return
    add_zones(vocabulary, (zone for _, _, zone in team))
    headers = [info.key for info in vocabulary.fields_of("user") if _lists(spoken(info.label))]
    spoken_of: dict[str, set[str]] = defaultdict(set)
    for name, attributes, _ in team:
        for called in _listed(attributes, headers):
            vocabulary.add(called, Sense("value", "user.name", name))
        for short in _short(name):
            spoken_of[short].add(name)
    for short, owners in spoken_of.items():
        if len(owners) == 1 and not _taken(short, vocabulary):
            vocabulary.partial[short].append(Sense("value", "user.name", next(iter(owners)), weight=0.8))


def _lists(label: str) -> bool:
    words = [word for word in label.casefold().replace("?", "").split() if word not in UNLISTED]
    return " ".join(words) in LISTED


def _listed(attributes: dict[str, Any], headers: list[str]) -> Iterator[str]:
    return (str(attributes[header]) for header in headers if attributes.get(header))


def _short(name: str) -> Iterator[str]:
    """Bo of Bo Halvorsen, whom names of three letters and more leave out; Bob of Robert."""
    words = tokens(name)
    if len(words) < 2:
        return
    first = words[0].fold
    yield from (each for each in (first, *nicknames().get(first, ())) if len(each) > 1)


def _taken(short: str, vocabulary: Vocabulary) -> bool:
    if short in stop_words() or short in function_words() or (short in common_words() and len(short) > 2):
        return True
    return bool(fixed().get(key(short)) or vocabulary.senses.get(key(short)) or vocabulary.partial.get(key(short)))
