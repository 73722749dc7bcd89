"""Names of people the record does not know, where the text around them says plainly that they are names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from privacy.finders.finding import Finding
from privacy.words import CALENDAR, TITLES, fold, is_common, word_set

TYPE = "PERSON"
WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]*(?:['’-][^\W\d_]+)*"
PARTICLE = r"(?:van|von|der|den|de|la|le|di|da|del|dos|bin|ibn|al|el|ter|zu)"
NAME = rf"{WORD}(?:[ ](?:{PARTICLE}[ ]){{0,2}}(?:{WORD}|[A-Z]\.)){{0,3}}"
FULL = rf"{WORD}(?:[ ](?:{PARTICLE}[ ]){{0,2}}(?:{WORD}|[A-Z]\.)){{1,3}}"
ANY = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*"
TITLED = re.compile(
    rf"\b(?:(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Madam|Herr|Frau|Señora?|Monsieur|Madame|Mme|"
    rf"Signora?|mr|mrs|ms|dr)\.?[ ])"
    rf"(?P<name>{NAME})"
)
INTRODUCED = re.compile(
    rf"(?P<cue>(?i:\b(?:my (?:full |first |last |maiden )?name(?: is|['’]s)|(?:your|whose|her|his|their|"
    rf"the) (?:\w+ )?name is|"
    rf"(?:is|was|am|are) (?:called|named)|people call me|everyone calls me|call me|named (?:him|her)|"
    rf"under (?:the name|my [a-z]+['’]s name)|"
    rf"name on the account(?: is)?|what['’]?s your (?:last |first |full )?name|correct it to|"
    rf"change it to)[:?]?\s+))(?P<name>{NAME})"
)
INTRODUCED_LOWER = re.compile(
    rf"(?i:\bmy (?:full )?name is\s+)(?P<name>{ANY}(?:[ ]{ANY})?)(?=\s*(?:[,.!;\n]|$|\band\b|\bfrom\b|\bwith\b))"
)
PRESENT = re.compile(
    rf"\b(?:[Tt]his is|[Ii]['’]?m|I am|it['’]s)[ ](?P<name>{NAME})(?=,?[ ](?:from|at|with|of|calling|"
    rf"speaking|here|over|again)\b|[ ]?\()"
)
GREETED = re.compile(
    rf"(?m)(?:^|[.!?>]\s+|\n)[ \t>]*(?:Hi|Hello|Hey|Dear|Good (?:morning|afternoon|evening|day)|Hallo|Hola|"
    rf"Bonjour|Ciao|Liebe[r]?|Thanks|Thank you|Cheers)"
    rf",?[ ](?P<name>{NAME})(?=\s*(?:[,!:.–—-]|\n|$))"
)
SIGNED = re.compile(
    r"(?im)^[ \t>]*(?:(?:best|kind|kindest|warm|warmest|many)?[ ]?(?:regards|wishes|thanks)|sincerely|"
    r"yours(?: \w+)?|cheers|thanks(?: again| so much)?|"
    r"thank you|best|br|rgds|mit freundlichen grüßen|viele grüße|cordialement|saludos|cordiali saluti|"
    r"all the best|respectfully)[ \t]*[,.!–-]*[ \t]*"
    rf"(?:\r?\n[ \t>]*){{1,3}}(?:[-–—~]+[ ]?)?(?P<name>(?-i:{NAME}))[ \t,]*$"
)
LABELLED = re.compile(
    rf"(?m)(?:^|[\s>(])(?i:name|full name|contact|attn|attention|from|to|cc|sender|caller|customer name|"
    rf"guardian|directed by):[ \t]+(?P<name>{FULL})"
)
MAILED = re.compile(rf"(?P<name>{FULL})[\"”]?[ ]?[<(](?:mailto:)?[\w.+-]+@")
GIVEN = re.compile(rf"(?<![\w@.])(?P<name>{FULL})")
LONE = re.compile(r"(?<![\w@./'’-])(?P<name>[A-ZÀ-Ž][^\W\d_A-Z]{2,})(?![\w@/-]|\.\w)")
WORD_BEFORE = re.compile(r"[A-Z][\w'’]*[ ]$")
CAPITAL_AFTER = re.compile(r"[ ](?:[A-Z]|&|and Sons)")
COMPANY_AFTER = re.compile(
    r"(?i)^(?:['’]s)?,?[ ](?:inc|llc|ltd|limited|gmbh|ag|corp|corporation|co\b|company|group|holdings?|"
    r"partners|& |and sons|foundation|"
    r"university|college|hospital|institute|bank|street|st\b|avenue|road|airport|prize|award|plc|associates|"
    r"industries|stores?|hotels?|center|centre)"
)
NOT_NAMES = word_set(
    "team all everyone everybody folks there sir madam support sales customer service both guys again colleagues "
    "friends you please thanks thank hello dear hi hey regards best kind sincerely cheers sent from subject re fwd "
    "date monday it this that the and or i we they he she"
)


def find_names(text: str) -> Iterator[Finding]:
    for pattern, score in (
        (TITLED, 0.9),
        (INTRODUCED, 0.8),
        (PRESENT, 0.75),
        (GREETED, 0.75),
        (SIGNED, 0.8),
        (LABELLED, 0.7),
        (MAILED, 0.8),
    ):
        for match in pattern.finditer(text):
            yield from _name(text, match, score, plain=pattern is TITLED)
    for match in INTRODUCED_LOWER.finditer(text):
        if not any(is_common(fold(word)) for word in match["name"].split()):
            yield Finding(match.start("name"), match.end("name"), TYPE, 0.7)
    yield from _given(text)
    yield from _single(text)


def _name(text: str, match: re.Match[str], score: float, *, plain: bool) -> Iterator[Finding]:
    """The words of the match that can be a name, up to the first that cannot."""
    start, end = match.span("name")
    words = list(re.finditer(r"\S+", match["name"]))
    if _refuses(words[0][0], strict=not plain and len(words) == 1):
        return
    for word in words[1:]:
        if _refuses(word[0], strict=False):
            end = start + word.start()
            break
    name = text[start:end].rstrip()
    if COMPANY_AFTER.match(text[start + len(name) : start + len(name) + 25]):
        return
    yield Finding(start, start + len(name), TYPE, score)


def _refuses(word: str, *, strict: bool) -> bool:
    key = fold(word.strip(".,"))
    return (
        key in NOT_NAMES or key in CALENDAR or key in TITLES or (strict and is_common(key) and key not in given_names())
    )


def _given(text: str) -> Iterator[Finding]:
    """A usual given name before a capitalised word that is no word of everyday English."""
    for match in GIVEN.finditer(text):
        words = list(re.finditer(r"\S+", match["name"]))
        for index, word in enumerate(words[:-1]):
            if fold(word[0]) not in given_names():
                continue
            end = _family_end(words, index)
            if end and not COMPANY_AFTER.match(text[match.start() + end : match.start() + end + 25]):
                yield Finding(match.start() + word.start(), match.start() + end, TYPE, 0.6)
            break


def _single(text: str) -> Iterator[Finding]:
    """A usual given name on its own, unless capitals beside it make it part of some other name."""
    for match in LONE.finditer(text):
        if fold(match["name"]) not in given_names():
            continue
        before = WORD_BEFORE.search(text[max(0, match.start() - 30) : match.start()])
        if before and not is_common(fold(before[0].strip())):
            continue
        if not CAPITAL_AFTER.match(text, match.end()) and not COMPANY_AFTER.match(text[match.end() : match.end() + 25]):
            yield Finding(match.start("name"), match.end("name"), TYPE, 0.55)


def _family_end(words: list[re.Match[str]], index: int) -> int | None:
    end = None
    for word in words[index + 1 : index + 4]:
        key = fold(re.sub(r"['’]s$", "", word[0]).strip("."))
        if (is_common(key) and word[0] != f"{key[:1].upper()}.") or key in CALENDAR:
            if not re.fullmatch(PARTICLE, word[0]):
                break
            continue
        end = word.start() + len(re.sub(r"['’]s$", "", word[0]))
    return end


@cache
def given_names() -> frozenset[str]:
    """Usual given names of several countries that are neither everyday words nor usual names of places."""
    return frozenset(Path(__file__).parents[1].joinpath("given_names.txt").read_text(encoding="utf-8").split())
