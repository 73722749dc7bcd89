"""Names that stand in a message for somewhere else: former and new employers, rivals, who passed a number on, namesakes."""

from datetime import UTC, datetime

import pytest

from benchmarks.logging_calls import gold_context, wording
from crm.log.reader import Reader

NOW = datetime(2030, 5, 14, 16, 20, tzinfo=UTC)  # a Tuesday


def _read(text):
    return Reader(gold_context(NOW, "Anneliese Vogt", "record_twentysecond.json"), wording()).read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Called Anil Gaikwad of Deccan Gears. The new planner was before at Sahyadri Pumps, I quote on Monday",
        "Visited Deccan Gears, Sunita Joshi was in. Her old employer Sahyadri Pumps pays late, she says. Offer on Monday",
        "Deccan Gears: Anil Gaikwad rang. The fitter has joined Sahyadri Pumps, so no trial before Monday",
        "Met Sunita Joshi at Deccan Gears, her foreman starts a new job at Sahyadri Pumps. I call again on Monday",
        "Phoned Deccan Gears, not the Anil from Deccan Forge but Anil Gaikwad. I send the price on Monday",
        "Rang Sunita Joshi at Deccan Gears. Competition from Sahyadri Pumps again, I send the price on Monday",
    ],
)
def test_other_places_of_a_person_are_none_of_the_message(text):
    assert {proposal.account for proposal in _read(text)} == {"Deccan Gears"}


@pytest.mark.parametrize(
    "text",
    [
        "Referral from Arlo Schmitke: Teton Pass Dairy, Gwen Olander runs it. Called her, quote goes on Monday",
        "New lead, Gwen Olander of Teton Pass Dairy. Arlo Schmitke gave her my number. I call her Monday",
    ],
)
def test_who_passed_a_name_on_is_not_whom_it_is_about(text):
    first = _read(text)[0]
    assert first.account_id is None
    assert (first.account, "Arlo Schmitke" in first.contacts) == ("Teton Pass Dairy", False)


@pytest.mark.parametrize(
    "text",
    [
        "Buchan rang, he wants his hoist serviced by Thursday",
        "Buchan's moaning about his liferaft, I promised him a date by Thursday",
    ],
)
def test_a_name_of_a_firm_and_of_somebody_elsewhere_is_asked_about(text):
    first = _read(text)[0]
    assert (first.account, first.account_id, "account" in first.missing) == (None, None, True)


@pytest.mark.parametrize(
    "text",
    ["Visited Buchan today, two liferafts more by Thursday", "Called Sandy at Buchan, he wants his hoist serviced"],
)
def test_a_name_that_says_it_is_the_firm_is_the_firm(text):
    assert _read(text)[0].account == "Buchan Ness Trawlers"


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("New lad: Fergal Tuohy, Tuohy Free Range, rang. I visit him Monday", "Tuohy Free Range"),
        ("Woman called Marge Dorsey phoned, Dorsey Custom Milling out of Chinook. I quote her Monday", "Dorsey Custom Milling"),
        ("Met Percival Oakes, curator at the Langbourne Compass Collection. I write to him Monday", "Langbourne Compass Collection"),
        ("New lead, Mireia Pons of Cooperativa Camp d'Elx. I call her Monday", "Cooperativa Camp d'Elx"),
        ("Nouveau: Aéroport de Mont-Clair, Odile Roy. I visit her Monday", "Aéroport de Mont-Clair"),
    ],
)  # fmt: skip
def test_a_new_firm_has_its_whole_name(text, account):
    assert [proposal.account for proposal in _read(text)] == [account]


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Ton of De Wielen phoned, the lamps flicker", "Kwekerij De Wielen"),
        ("Visited the Bakkers of De Wielen, both were in a good mood about the lamps", "Kwekerij De Wielen"),
        ("Correction to my Stolzenfels note: the trial takes four weeks", "Brauerei Stolzenfels"),
        ("I put it down wrong with De Wielen, they want 31 lamps and not 13", "Kwekerij De Wielen"),
    ],
)
def test_a_client_goes_by_the_end_of_its_name(text, account):
    (proposal,) = _read(text)
    assert (proposal.kind != "none", proposal.account) == (True, account)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Met Jorunn Haugland of Klinikum Waldau at the fair. I call her Monday", "Jorunn Haugland"),
        ("Fair, hall 2. Tuncay Ersoy, plant manager of Bursa Havlu, liked the samples. I visit him Monday", "Tuncay Ersoy"),
    ],
)  # fmt: skip
def test_who_is_of_a_firm_is_a_contact(text, contact):
    assert contact in _read(text)[0].contacts
