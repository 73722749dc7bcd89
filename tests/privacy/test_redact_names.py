"""Names that a tagger tells the redactor, beside those of the record and those the text announces."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.redaction import lone
from crm.model import Account, Product, Tenant
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
        (("Georgia Miller",), "Georgia Miller of Tesla left", "<PERSON> of Tesla left"),
        (("Tesla",), "The Tesla fleet grows", "The Tesla fleet grows"),
        (("Elm",), "She lives at 42 Elm Street", "She lives at <STREET_ADDRESS>"),
    ],
)
def test_what_the_tagger_tells_joins_the_rest(names: tuple[str, ...], text: str, expected: str) -> None:
    redactor = PresidioRedactor(lambda _tenant: (JANE,), Told(*names))
    assert redactor.redact(1, [text])[0].text == expected


def test_a_person_named_like_a_client_is_no_part_of_it(store, tenant_id, clock) -> None:
    stamp = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        session.add_all([Account(name="Quibble", **stamp), Product(name="Zorx", **stamp)])
    redactor = PresidioRedactor(store, Told("Anna Quibble", "Zorx"))
    texts = ["Anna Quibble left", "Quibble wants Zorx"]
    assert [one.text for one in redactor.redact(tenant_id, texts)] == ["<PERSON> left", "Quibble wants Zorx"]


def test_competitors_stay(store, tenant_id) -> None:
    redactor = PresidioRedactor(store, Told("Zorx"))
    assert redactor.redact(tenant_id, ["They like Zorx"])[0].text == "They like <PERSON>"
    with store.write() as session:
        tenant = session.get(Tenant, tenant_id)
        tenant.settings = {**tenant.settings, "competitors": ["Zorx"]}
    assert redactor.redact(tenant_id, ["They like Zorx"])[0].text == "They like Zorx"


def test_products_nobody_listed_are_seldom_people_and_people_are_seen() -> None:
    taken, seen = (int(told.split()[0]) for told in lone().values())
    assert taken < 90
    assert seen > 225


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
