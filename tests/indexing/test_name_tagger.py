"""Names of strangers: what the shipped tagger finds and what it leaves, and the setting for another engine."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import FatalError
from indexing.name_tagger import MODEL, Tagger
from indexing.spacy_names import SpacyNames

TAGGER = Tagger()

FOUND = [
    ("Spoke with Olufemi Adeyinka about the renewal.", ["Olufemi Adeyinka"]),
    ("Priyanka Raghunathan from Contoso wants a demo", ["Priyanka Raghunathan"]),
    ("Please loop in Wojciech and Katarzyna Zielińska.", ["Wojciech", "Katarzyna Zielińska"]),
    ("call jane doe tmrw", ["jane doe"]),
    ("met with giovanni rossi, went well", ["giovanni rossi"]),
    ("Zanele said the budget is approved", ["Zanele"]),
    ("Regards,\nTuấn Nguyen\nHead of Procurement\nAcme GmbH", ["Tuấn Nguyen"]),
    ("It was Anne-Marie van der Berg who signed.", ["Anne-Marie van der Berg"]),
    ("Kate M. Begum and J. R. Haraldsson will attend", ["Kate M. Begum", "J. R. Haraldsson"]),
    ("Attendees: Yuki Tanaka, Lars Eriksen, Fatima Zahra", ["Yuki Tanaka", "Lars Eriksen", "Fatima Zahra"]),
    ("Frau Schneider hat angerufen und wartet auf das Angebot.", ["Schneider"]),
    ("Ask Siobhán O'Connor; Siobhán knows.", ["Siobhán O'Connor", "Siobhán"]),
]
NOTHING = [
    "",
    "The Q3 numbers are in and May was strong.",
    "Salesforce, HubSpot and Power BI were compared with Tableau.",
    "Invoice INV-2024-00123 for SKU HW-2210-BLK-XL is due.",
    "Bitte die Rechnung an die Buchhaltung senden, der Vertrag ist unterschrieben.",
    "Merci d'envoyer la facture et le contrat au service client.",
    "We need the SOC 2 report, the DPA and the Master Service Agreement.",
    "Flights from Chicago to Denver are cheap in June.",
    "IBAN, SEPA and AUD are supported",
    "Please mark it as done, grace period ends; will power helps.",
    "Quarterly Business Review: Key Takeaways and Next Steps",
    "@acme #launch http://example.com/Olga_Petrova jira RAP-1234",
    "Deliver 20 Orbit Pro and 3 Nimbus Cloud licences by Friday.",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_are_found(text: str, names: list[str]) -> None:
    (spans,) = TAGGER.names([text])
    assert [text[span.start : span.end] for span in spans] == names
    assert {span.type for span in spans} == {"PERSON"}


@pytest.mark.parametrize("text", NOTHING)
def test_business_is_left(text: str) -> None:
    assert TAGGER.names([text]) == [[]]


def test_one_list_for_each_text_in_order_and_long_texts_to_their_end() -> None:
    long = "nothing here. " * 3_000 + "Spoke with Olufemi Adeyinka."
    first, second, third = TAGGER.names(["", "Maria Gonzalez called.", long])
    assert first == []
    assert [(span.start, span.end) for span in second] == [(0, 14)]
    assert [long[span.start : span.end] for span in third] == ["Olufemi Adeyinka"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_ordered_spans_within_it(text: str) -> None:
    position = 0
    for span in TAGGER.names([text])[0]:
        assert position <= span.start < span.end <= len(text)
        position = span.end


def test_the_model_is_small_and_holds_no_words() -> None:
    assert MODEL.stat().st_size < 3_000_000
    with np.load(MODEL, allow_pickle=False) as file:
        assert all(file[name].dtype.kind in "iuf" for name in file.files)


def test_a_missing_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="install Rapport again"):
        Tagger(tmp_path / "none.npz").names(["Maria Gonzalez called."])


def test_spacy_finds_names_with_an_installed_model(tmp_path: Path) -> None:
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Zork Blimp"}, {"label": "ORG", "pattern": "Acme"}])  # type: ignore[attr-defined]
    pipeline.to_disk(tmp_path / "model")
    found = SpacyNames(str(tmp_path / "model")).names(["Zork Blimp of Acme called", ""])
    assert [[(span.start, span.end, span.type) for span in spans] for spans in found] == [[(0, 10, "PERSON")], []]


def test_spacy_without_the_model_says_what_to_do() -> None:
    with pytest.raises(FatalError, match=r"xx_no_such_model is not installed here.*RAPPORT_NAMES_ENGINE=tagger"):
        SpacyNames("xx_no_such_model").names(["Maria"])


def test_a_spacy_model_that_knows_no_names_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "model")
    with pytest.raises(FatalError, match="does not look for names"):
        SpacyNames(str(tmp_path / "model")).names(["Maria"])


def test_without_the_package_spacy_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(FatalError, match="spaCy is not installed here"):
        SpacyNames("en_core_web_sm").names(["Maria"])
