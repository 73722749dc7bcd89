"""Days counted from another, days in other languages, and numbers that the record knows."""

from __future__ import annotations

from datetime import date

import pytest

from crm.log.context import KnownDeal
from crm.log.days import find_days
from crm.log.recalled import recalled
from crm.model import Outcome

TODAY = date(2027, 3, 3)  # a Wednesday
ONE_DAY = [
    ("the Friday after Easter", date(2027, 4, 2)),
    ("the monday before the 16th", date(2027, 3, 15)),
    ("the day before the 15th", date(2027, 3, 14)),
    ("the day after the 15th", date(2027, 3, 16)),
    ("two days before the 15th", date(2027, 3, 13)),
    ("the week after the 3rd of May", date(2027, 5, 10)),
    ("a week before 2 April", date(2027, 3, 26)),
    ("week tomorrow", date(2027, 3, 11)),
    ("this time next week", date(2027, 3, 10)),
    ("on day 18", date(2027, 3, 18)),
    ("this evening", TODAY),
    ("by close of play", TODAY),
    ("vendredi", date(2027, 3, 5)),
    ("el 15 de marzo", date(2027, 3, 15)),
    ("mañana", date(2027, 3, 4)),
    ("på torsdag", date(2027, 3, 4)),
    ("domani", date(2027, 3, 4)),
    ("in 14 Tagen", date(2027, 3, 17)),
]


@pytest.mark.parametrize(("said", "day"), ONE_DAY, ids=[said for said, _ in ONE_DAY])
def test_one_day_is_meant(said, day):
    (found,) = find_days(f"send her the list {said}", TODAY, "future", day_first=True)
    assert (found.first, found.last) == (day, day)
    assert said.endswith(found.text) or found.text in said


def test_a_month_is_nothing_to_count_days_from():
    days = find_days("ring him the Friday before October", TODAY, "future")
    assert [day.first for day in days] == [date(2027, 3, 5), date(2027, 10, 1)]


@pytest.mark.parametrize("said", ["por la mañana", "ask Maja", "Julio has it", "Avril phones", "the Mayo clinic"])
def test_mornings_and_names_are_no_days(said):
    assert find_days(said, TODAY, "future") == []


DEALS = (
    KnownDeal(1, "Renewal", 7, amount=16_200),
    KnownDeal(2, "Expansion", 7, amount=73_100),
    KnownDeal(3, "Pilot", 7, outcome=Outcome.LOST, amount=20_500),
)


@pytest.mark.parametrize(
    ("text", "deal"),
    [
        ("docusign pinged, 16.2 in the bag", 1),
        ("she says sixteen two is okay", 1),
        ("they can live with 73,100", 2),
        ("73.100 passt", 2),
        ("16.2 and 73.1 both stand", None),
        ("we lost the 20.5 last year", None),
        ("the 16th of March at 7:31", None),
        ("version 16.2.1", None),
        ("", None),
    ],
)
def test_a_number_that_is_an_open_deals_size_means_it(text, deal):
    found = recalled(text, DEALS)
    assert (found.id if found else None) == deal
