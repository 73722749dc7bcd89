"""Presidio's analyzer with pinned recognisers, no language model and context words read off the text itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import presidio_analyzer.predefined_recognizers as predefined
from presidio_analyzer import (
    AnalyzerEngine,
    LocalRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from privacy.checksums import CHECKSUMS
from privacy.finders import FINDERS, Finding
from privacy.finders.finding import Finder
from privacy.recognisers import BUSINESS_NUMBER, RECOGNISERS, Recogniser
from privacy.words import fold

LANGUAGE = "en"
THRESHOLD = 0.5
WITH_CONTEXT = 0.95
AFTER = 30  # characters behind a finding in which its context counts
CASED = frozenset({"UK_DRIVING_LICENCE", "DE_ID_CARD", "DE_PASSPORT", "US_MBI", "CRYPTO"})
BUSINESS = re.compile(BUSINESS_NUMBER, re.IGNORECASE)

# Presidio logs what it could not validate, text and all.
logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)


class Engine:
    """Finds personal data of every kind but the tenant's own people."""

    def __init__(self) -> None:
        rules = [(_recogniser(rule), rule) for rule in RECOGNISERS]
        own = [FinderRecogniser(name, finder) for name, finder in FINDERS.items() if name not in LIGHT]
        registry = RecognizerRegistry(
            recognizers=[*(recogniser for recogniser, _ in rules), *own], supported_languages=[LANGUAGE]
        )
        self._gates = [_Gate(rule) for rule in RECOGNISERS]
        self._own = [entity for recogniser in own for entity in recogniser.supported_entities]
        self._engine = AnalyzerEngine(
            registry=registry,
            nlp_engine=NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": ""}]),
            supported_languages=[LANGUAGE],
            context_aware_enhancer=NearbyWords({recogniser.id: rule for recogniser, rule in rules}),
            default_score_threshold=THRESHOLD,
            log_decision_process=False,
        )

    def find(self, text: str, words: frozenset[str]) -> list[Finding]:
        """Findings in no order, overlaps included. `words` are the folded words of the text."""
        digits = sum(map(text.count, "0123456789"))
        entities = {gate.entity for gate in self._gates if gate.opens(digits, words)}
        found = [finding for name in LIGHT for finding in FINDERS[name](text)]
        if digits >= 6:
            entities.update(self._own)
        if entities:
            results = self._engine.analyze(text, LANGUAGE, entities=sorted(entities))
            found += [Finding(one.start, one.end, one.entity_type, one.score) for one in results]
        return found


LIGHT = ("EMAIL_ADDRESS", "CREDENTIALS", "PERSON", "DATE_TIME", "STREET_ADDRESS")


class _Gate:
    """Whether a recogniser can find anything in a text at all."""

    def __init__(self, rule: Recogniser) -> None:
        self.entity = rule.entity
        self._digits = rule.digits
        self._first_words = None if rule.alone else {fold(phrase.split()[0]) for phrase in rule.context}

    def opens(self, digits: int, words: frozenset[str]) -> bool:
        return digits >= self._digits and (self._first_words is None or not self._first_words.isdisjoint(words))


class FinderRecogniser(LocalRecognizer):
    """One of our finders as Presidio sees recognisers."""

    def __init__(self, entity: str, finder: Finder) -> None:
        self._finder = finder
        self.name: str
        super().__init__(supported_entities=[entity], name=f"{entity.title()}Finder", supported_language=LANGUAGE)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002
        return [self._result(finding) for finding in self._finder(text)]

    def _result(self, finding: Finding) -> RecognizerResult:
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(finding.type, finding.start, finding.end, finding.score, recognition_metadata=metadata)


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


class NearbyWords(ContextAwareEnhancer):
    """Decides by the words around a finding: Presidio's own enhancer needs lemmas, which need a model."""

    def __init__(self, rules: dict[str, Recogniser]) -> None:
        super().__init__(0.35, THRESHOLD, 0, 0)
        self._rules = rules
        self._context = {key: _phrases(rule.context) for key, rule in rules.items()}

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: Any,  # noqa: ARG002
        recognizers: Sequence[Any],  # noqa: ARG002
        context: list[str] | None = None,  # noqa: ARG002
    ) -> list[RecognizerResult]:
        for result in raw_results:
            key = result.recognition_metadata[RecognizerResult.RECOGNIZER_IDENTIFIER_KEY]
            if key in self._rules:
                result.score = self._score(text, result, key)
        return raw_results

    def _score(self, text: str, result: RecognizerResult, key: str) -> float:
        rule, phrases = self._rules[key], self._context[key]
        before = text[max(0, result.start - rule.reach) : result.start]
        if phrases.search(fold(before)) or phrases.search(fold(text[result.end : result.end + AFTER])):
            return max(float(result.score), WITH_CONTEXT)
        if not rule.alone or BUSINESS.search(before):
            return 0.0
        return float(result.score)


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


def _phrases(context: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])(?:" + "|".join(re.escape(fold(phrase)) for phrase in context) + r")(?![^\W_])")
