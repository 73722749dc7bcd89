"""Headers against each other: what a column is called outright, and columns that only count rows the record holds."""

from __future__ import annotations

from crm.ask.language.lexicon import phrases
from crm.ask.language.text import key, tokens
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import ENTITIES, OUTCOMES
from crm.naming import word_set

HOLDERS = frozenset({"account", "contact", "user", "product"})
COUNTING = word_set("count total number no of all done open won lost closed") | frozenset(
    token.base for line in OUTCOMES.values() for phrase in phrases(line) for token in tokens(phrase)
)


def settle_headers(vocabulary: Vocabulary) -> None:
    """Literal headers outrank synonyms of others; counts of rows go by no word where the rows themselves are there."""
    for info in list(vocabulary.fields.values()):
        if info.ref in vocabulary.observed and _rolled_up(vocabulary, info):
            vocabulary.unname(info.ref)
    _outrank(vocabulary)


def _rolled_up(vocabulary: Vocabulary, info: FieldInfo) -> bool:
    """`Open deals` of an organization, beside the deals themselves."""
    if info.entity not in HOLDERS or info.core or not info.numeric or not vocabulary.has_deals:
        return False
    words = [token.base for token in tokens(spoken(info.label))]
    nouns = {key(noun) for noun in phrases(ENTITIES["deal"])}
    return len(words) > 1 and bool(nouns & set(words)) and set(words) <= nouns | COUNTING


def _outrank(vocabulary: Vocabulary) -> None:
    headed: dict[str, set[str]] = {}
    for info in vocabulary.fields.values():
        if info.ref in vocabulary.observed:
            headed.setdefault(key(spoken(info.label)), set()).add(info.ref)
    for phrase, refs in headed.items():
        senses = vocabulary.senses.get(phrase, [])
        if any(each.kind == "field" and each.value in refs for each in senses):
            vocabulary.senses[phrase] = [
                each
                for each in senses
                if each.kind != "field" or each.value in refs or phrase in _said(vocabulary, each.value)
            ]


def _said(vocabulary: Vocabulary, ref: str) -> set[str]:
    """The words of a column's own header."""
    info = vocabulary.fields[ref]
    return {token.base for token in tokens(spoken(info.label))} | {key(spoken(info.label))}
