"""What people wrap a question in: why they ask, for whom, how their day goes, thanks. It narrows nothing.

A part of a message is left out where it is a whole statement about somebody's own doing and holds no name, number or
time that the question could be meant to hold to. A client named in such a statement stands for the question's `they`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crm.ask.language.linking import Item, link
from crm.ask.language.segments import Segment, segments
from crm.ask.language.text import singular, tokens
from crm.ask.language.wrappings import (
    AHEAD,
    ASKED,
    BACK,
    BELIEVED,
    COURTESY,
    ECHO,
    HOW_MANY,
    LIMITING,
    NARROWING,
    OCCASION,
    POINTING,
    STATED,
    WHETHER,
    pointed_at,
)
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import english_words
from crm.naming import word_set
from crm.periods import Period

SAYING = word_set(
    "value outcome state mood mood_word overdue due stalled gap signal metric sale kind field entity timeline"
)
LEAVING = word_set(
    "aggregate outcome state mood mood_word overdue stalled gap signal exclusion superlative comparator grouper"
)
POINTED = SAYING - word_set("mood mood_word signal gap timeline")  # what `they` and `that` may stand for
FIRM = word_set("outcome metric sale")  # what a bare phrase asks for: `Lena's wins in Q3`
MEAN = re.compile(r"\b(?:average|mean|median)\b", re.IGNORECASE)
HELD = ("value", "outcome", "state", "entity", "field")
BEFORE_VERBS = frozenset({"to", "ll", "gonna", "wanna", "don t", "didn t"})
STRONG = 0.9  # weight from which on a word is a value of the record
TELLERS = frozenset({"user.name", "manager.name"})
CLIENTS = frozenset({"account.name", "contact.name"})


@dataclass(frozen=True)
class Part:
    """One part of a message and what the record makes of it."""

    segment: Segment
    items: list[Item]

    @cached_property
    def text(self) -> str:
        return self.segment.text.strip()

    @cached_property
    def asked(self) -> bool:
        return ASKED.search(self.text) is not None

    @cached_property
    def stated(self) -> bool:
        return STATED.match(self.text) is not None

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question about something that the record holds."""
        return self.asked and not ECHO.match(self.text) and self.says(SAYING)

    @cached_property
    def names(self) -> list[Item]:
        return [item for item in self.items if is_name(item)]

    @cached_property
    def timed(self) -> bool:
        return any(item.period is not None for item in self.items)

    @cached_property
    def ahead(self) -> bool:
        """Whether its time only tells when somebody does their own thing."""
        return AHEAD.search(self.text) is not None

    @cached_property
    def occasion(self) -> bool:
        """`For the board deck`; what such an opening says of deals is a condition."""
        return OCCASION.match(self.text) is not None and not self.says(frozenset(HELD))

    def says(self, kinds: frozenset[str]) -> bool:
        return any(item.has(*kinds) and not item.stop and not self._compound(item) for item in self.items)

    def _compound(self, item: Item) -> bool:
        """`A cross-sell idea` tells of no sales."""
        return f"-{item.text}" in self.segment.text or f"{item.text}-" in self.segment.text


def unwrapped(text: str, vocabulary: Vocabulary, periods: Sequence[Period]) -> str:
    """The question alone; what it could be meant to hold to stays where it is.

    Args:
        text: a message.
        vocabulary: the record's words.
        periods: the periods that the text names.
    """
    if len(segments(text)) < 2:
        return text
    parts = _parts(text, vocabulary, periods)
    asking = [part for part in parts if part.asks and not part.stated]
    heart = asking[-1] if asking else max(parts, key=lambda part: sum(item.has(*SAYING) for item in part.items))
    asked = bool(asking) or (not heart.stated and heart.says(FIRM))
    kept = [part for part in parts if part is heart or not _beside(part, heart, asked=asked)]
    if len(kept) == len(parts):
        return text
    said = "".join(part.segment.text + (part.segment.joint if part is not kept[-1] else _end(part)) for part in kept)
    dropped = [part for part in parts if part not in kept]
    if not asking and any(HOW_MANY.search(part.text) and ECHO.match(part.text) for part in dropped):
        said = f"how many {said}"  # `invoices paid early: how many?`
    return resolved(said, heart.items, [item for part in dropped for item in part.items])


