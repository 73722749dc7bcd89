"""The question inside a message that is not understood as a whole: tried from the longest stretch to the shortest.

What is left out must be talk: it names nothing that the question leaves unsaid, limits nothing, counts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crm.ask.language.linking import Item, link
from crm.ask.language.text import Token, tokens
from crm.ask.language.wrappings import AHEAD, ASKED, COURTESY, LIMITING, OPENING, POINTING, SPOKEN
from crm.ask.planning.wrapping import SAYING, TELLERS, is_client, is_name, is_plain, resolved
from crm.ask.record.vocabulary import Vocabulary
from crm.periods import Period

ENDED = re.compile(r"[.?!)…]+(?=\s|$)|\s[–—-]\s|,\s|;\s|:\s|\n")
GOVERNING = re.compile(r"\b(?:for|of|to|by|with|on|in|from|at|than|per|as|between|over|under)\s*$", re.IGNORECASE)
CLOSED = re.compile(r"\s*[.?!…)]+\s+\S")
OWN = re.compile(
    r"(?:i|i['’]?m|i['’]?ll|i['’]?d|we|we['’]?re|my|just|thanks|thx|because|since|as i|need|asking)\b", re.IGNORECASE
)
FIGURES = ("aggregate", "comparator", "superlative", "exclusion", "grouper", "versus")
TOLD = ("aggregate", "superlative")
LONGEST = 80  # words of a message that somebody typed
MOST = 8  # stretches that are tried
SHORTEST = 3  # words


def hearts(text: str, vocabulary: Vocabulary, periods: Sequence[Period]) -> Iterator[tuple[str, str]]:
    """Stretches that may be the question, longest first, each with what is left out of the message."""
    words = tokens(text)
    if len(words) > LONGEST:
        return
    items = link(text, vocabulary, periods)
    starts = sorted({0, *(m.start() for m in OPENING.finditer(text)), *(m.end() for m in ENDED.finditer(text))})
    ends = sorted({len(text), *(m.start() for m in ENDED.finditer(text))}, reverse=True)
    found = 0
    for start, end in sorted(((a, b) for a in starts for b in ends if a < b), key=lambda each: each[0] - each[1]):
        inside = [item for item in items if start <= words[item.first].start < end]
        left = [item for item in items if item not in inside]
        said = text[start:end].strip()
        if GOVERNING.search(text[:start]) or not _ended(text[end:]):
            continue  # `commission for what he won`: the stretch belongs to the word before it
        if not left or found == MOST or not _whole(items, words, start, end) or not _asks(said, inside):
            continue
        parts = [part.strip() for part in (text[:start], text[end:]) if any(letter.isalnum() for letter in part)]
        if all(_talk(part) for part in parts) and _unneeded(left, inside, said, words, text):
            put = resolved(said, inside, left)
            if put == said and _pointed_at(left, inside):
                continue  # `they` are those of the rest, and nothing of it is put in their place
            found += 1
            yield put, " … ".join(part.strip(" ,.!?;:") for part in parts)


def _ended(rest: str) -> bool:
    """Whether what follows a stretch is a sentence of its own, or what people say of themselves."""
    words = rest.lstrip(" ,.?!)…;:–—-\n")
    return not words or bool(CLOSED.match(rest)) or COURTESY.match(words) is not None or OWN.match(words) is not None


def _whole(items: Sequence[Item], words: Sequence[Token], start: int, end: int) -> bool:
    """Whether no name is cut in two."""
    return not any(words[item.first].start < edge < words[item.last - 1].end for item in items for edge in (start, end))


def _asks(said: str, inside: Sequence[Item]) -> bool:
    """Whether it is a question that says more than which rows: `which accounts is it` is none by itself."""
    if len(inside) < SHORTEST:
        return False
    begins = ASKED.search(said) is not None or inside[0].has("entity", "kind", "outcome", "state", "value", *TOLD)
    return begins and sum(map(_says, inside)) > 1


def _says(item: Item) -> bool:
    return not item.stop and (item.has(*SAYING, *TOLD) or item.period is not None or item.number is not None)


def _talk(part: str) -> bool:
    """Whether somebody tells something: a bare phrase beside a question narrows it."""
    return LIMITING.search(part) is None and ASKED.search(part) is None and SPOKEN.search(part) is not None


def _pointed_at(left: Sequence[Item], inside: Sequence[Item]) -> bool:
    """Whether the rest names a client that the question does not."""
    told = {sense.detail for item in inside for sense in item.all("value")}
    return any(is_name(each) and is_client(each) and not {s.detail for s in each.all("value")} & told for each in left)


def _unneeded(left: Sequence[Item], inside: Sequence[Item], said: str, words: Sequence[Token], text: str) -> bool:
    """Whether the question does without the names and the times of the rest."""
    told = {sense.detail for item in inside for sense in item.all("value")}
    pointed = POINTING.search(said) is not None
    for item in left:
        if not is_plain(item) or item.has(*FIGURES) or (item.number is not None and item.text[:1].isdigit()):
            return False
        teller = any(sense.value in TELLERS for sense in item.all("value"))
        repeated = bool({sense.detail for sense in item.all("value")} & told)
        if is_name(item) and not (teller or repeated or (pointed and is_client(item))):
            return False
    timed = [item for item in left if item.period is not None]
    ahead = all(AHEAD.search(text[words[item.first].start : words[item.last - 1].end]) for item in timed)
    return not timed or ahead or any(item.period is not None for item in inside)
