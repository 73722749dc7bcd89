"""Whom a question points back to: “Sofia is away; what has she left”, “we fly to Spain, which accounts are there”."""

from __future__ import annotations

import re

from crm.ask.language.lexicon import fixed
from crm.ask.language.text import Token, tokens
from crm.ask.record.vocabulary import Vocabulary

CUT = re.compile(
    r"(?<=[.!?])\s+(?=\S)|(?<=\w)\s*[;:]\s+(?=\S)|\s+[–—-]\s+|(?<=\w),\s+(?:and |so |but )?", re.IGNORECASE
)
FIRMS, PLACES = frozenset({"account.name"}), frozenset({"account.country", "account.region"})
PERSONS = frozenset({"user.name", "contact.name"})
THERE = r"(?<!\bis )(?<!\bare )\bthere\b(?! (?:is|are|was|were|any|a|an|be|has|have)\b)"
BACK = (  # the word, what it may stand for, and how that is put
    (re.compile(rf"(?:\b(?:at|over|in) )?{THERE}", re.IGNORECASE), FIRMS, "at {}"),
    (re.compile(rf"(?:\b(?:over|in) )?{THERE}", re.IGNORECASE), PLACES, "in {}"),
    (re.compile(r"\b(?:she|he)\b", re.IGNORECASE), PERSONS, "{}"),
    (re.compile(r"\b(?:his|hers?|him)\b(?= \w)", re.IGNORECASE), PERSONS, "{}'s"),
    (re.compile(r"\b(?:they|them|theirs)\b(?! (?:that|who)\b)", re.IGNORECASE), FIRMS, "{}"),
    (re.compile(r"\btheir\b(?= \w)", re.IGNORECASE), FIRMS, "{}'s"),
)
YEAR = re.compile(
    r"^\W*(?:and |so |in )?(?P<when>(?:19|20)\d\d|q[1-4](?: (?:19|20)\d\d)?)\b(?! ?[%k€$])", re.IGNORECASE
)
THEN = re.compile(r"\b(?:back )?then\b(?=\s*[?.!,]|\s*$)", re.IGNORECASE)
ASKING = re.compile(
    r"\b(?:who|what|which|whose|how|when|where|any|list|show|all|do|does|did|has|have|is|are|by how)\b", re.IGNORECASE
)
OPENS = re.compile(r"\W*how (?:many|much)\b", re.IGNORECASE)  # the question itself, which the rest only narrows
QUESTION = re.compile(r"\b(?:who|what|which|whose|how|when|where)\b", re.IGNORECASE)
THEY = re.compile(r"\b(?:they|them|theirs?)\b", re.IGNORECASE)
LONGEST_NAME = 4  # words
SURE = 0.9  # weight from which on a word names a value


def pointed(text: str, vocabulary: Vocabulary) -> str:
    """The question with the name in the place of the word that points back to a sentence before; alone, then."""
    for cut in reversed(list(CUT.finditer(text))):
        lead, rest = text[: cut.start()], text[cut.end() :]
        if not ASKING.search(rest) or (QUESTION.search(lead) and not QUESTION.search(rest)):
            continue  # `what does Acme pay us, all their subscriptions together`: the question stands before
        when = YEAR.match(lead)
        if when and THEN.search(rest):
            return THEN.sub(f"in {when['when']}", rest)
        named = _names(lead, vocabulary) if any(word.search(rest) for word, _, _ in BACK) else {}
        if _others(lead, vocabulary) and THEY.search(rest):
            continue  # `Acme has three deals; what stage are they in`
        put = _put(rest, named, _names(rest, vocabulary)) if named else rest
        if put != rest:
            return f"{text[: cut.end()]}{put}" if OPENS.match(lead) and text[cut.start()] == "," else put
    return text


def _put(rest: str, named: dict[str, list[str]], own: dict[str, list[str]]) -> str:
    """The rest with the one name of a kind where it points; what it names itself it does not point at."""
    for word, refs, form in BACK:
        names = [name for ref in refs for name in named.get(ref, ())]
        if len(names) == 1 and not refs & set(own) and names[0] not in rest:
            rest = word.sub(form.format(names[0]), rest)
    return rest


def _others(text: str, vocabulary: Vocabulary) -> bool:
    """Whether rows of the record are spoken of that `they` may mean as well."""
    rows = [word for word in tokens(text) if word.fold.endswith("s") and word.fold != word.base]
    senses = [each for word in rows for each in (*vocabulary.senses.get(word.base, ()), *fixed().get(word.base, ()))]
    return any(each.kind in {"entity", "kind"} and each.weight >= SURE for each in senses)


def _names(text: str, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The clients, places and persons that a text names, by their column."""
    found: dict[str, list[str]] = {}
    words, at = tokens(text), 0
    while at < len(words):
        length, ref = _name_at(words, at, vocabulary)
        if ref:
            found.setdefault(ref, []).append(text[words[at].start : words[at + length - 1].end])
        at += length
    return found


def _name_at(words: list[Token], at: int, vocabulary: Vocabulary) -> tuple[int, str]:
    for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        part = words[at : at + length]
        senses = vocabulary.senses.get("".join(word.base for word in part), ())
        refs = {each.value for each in senses if each.kind == "value" and each.weight >= SURE}
        ref = next(iter(sorted(refs & (FIRMS | PLACES | PERSONS))), "")
        if ref and (length > 1 or part[0].capital):
            return length, ref
    known = words[at].capital and vocabulary.teammate(words[at].raw)
    return 1, "user.name" if known else ""