def _parts(text: str, vocabulary: Vocabulary, periods: Sequence[Period]) -> list[Part]:
    words, items = tokens(text), link(text, vocabulary, periods)
    cut = segments(text, [(words[item.first].start, words[item.last - 1].end) for item in items])
    return [Part(each, [i for i in items if each.start <= words[i.first].start < each.end]) for each in cut]


def _end(part: Part) -> str:
    return "?" if "?" in part.segment.joint else ""


def _beside(part: Part, heart: Part, *, asked: bool) -> bool:
    """Whether a part says nothing that the question could be meant to hold to."""
    before = part.segment.start < heart.segment.start
    if COURTESY.match(part.text):
        return not part.names
    if ECHO.match(part.text):
        rows = any(item.has("entity") for item in part.items)
        which = rows and (WHETHER.match(heart.text) is not None or not any(item.has("entity") for item in heart.items))
        return not before and not which and not part.names
    stated = part.stated or (before and part.occasion)
    headline = before and ":" in part.segment.joint and heart.says(SAYING)
    if MEAN.search(part.text) and not MEAN.search(heart.text):
        return False  # `an average is enough`
    held = LIMITING.search(part.text) or not all(plain(part.items, at) for at in range(len(part.items)))
    if held or not (asked or headline) or (part.asks and not stated):
        return False
    if stated:
        believed = BELIEVED.search(part.text) is not None and not before
        free = believed or (_holds_nothing(part, heart) and (before or not part.names))
        return free and not (before and _meant(part, heart))
    return before and not part.names and not NARROWING.search(part.text) and _says_nothing(part)


def _holds_nothing(part: Part, heart: Part) -> bool:
    """Whether no name or time in a statement is one that the question leaves unsaid."""
    said = {sense.detail for item in heart.items for sense in item.all("value")}
    pointed = POINTING.search(heart.text) is not None
    subject = next((item for item in part.items if not item.stop), None)
    for item in part.names:
        told = {sense.detail for sense in item.all("value")} & said
        teller = item is subject and any(sense.value in TELLERS for sense in item.all("value"))
        if not (told or teller or (pointed and is_client(item))):
            return False
    return not part.timed or heart.timed or part.ahead


def _meant(part: Part, heart: Part) -> bool:
    """`Subscriptions that got cancelled, what were they worth`: what the question points back at."""
    return BACK.search(heart.text) is not None and not part.names and part.says(POINTED)


def _says_nothing(part: Part) -> bool:
    strange = not part.says(SAYING | LEAVING) and not part.timed
    return strange or (part.ahead and not part.asked)


def resolved(said: str, inside: Sequence[Item], left: Sequence[Item]) -> str:
    """The question with whom its `they` and `she` stand for, where what is left out names just one."""
    clients = [] if any(map(is_client, inside)) else [item.text for item in left if is_name(item) and is_client(item)]
    persons = [] if any(map(is_person, inside)) else [item.text for item in left if is_name(item) and is_person(item)]
    return pointed_at(said, clients, persons)


def is_person(item: Item) -> bool:
    return any(sense.value in TELLERS or sense.value == "contact.name" for sense in item.all("value"))


def is_client(item: Item) -> bool:
    """Whether it names one client, or one person there."""
    return len({sense.detail for sense in item.all("value") if sense.value in CLIENTS}) == 1


def is_name(item: Item) -> bool:
    sure = any(sense.weight >= STRONG or item.capital or sense.value in CLIENTS for sense in item.all("value"))
    return sure and (item.capital or item.text.casefold() not in english_words())


def plain(items: Sequence[Item], at: int) -> bool:
    """`To embarrass nobody`: what stands behind `to` in small letters is a verb, however rare."""
    verb = at > 0 and items[at - 1].text.casefold() in BEFORE_VERBS and not items[at].capital
    return verb or is_plain(items[at])


def is_plain(item: Item) -> bool:
    """A word of the record or of English; a strange word may be somebody's name."""
    word = item.text.casefold()
    known = {word, singular(word), word.removesuffix("s")} & english_words()
    strange = item.unknown and not known and word.isalpha() and len(word) > 2
    return not strange or word.endswith(("ing", "ed", "ly", "ish", "ness"))
