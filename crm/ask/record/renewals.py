"""Subscriptions and contracts that know only when they renew: that is when they end, too."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.text import tokens
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import word_set

RENEWS = word_set("renewal renew renews")
ENDS = word_set(
    "end ended ends ending expiry expires expire expiration expired until termination terminated valid finish"
)
PHRASES = (
    "ending", "ends", "end", "expiring", "expires", "expire", "expired", "expiry", "running out", "runs out",
    "run out", "lapsing", "lapses", "lapse", "coming up", "up for renewal", "coming to an end",
)  # fmt: skip


def add_ends(vocabulary: Vocabulary) -> None:
    """Words of ending mean the renewal date of rows that have no end of their own, where no other rows have one."""
    dates = [info for info in vocabulary.fields.values() if info.temporal]
    words = {info.ref: {token.fold for token in tokens(spoken(info.label))} for info in dates}
    if any(words[info.ref] & ENDS for info in dates):
        return
    for info in dates:
        if words[info.ref] & RENEWS and vocabulary.entities[info.entity].kind:
            for phrase in PHRASES:
                vocabulary.add(phrase, Sense("field", info.ref, weight=0.9))
