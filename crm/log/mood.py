"""How a message sounds: by the model where it is to be had, else by plain words."""

from __future__ import annotations

import re

from crm.errors import RetryableError
from crm.log.people import Parties
from crm.log.proposal import MoodName
from crm.naming import word_set
from crm.ports import MoodReader

_GOOD = word_set(
    "happy thrilled delighted love loved loves great excellent fantastic amazing pleased excited keen eager "
    "impressed glad positive awesome perfect wonderful enthusiastic satisfied smooth productive promising "
    "grateful friendly warm liked likes enjoyed stoked pumped wins won signed approved good nice brilliant superb "
    "helpful supportive upbeat yes"
)
_BAD = word_set(
    "angry furious upset unhappy frustrated annoyed disappointed mad livid terrible awful horrible bad worried "
    "concerned complained complaint complaining complaints broken broke unacceptable threatening threatened "
    "cancel cancelling canceling churn hate hated hates worst poor slow late outage bug bugs issue issues problem "
    "problems escalate escalated nervous skeptical sceptical negative dissatisfied irritated expensive pricey "
    "lost fed rude tense rough failing failed fails missed ignored disaster refund dark ghosted cold"
)
_NOT = word_set("not no never isn wasn aren don didn doesn hardly without")
_WORD = re.compile(r"[a-z]+")
FLIPPED_WITHIN = 3  # words after a negation


def read_mood(text: str, parties: Parties, reader: MoodReader | None) -> tuple[MoodName | None, float | None]:
    """The mood and its score; the score is empty where only plain words told it."""
    if reader is not None:
        try:
            mood = reader.moods([without_names(text, parties)])[0]
        except RetryableError:
            return by_words(text), None
        return mood.label, mood.score
    return by_words(text), None


def without_names(text: str, parties: Parties) -> str:
    """The text with its known people and companies made nameless: a model needs no names to hear a tone."""
    named = (*parties.accounts, *parties.contacts, *parties.users)
    for party in sorted(named, key=lambda party: party.start, reverse=True):
        if party.end > party.start:
            text = f"{text[: party.start]}they{text[party.end :]}"
    return text


def by_words(text: str) -> MoodName | None:
    """A mood only where words say it plainly."""
    words = _WORD.findall(text.lower().replace("n't", " not"))
    good = bad = 0
    for place, word in enumerate(words):
        flipped = any(before in _NOT for before in words[max(0, place - FLIPPED_WITHIN) : place])
        good += (word in _GOOD and not flipped) or (
            word in _BAD and flipped and word not in {"problem", "problems", "issue", "issues"}
        )
        bad += (word in _BAD and not flipped) or (word in _GOOD and flipped and word != "yes")
    if good and bad:
        return "mixed"
    return "positive" if good else "negative" if bad else None
