"""What is said around a question: greetings, what it is asked for, remarks that narrow nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from crm.ask.language.sayings import plainer
from crm.ask.words import DOING, GREETINGS, OPENING

GREETED = re.compile(
    rf"^\W*(?:{'|'.join(sorted((re.escape(each) for each in GREETINGS), key=len, reverse=True))})"
    r"\s*(?:[!,.:;)–—-]+\s*|\s+(?=(?:what|whats|how|who|which|when|where|show|give|list|can|could|do|did|is|are)\b))"
    r"(?=\w)",
    re.IGNORECASE,
)
OPENED = re.compile(r"^(?P<lead>[^:?!\n]{3,90}?)\s*(?::|(?<=\s)[–—-](?=\s)|(?<=one),|(?<=question),)\s+(?=\S+ \S+)")
WISHED = re.compile(
    r"^(?:(?:and|so|ok|okay|now|well),? )?(?:i|we)(?:['’]d| would| am|['’]m|['’]re| are)?"
    r"(?: also| just| only| really)? "
    r"(?:need|want|like|love|looking for|after|curious about|wondering about|interested in)"
    r"(?: (?:to )?(?:know|see|have|get|find|find out|check|learn|understand))?"
    r"(?= (?:the|a|an|all|every|our|who|which|what|how|where|when|number|total|top|list|names?)\b)"
    r"(?: (?:a )?list of)? ?",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][\w'’-]*")
STATE = r"(?P<state>open|won|lost|closed|overdue|unpaid|paid|active)"
NARROWED = re.compile(
    rf"^(?:(?:just|only|taking|looking at)(?: just| only)? (?:the |our |my )?{STATE} (?:ones|deals)"
    rf"|(?:for|of) (?:just |only )?(?:the |our |my )?{STATE.replace('state', 'rows')} ones)(?: only)?\s*[:,;–—-]\s*",
    re.IGNORECASE,
)
EVERYTHING = re.compile(
    r"\b(?:what(?:['’]?s| is| are) )?(?:everything|all|anything|it all|all of it)\b(?! \w+s\b)", re.IGNORECASE
)
FIGURE = "average|mean|median|total|sum|count|number|revenue|amount"
OTHER_FIGURE = re.compile(
    rf"[,;(–-]?\s*\b(?:and )?not (?:the |an? |just the )?(?:{FIGURE})s?\b\)?(?=\s*(?:[?.!,;]|$))", re.IGNORECASE
)
# how a share or a rate is counted where nothing else is said: by rows
BY_NUMBER = re.compile(
    r"[,;(–-]?\s*\b(?:by|in) (?:number|numbers|count)\b(?: of deals)?"
    r"(?:,? not (?:by |in )?(?:money|value|amount|revenue))?\)?"
    r"(?=\s*(?:[?.!,;)]|$))",
    re.IGNORECASE,
)
ASKED_FIGURE = re.compile(rf"\b(?:{FIGURE}|avg|how many|how much|share|worth|value)\b", re.IGNORECASE)
BEFORE_PERSON = re.compile(
    r"\b(?P<lead>did|does|do|has|have|had|is|was|are|were|can|by|of|for|from|with|than|and|or|vs\.?|versus|against|"
    r"about) "
    r"(?P<name>[a-z]{3,})(?P<own>['’]s)?(?= (?P<next>[a-z]+)|\s*[?.!,]|\s*$|['’])"
)
OWNED = re.compile(r"(?<![\w'’-])(?P<name>[a-z]{3,})(?=['’]s\b)")
NAMING = frozenset({"by", "of", "for", "from", "with", "than", "vs", "vs.", "versus", "against", "about", "and", "or"})


def without_asides(text: str, known: Callable[[str], bool], teammate: Callable[[str], str | None]) -> str:
    """The question without what is said around it; anything the record may know of stays."""
    said = GREETED.sub("", text, count=1)
    said = _opened(said, known)
    said = WISHED.sub("", GREETED.sub("", said, count=1), count=1)
    narrowed = NARROWED.match(said)
    said = said if narrowed is None else _narrowed(said, narrowed)
    said = BY_NUMBER.sub("", said)
    if ASKED_FIGURE.search(OTHER_FIGURE.sub("", said)):
        said = OTHER_FIGURE.sub("", said)
    said = plainer(said)
    said = as_persons(" ".join(said.split()), teammate)
    return said if any(letter.isalnum() for letter in said) else text


def _opened(text: str, known: Callable[[str], bool]) -> str:
    """`For the board deck: …`: an opening of which no word says anything of the record."""
    opened = OPENED.match(text)
    if opened is None:
        return text
    words = WORD.findall(opened["lead"])
    names = any(word[0].isupper() and at and known(word) for at, word in enumerate(words))
    if names or not all(word.casefold().replace("’", "'") in OPENING for word in words):
        return text
    return text[opened.end() :]


def _narrowed(text: str, narrowed: re.Match[str]) -> str:
    """`Just the open ones: what is everything worth`: the rows that are meant come first in the question."""
    state = narrowed["state"] or narrowed["rows"]
    rest, rows = text[narrowed.end() :], f"{state} deals"
    plain = EVERYTHING.sub(f"how much are {rows}" if rest.rstrip(" ?.!").endswith("worth") else rows, rest, count=1)
    return plain if plain != rest else f"{rest.rstrip(' ?.!')}, {state} deals only"


def as_persons(text: str, teammate: Callable[[str], str | None]) -> str:
    """`What did grace win`: a common word in lower case, where a colleague bears it and a person is meant."""
    text = OWNED.sub(lambda match: called(match["name"], teammate), text)

    def full(match: re.Match[str]) -> str:
        follow = match["next"]
        ended = follow is None
        fits = ended if match["lead"] in NAMING else ended or follow in DOING
        if not fits:
            return match.group()
        return f"{match['lead']} {called(match['name'], teammate)}{match['own'] or ''}"

    return BEFORE_PERSON.sub(full, text)


def called(name: str, teammate: Callable[[str], str | None]) -> str:
    """A word that is a first name of one of the team, written as one."""
    whole = teammate(name)
    return name.capitalize() if whole is not None and whole.casefold().split()[0] == name else name
