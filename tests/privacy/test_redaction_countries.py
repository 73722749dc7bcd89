"""Personal data of many countries, and what looks like it. In `redaction_cases.txt` every line is a text in which
`{value|TYPE}` must go and all else must stay; its headings are countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from privacy.redactor import PresidioRedactor

MARK = re.compile(r"\{((?:[^{}|]|\{[a-z]+\})+)\|([A-Z_]+)\}")
CASES = Path(__file__).with_name("redaction_cases.txt")


def sections() -> Iterator[tuple[str, list[str]]]:
    for section in CASES.read_text(encoding="utf-8").split("\n\n"):
        heading, *lines = section.strip().splitlines()
        yield heading.removeprefix("# "), lines


@pytest.fixture(scope="module")
def redactor() -> PresidioRedactor:
    return PresidioRedactor(lambda _tenant: ())


@pytest.mark.parametrize(("heading", "lines"), [*sections()], ids=lambda value: value if isinstance(value, str) else "")
def test_what_must_go_goes_and_the_rest_stays(redactor: PresidioRedactor, heading: str, lines: list[str]) -> None:
    expected = [MARK.sub(lambda match: f"<{match[2]}>", line) for line in lines]
    results = redactor.redact(1, [MARK.sub(lambda match: match[1], line) for line in lines])
    assert heading
    assert [result.text for result in results] == expected


def test_countries_and_look_alikes_are_many() -> None:
    found = dict(sections())
    assert sum(len(lines) for lines in found.values()) >= 600
    assert len(found["what stays"]) >= 200
    assert sum(not heading.startswith(("anywhere", "what")) for heading in found) >= 12
