"""People and companies called as those call them who deal with them: by parts of names, pet names, titles."""

from __future__ import annotations

from datetime import datetime

import pytest

from benchmarks.logging_calls import gold_context
from crm.log.proposal import Proposal
from crm.log.reader import Reader

NOW = datetime.fromisoformat("2027-06-16T10:00:00+00:00")
AUTHORS = {"fifteenth": "Hina Qureshi", "trades": "Derek Hollins"}


def _read(record: str, text: str) -> Proposal:
    return Reader(gold_context(NOW, AUTHORS[record], f"record_{record}.json")).read(text)[0]


@pytest.mark.parametrize(
    ("record", "text", "account", "contacts"),
    [
        ("fifteenth", "Rang Peggy Lamont, she wants the inverter moved.", "Glenforsa Estates", ["Margaret Lamont"]),
        ("fifteenth", "Alhaji Tunde called me, he wants a price.", "Ogun Feed Mills", ["Tunde Bakare"]),
        ("fifteenth", "Selin Hanım called about the cables.", "Marmara Yacht Club", ["Selin Aksoy"]),
        ("fifteenth", "Pani Duda called, she needs the form.", "Gospodarstwo Zawada", ["Halina Duda"]),
        ("fifteenth", "Pancho Arredondo texted me.", "Hospital Veterinario del Bajío", ["Francisco Arredondo"]),
        ("fifteenth", "Bernd Stockinger called.", "Landestheater Erlauf", ["Bernhard Stockinger"]),
        ("fifteenth", "Akosuah from Volta emailed me.", "Volta Cocoa Processing", ["Akosua Boateng"]),
        ("fifteenth", "JP from De Kaap called.", "De Kaap Veehouderij", ["Jelle Postma"]),
        ("fifteenth", "The Carmes theatre called about the LEDs.", "Théâtre des Carmes", []),
        ("fifteenth", "Called the Aurora clinic, Paulo was in.", "Clínica Veterinária Aurora", ["Paulo Viana"]),
        ("trades", "Mickey at Pilbara called about tyres.", "Pilbara Haulage", ["Mick Tranter"]),
        ("trades", "Gower Surf: Ffi called about banners.", "Gower Surf Schools", ["Ffion Price"]),
        ("trades", "Pat Kroll rang, the premium is too high.", "Tuscarawas Lumber", ["Patty Kroll"]),
    ],
)
def test_somebody_is_found_by_what_people_call_them(record: str, text: str, account: str, contacts: list[str]) -> None:
    read = _read(record, text)

    assert (read.account, read.contacts) == (account, contacts)


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("fifteenth", "Aurora called today, they want a price."),  # two clients are called so
        ("trades", "Callum rang, no idea which."),  # "Callum rang" is no misspelt Callum Rae
        ("trades", "Met a bloke named Lars at the fair, no card."),
        ("fifteenth", "Flew to Erlauf on Monday, met nobody."),
    ],
)
def test_what_leaves_open_who_is_meant_links_nobody(record: str, text: str) -> None:
    read = _read(record, text)

    assert (read.account_id, read.contact_ids) == (None, [])


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Met Rob Kessel at the fair, owns Sunny Creek Dental in Boise.", "Sunny Creek Dental"),
        ("Meeting with Nikos Pappas from Hotel Sea Breeze, wants panels.", "Hotel Sea Breeze"),
        ("Visited the Finca Los Olmos, new to us, met Marta Solís.", "Finca Los Olmos"),
        ("First call with Clinique du Parc, Dr Sophie Martel.", "Clinique du Parc"),
        ("Spoke to Dave Moss of Moss Brothers Garage, wants a quote by Friday.", "Moss Brothers Garage"),
    ],
)
def test_a_new_company_is_told_by_the_kind_that_its_name_says(text: str, account: str) -> None:
    read = _read("fifteenth", text)

    assert (read.account, read.new) == (account, ["account", "contact"])
