"""Presidio's recognisers and finders of our own, each run only where a text can hold what it looks for.

Presidio's AnalyzerEngine would look every recogniser up anew for every text, which costs more than the looking itself,
and its context words need lemmas, which need a language model. Both are done here.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import presidio_analyzer.predefined_recognizers as predefined
from presidio_analyzer import Pattern, PatternRecognizer

from privacy.checksums import CHECKSUMS
from privacy.finders import FINDERS, Finding
from privacy.finders.health import condition_words
from privacy.finders.phones import SPOKEN_DIGITS
from privacy.recogniser import Recogniser
from privacy.recognisers import BUSINESS_NUMBER, RECOGNISERS
from privacy.words import fold

LANGUAGE = "en"
THRESHOLD = 0.5
WITH_CONTEXT = 0.95
ALONE = 0.9
AFTER = 30  # characters behind a finding in which its context counts
CASED = frozenset({"UK_DRIVING_LICENCE", "DE_ID_CARD", "DE_PASSPORT", "US_MBI", "CRYPTO"})
BUSINESS = re.compile(BUSINESS_NUMBER, re.IGNORECASE)
COMPOUNDS = ("nummer", "snummer", "nummern", "nr", "number")
ALWAYS = ("EMAIL_ADDRESS", "CREDENTIALS", "PERSON", "DATE_TIME", "STREET_ADDRESS")
WITH_DIGITS = ("PHONE_NUMBER", "CREDIT_CARD")
DIGITS = 6  # fewer are no number of a phone or a card
SPOKEN = 4  # words for digits

# Presidio logs what it could not validate, text and all.
logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)


class Engine:
    """Finds personal data of every kind but the tenant's own people."""

    def __init__(self) -> None:
        gated = [Gated(rule, place) for place, rule in enumerate(RECOGNISERS)]
        self._alone = [one for one in gated if one.rule.alone]
        self._beside: dict[str, list[Gated]] = defaultdict(list)
        for one in gated:
            for word in one.first_words:
                self._beside[word].append(one)

    def find(self, text: str, words: frozenset[str]) -> list[Finding]:
        """Findings in no order, overlaps included. `words` are the folded words of the text."""
        digits = sum(map(text.count, "0123456789"))
        names = list(ALWAYS)
        if digits >= DIGITS or len(words & SPOKEN_DIGITS) >= SPOKEN:
            names += WITH_DIGITS
        if not condition_words().isdisjoint(words):
            names.append("MEDICAL_CONDITION")
        found = [finding for name in names for finding in FINDERS[name](text)]
        longest = max((len(word) for word in words if not word.isalpha()), default=0)
        for gated in self._opened(words):
            if digits >= gated.rule.digits and longest >= gated.rule.run:
                found += gated.find(text)
        return _whole(found)

    def _opened(self, words: frozenset[str]) -> Iterable[Gated]:
        """The recognisers that need no context, and those whose context may be among the words."""
        beside = self._beside
        named = {one.place: one for word in beside.keys() & words for one in beside[word]}
        return [*self._alone, *(named[place] for place in sorted(named))]


def _whole(found: list[Finding]) -> list[Finding]:
    """A postal code is a part of the address that it stands in, whatever announces it."""
    streets = [each for each in found if each.type == "STREET_ADDRESS"]
    inside = {
        each
        for each in found
        if each.type == "ZIP_CODE" and any(one.start <= each.start and each.end <= one.end for one in streets)
    }
    return [each for each in found if each not in inside] if inside else found


class Gated:
    """A recogniser, the words that open the way to it, and what the words around its findings make of them."""

    def __init__(self, rule: Recogniser, place: int) -> None:
        self.rule = rule
        self.place = place
        self.first_words = set() if rule.alone else set(_openers(rule.context))
        self._recogniser = _recogniser(rule)
        self._context = _phrases(rule.context)

    def find(self, text: str) -> Iterator[Finding]:
        for result in self._recogniser.analyze(text, [self.rule.entity], None):
            score = self._score(text, result.start, result.end, float(result.score))
            if score >= THRESHOLD:
                yield Finding(result.start, result.end, self.rule.entity, score)

    def _score(self, text: str, start: int, end: int, score: float) -> float:
        rule = self.rule
        if rule.never and re.match(rule.never, text[start:end]):
            return 0.0
        before = text[max(0, start - rule.reach) : start]
        after = "" if rule.leads else text[end : end + AFTER]
        if self._context.search(fold(before)) or self._context.search(fold(after)):
            return WITH_CONTEXT
        if not rule.alone or BUSINESS.search(before):
            return 0.0
        return min(score, ALONE)


class CheckedPattern(PatternRecognizer):
    """A pattern of ours whose matches must pass a checksum."""

    def __init__(self, rule: Recogniser) -> None:
        self._checksum = CHECKSUMS[rule.checksum] if rule.checksum else None
        score = THRESHOLD if rule.alone else 0.1
        super().__init__(
            supported_entity=rule.entity,
            name=f"{rule.entity.title()}Pattern",
            patterns=[Pattern(rule.entity, str(rule.pattern), score)],
            supported_language=LANGUAGE,
        )

    def validate_result(self, pattern_text: str) -> bool | None:
        return self._checksum(pattern_text) if self._checksum else None


def _recogniser(rule: Recogniser) -> PatternRecognizer:
    if rule.presidio is None:
        return CheckedPattern(rule)
    recogniser: PatternRecognizer = getattr(predefined, rule.presidio)(supported_language=LANGUAGE)
    flags = recogniser.global_regex_flags or 0
    if rule.entity == "IBAN_CODE":
        recogniser.global_regex_flags = flags | re.IGNORECASE
    if rule.entity in CASED:
        recogniser.global_regex_flags = flags & ~re.IGNORECASE
    return recogniser


def _openers(context: tuple[str, ...]) -> Iterator[str]:
    """First words of phrases, also as the compounds that German, Dutch and the Nordic languages make of them."""
    for phrase in context:
        first = fold(re.split(r"[ '-]", phrase)[0])
        yield from (first + ending for ending in ("", *COMPOUNDS))


def _phrases(context: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(fold(phrase)) for phrase in context)
    return re.compile(rf"(?<![^\W_])(?:{known})(?:{'|'.join(COMPOUNDS)})?(?![^\W_])")
