"""What people wrap a question in: why they ask, for whom, that they are sorry to, thanks. It narrows nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.ask.language.linking import Item, link
from crm.ask.language.segments import ASKING, Segment, segments
from crm.ask.language.text import tokens
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import english_words
from crm.periods import Period

ASKED = re.compile(
    rf"^(?:(?:so|and|but|ok|okay|now|then|just|also|well|right|anyway|plus|basically|quickly?)\b,? ?)*(?:{ASKING})\b"
    r"|\b(?:how many|how much|how long|how often|which|what|who|whose|tell me|show me|give me|list)\b",
    re.IGNORECASE,
)
# somebody's own doing, feeling or wish, which says nothing of the rows
REMARK = re.compile(
    r"^(?:(?:so|and|but|ok|okay|well|because|cause|cuz|coz|bc|since|as|just|also|anyway|now|then|plus)\b,? ?)*"
    r"(?:(?:i|i['’]?m|i['’]?ve|i['’]?ll|i['’]?d|we|we['’]?re|we['’]?ve|we['’]?ll|it['’]?s|that['’]?s|this is|let['’]?s|let us)\b"
    r"|(?:my|our|the|some|a|an)\b(?: [\w’'-]+){1,4} (?:is|are|was|were|wants?|wanted|needs?|asks?|asked|keeps?|says?|said|just|"
    r"thinks?|has|have|had|claims?|will|would|reckons?|swears?|came|comes|called|pinged)\b"
    r"|(?:someone|somebody|everyone|everybody|people|they|he|she|finance|marketing|legal|hr|accounting|management|leadership)\b"
    r"|(?:not sure|no idea|no rush|no hurry|no worries|no need|never mind|nothing fancy|nothing else|don['’]?t)\b"
    r"|(?:trying|wanting|looking|writing|prepping|preparing|planning|working|thinking|wondering|asking|building|making|drafting|"
    r"putting|getting|going|doing|filling|updating|checking|double-?checking|sorting|hoping|curious|bored|new here|about to|"
    r"heading|sitting|need|needed|want|wanted|wanna|wish|hope|would love|would like|could use|must|have to|got to|gotta)\b"
    r"|(?:thanks?|thank you|thx|ta|cheers|please|pls|plz|sorry|apologies|excuse me|much appreciated|appreciate|kindly|asap)\b"
    r"|(?:before|after|for|ahead of) (?:my|our|the|tomorrow|today|tonight|a|an|next)\b"
    r"|(?:quick|short|small|silly|dumb|random|stupid|one|another|last|next|simple|easy) (?:one|question|thing|q|check|favou?r)\b)",
    re.IGNORECASE,
)
CONTENT = frozenset(
    "value outcome state mood mood_word exclusion overdue stalled gap signal comparator superlative grouper versus metric "
    "sale change aggregate unanswerable timeline parent subsidiary works_at mine_team".split()
)
LIMITING = re.compile(r"\b(?:only|just the|except|without|excluding|including|ones|those|counting|count|same)\b", re.IGNORECASE)
NEVER_SAID = re.compile(r"\b(?:by|in) (?:number|count|headcount)\b(?:,? not (?:by |in )?\w+)?", re.IGNORECASE)
SURE = 0.9  # weight from which on a word is a value of the record
MEANT = frozenset({"number", "numbers", "figure", "figures", "total", "count", "report", "list", "average"})
CLITICS = frozenset("s t m re ve ll d don doesn didn isn aren wasn weren haven hasn hadn couldn wouldn shouldn im ive ill id pls plz thx cuz coz".split())


def unwrapped(text: str, vocabulary: Vocabulary, periods: Sequence[Period]) -> str:
    """The question alone; whatever the record may know of stays where it is.

    Args:
        text: a message.
        vocabulary: the record's words.
        periods: the periods that the text names.
    """
    parts = segments(text)
    if len(parts) < 2:
        return text
    words = tokens(text)
    held = [[item for item in link(text, vocabulary, periods) if part.start <= words[item.first].start < part.end] for part in parts]
    asking = [at for at, part in enumerate(parts) if ASKED.search(part.text) and _says(held[at])]
    if not asking:
        return text
    kept = [at for at, part in enumerate(parts) if at in asking or not _beside(part, held[at], before=at < asking[0])]
    return text if len(kept) == len(parts) else "".join(
        parts[at].text + (parts[at].joint if at != kept[-1] else _end(parts[at].joint)) for at in kept
    )


def _end(joint: str) -> str:
    return "?" if "?" in joint else ""


def _says(items: Sequence[Item]) -> bool:
    """Whether a segment speaks of the record at all."""
    return any(item.has("entity", "field", "kind", *CONTENT) and not item.stop for item in items)


def _beside(part: Segment, items: Sequence[Item], *, before: bool) -> bool:
    """Whether a segment says nothing of the record that a question could be meant to hold to."""
    if LIMITING.search(part.text) or any(_content(item) for item in items):
        return False
    plain = all(_plain(item) for item in items)
    remark = REMARK.match(part.text.strip()) is not None
    timed = any(item.period is not None for item in items)
    if remark:
        return plain
    return before and plain and not timed and not any(item.has("entity", "kind", "field") for item in items)


def _content(item: Item) -> bool:
    if item.number is not None and item.text[:1].isdigit():
        return True
    if item.text.casefold() in MEANT:
        return False
    return any(sense.kind in CONTENT and (sense.kind != "value" or sense.weight >= SURE or item.capital) for sense in item.senses)


def _plain(item: Item) -> bool:
    """Common words of English alone: a strange word may be somebody's name."""
    words = item.text.casefold().replace("’", "'").split()
    known = all(word in english_words() or word in CLITICS or not word.isalpha() for word in words)
    return item.period is not None or item.stop or (known and not (item.capital and item.first and item.unknown))
