"""Identifiers of twelve countries as strangers write them, obfuscated ones among them, and business that looks alike."""

from __future__ import annotations

import pytest

from benchmarks.identifiers import NONE, lines
from privacy.redactor import PresidioRedactor

LINES = lines()


@pytest.fixture(scope="module")
def redactor() -> PresidioRedactor:
    return PresidioRedactor(lambda _tenant_id: [])


@pytest.mark.parametrize("country", sorted({country for country, _, _ in LINES} - {NONE}))
def test_every_identifier_goes_whole(redactor: PresidioRedactor, country: str) -> None:
    left = []
    for _, text, values in (line for line in LINES if line[0] == country):
        spans = redactor.analyze(0, text)
        covered = {place for span in spans for place in range(span.start, span.end)}
        left += [text[s:e] for s, e, _ in values if any(p not in covered for p in range(s, e) if text[p].isalnum())]
    assert left == []


def test_no_business_number_goes(redactor: PresidioRedactor) -> None:
    texts = [text for country, text, _ in LINES if country == NONE]
    assert len(texts) == 60
    assert [
        text for text, redacted in zip(texts, redactor.redact(0, texts), strict=True) if redacted.text != text
    ] == []
