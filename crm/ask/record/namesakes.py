"""Names of a record as words of its vocabulary: accounts, persons, products, deals, whole and by a part of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.language.lexicon import Sense, fixed, function_words, stop_words
from crm.ask.language.text import Token, key, tokens
from crm.ask.record.vocabulary import Vocabulary
from crm.model import Account, Contact, Deal, Outcome, Product, RelatedRecord, User
from crm.naming import word_set

MOST_CALLED = 500  # rows of an extra table: more are no things that people know by name
FIGURED = 2  # letters up to which a word with figures is a number: A1
LONGEST = 60
MOST_JUMBLED = 4  # words of a name that people may put in another order
MOST_NAMES = 50_000
WORDS_OF_FIRMS = word_set(
    "company corporation corp inc ltd llc group gmbh limited co the and international systems solutions global"
)


def add_names(session: Session, vocabulary: Vocabulary) -> None:
    """Adds every name of the record, who sells, who leads, and whether there are deals at all."""
    named: tuple[tuple[str, Any], ...] = (
        ("account", Account),
        ("user", User),
        ("product", Product),
        ("contact", Contact),
    )
    for entity, model in named:
        rows = select(model.name).where(model.tenant_id == vocabulary.tenant_id).limit(MOST_NAMES)
        for name in dict.fromkeys(session.scalars(rows)):
            _add_name(vocabulary, f"{entity}.name", name)
    deals = select(Deal.name).where(Deal.tenant_id == vocabulary.tenant_id).distinct().limit(MOST_NAMES)
    for name in session.scalars(deals):
        if whole := _spelt(name, last=False)[0]:
            vocabulary.sense(whole, Sense("value", "deal.name", name, weight=0.9))
    vocabulary.has_deals = (
        session.scalar(select(Deal.id).where(Deal.tenant_id == vocabulary.tenant_id).limit(1)) is not None
    )
    won = select(Deal.id).where(Deal.tenant_id == vocabulary.tenant_id, Deal.outcome == Outcome.WON).limit(1)
    vocabulary.has_won = session.scalar(won) is not None
    closed = select(Deal.id).where(Deal.tenant_id == vocabulary.tenant_id, Deal.close_date.is_not(None)).limit(1)
    if vocabulary.has_deals and "deal.opened_on" in vocabulary.observed and session.scalar(closed) is None:
        vocabulary.entities["deal"] = replace(vocabulary.entities["deal"], date_key="opened_on")
    above = select(User.manager_id).where(User.tenant_id == vocabulary.tenant_id, User.manager_id.is_not(None))
    vocabulary.managers.update(session.scalars(select(User.name).where(User.id.in_(above))))
    owners = select(Deal.owner_id).where(Deal.tenant_id == vocabulary.tenant_id, Deal.owner_id.is_not(None)).distinct()
    vocabulary.sellers.update(session.scalars(select(User.name).where(User.id.in_(owners))))


def add_called(session: Session, vocabulary: Vocabulary) -> None:
    """Rows of extra tables that go by names rather than numbers: blends, treatments, campaigns."""
    for name, entity in vocabulary.entities.items():
        if not entity.kind or name in vocabulary.numbered or f"{name}.external_id" not in vocabulary.observed:
            continue
        own = (RelatedRecord.tenant_id == vocabulary.tenant_id, RelatedRecord.kind == entity.kind)
        called = session.scalars(select(RelatedRecord.external_id).where(*own).limit(MOST_CALLED + 1)).all()
        if len(called) <= MOST_CALLED and all(_wordy(each or "") for each in called):
            for each in called:
                vocabulary.add(str(each), Sense("value", f"{name}.external_id", str(each)))


def settle_echoes(vocabulary: Vocabulary) -> None:
    """A client named in rows of its own is that client: “lead_name” of calls says no more than whose they are."""
    for senses in vocabulary.senses.values():
        if not any((sense.kind, sense.value) == ("value", "account.name") and sense.weight >= 1 for sense in senses):
            continue
        echoes = [
            sense
            for sense in senses
            if sense.kind == "value"
            and sense.value.endswith("_name")
            and vocabulary.path(sense.value.split(".")[0], "account")
        ]
        for each in echoes:
            senses.remove(each)


def _wordy(called: str) -> bool:
    """Whether it is made of words: a name, at most with a number behind."""
    letters = [word for word in called.split() if any(letter.isalpha() for letter in word)]
    return bool(letters) and all(word.isalpha() or len(word) > FIGURED for word in letters) and len(called) <= LONGEST


def _add_name(vocabulary: Vocabulary, ref: str, name: str) -> None:
    """Each name once a reference: its parts need no look whether they are there already."""
    whole, parts = _spelt(name, last=ref in {"user.name", "contact.name"})
    if whole:
        vocabulary.sense(whole, Sense("value", ref, name))
    partly = Sense("value", ref, name, weight=0.8)
    if ref == "product.name":
        parts = tuple(dict.fromkeys((*parts, *_jumbled(name))))
    for part in parts:
        vocabulary.partial[part].append(partly)


@lru_cache(maxsize=131_072)
def _spelt(name: str, *, last: bool) -> tuple[str, tuple[str, ...]]:
    """What stands for a name: all its words, and parts of them. Most names outlive a change of the record."""
    words = tokens(name)
    starts = [words[:length] for length in range(1, len(words))]
    if last and len(words) > 1:
        starts.append(words[-1:])
    return key(name), tuple(dict.fromkeys(found for some in starts if (found := _partly(some))))


@lru_cache(maxsize=8_192)
def _jumbled(name: str) -> tuple[str, ...]:
    """Words of a thing's name in any order: “Titan barber chairs” of a “Barber Chair Titan”."""
    words = [token for token in tokens(name) if token.fold.isalpha() and token.fold not in function_words()]
    if len(words) > MOST_JUMBLED:
        return ()
    some = (each for length in (1, 2, 3) for each in permutations(words, length))
    return tuple(dict.fromkeys(found for each in some if (found := _partly(list(each)))))


def _partly(words: list[Token]) -> str:
    """A part of a name stands for it, unless it is a word of the language or of firms in general."""
    together = "".join(word.base for word in words)
    alone = words[0].fold if len(words) == 1 else ""
    usual = alone in stop_words() or alone in function_words() or alone in WORDS_OF_FIRMS or len(together) < 3
    return "" if alone and (usual or together in fixed() or alone.isdigit()) else together
