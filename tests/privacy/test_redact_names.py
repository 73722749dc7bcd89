"""Names that a tagger tells the redactor, beside those of the record and those the text announces."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crm.ports import Span
from indexing.name_tagger import Tagger
from privacy.people import Person
from privacy.redactor import PresidioRedactor

JANE = Person(1, "person", ("Jane Doe",), ("jane@acme.com",))


class Told:
    """A tagger that is told which words are names."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def names(self, texts: Sequence[str]) -> list[list[Span]]:
        return [
            [Span(text.index(one), text.index(one) + len(one), "PERSON") for one in self._names if one in text]
            for text in texts
        ]


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (("Zorx Quibble",), "Zorx Quibble left", "<PERSON> left"),
        (("Jane Doe",), "Jane Doe left", "[person:1] left"),
        (("Zorx Quibble",), "Dear Mr. Zorx, it is Zorx Quibble", "Dear Mr. <PERSON>, it is <PERSON>"),
        (("Anna Quibble",), "Anna Quibble left", "<PERSON> left"),
        (("Charles Schwab",), "Charles Schwab left", "Charles Schwab left"),
        (("Quibble",), "mail quibble@Quibble.com or Quibble", "mail <EMAIL_ADDRESS> or Quibble"),
        (("Elm",), "She lives at 42 Elm Street", "She lives at <STREET_ADDRESS>"),
    ],
)
def test_what_the_tagger_tells_joins_the_rest(names: tuple[str, ...], text: str, expected: str) -> None:
    redactor = PresidioRedactor(lambda _tenant: (JANE,), Told(*names))
    assert redactor.redact(1, [text])[0].text == expected


def test_the_shipped_tagger_redacts_strangers_and_leaves_business() -> None:
    redactor = PresidioRedactor(lambda _tenant: (JANE,), Tagger())
    texts = [
        "Jane Doe and Olufemi Adeyinka compared HubSpot with Salesforce in May.",
        "Hallo, die Rechnung für Q3 ist offen. Grüße",
        "Charles Schwab and Morgan Stanley renewed in San Francisco.",
    ]
    assert [one.text for one in redactor.redact(1, texts)] == [
        "[person:1] and <PERSON> compared HubSpot with Salesforce in May.",
        texts[1],
        texts[2],
    ]
    once = redactor.redact(1, texts)
    assert [one.text for one in redactor.redact(1, [one.text for one in once])] == [one.text for one in once]
