"""Days that reps write in other languages, and the small words that say by when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from benchmarks.logging_calls import gold_context
from crm.log.days import find_days
from crm.log.foreign import days_said
from crm.log.reader import Reader

WEDNESDAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Angebot bis spätestens Freitag", "2026-11-20"), ("Muster bis Mi", "2026-11-25"), ("bis 04.12.", "2026-12-04"),
        ("prix avant le 20", "2026-11-20"), ("d'ici lundi", "2026-11-23"), ("au plus tard le 3 décembre", "2026-12-03"),
        ("antes del martes", "2026-11-24"), ("para el 5 de diciembre", "2026-12-05"), ("a más tardar el jueves", "2026-11-19"),
        ("entro il 3 dicembre", "2026-12-03"), ("entro venerdi", "2026-11-20"), ("até segunda", "2026-11-23"),
        ("até dia 30 de novembro", "2026-11-30"), ("uiterlijk vrijdag", "2026-11-20"), ("voor 3 december", "2026-12-03"),
        ("senast den 25:e", "2026-11-25"), ("innan måndag", "2026-11-23"), ("senest torsdag", "2026-11-19"), ("innen 4. desember", "2026-12-04"),
        ("viimeistään torstaina", "2026-11-19"), ("perjantaihin mennessä", "2026-11-20"), ("do piątku", "2026-11-20"), ("do 5 grudnia", "2026-12-05"),
        ("do pátku", "2026-11-20"), ("najkasnije do petka", "2026-11-20"), ("până vineri", "2026-11-20"), ("péntekig", "2026-11-20"),
    ],
)  # fmt: skip
def test_a_day_by_which_something_is_due(text, day):
    (found,) = find_days(text, WEDNESDAY, "future", day_first=True)
    assert (found.first.isoformat(), found.by) == (day, True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("el martes 24 con ella", "2026-11-24"), ("samedi 21 novembre", "2026-11-21"), ("w czwartek", "2026-11-19"),
        ("på torsdag", "2026-11-19"), ("v úterý", "2026-11-24"), ("na sexta", "2026-11-20"), ("il 30 novembre", "2026-11-30"),
        ("lunes 10 cajas", "2026-11-23"),
    ],
)  # fmt: skip
def test_a_day_without_a_deadline(text, day):
    (found,) = find_days(text, WEDNESDAY, "future", day_first=True)
    assert (found.first.isoformat(), found.by) == (day, False)


@pytest.mark.parametrize("text", ["hasta el lunes", "tot maandag", "fino a venerdì", "jusqu'à jeudi"])
def test_what_lasts_until_a_day_is_not_due_then(text):
    (found,) = find_days(f"chiuso {text}", WEDNESDAY, "future", day_first=True)
    assert (found.until, found.by) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "Domingo rang about the quote", "Maja and Tor called", "a set of 20 des boxes", "no sex please", "the second quarta", "do 20 of them",
        "send it to Tor for 20", "out 3 ago", "Mars ordered 20", "Segunda Mano wants a demo",
    ],
)  # fmt: skip
def test_words_that_are_no_days(text):
    assert days_said(text) == ()


def test_a_deadline_in_another_language_is_a_step_of_the_message():
    (proposal,) = Reader(gold_context(NOW)).read("Called Raj at Initech. Angebot bis Freitag")
    assert [step.due for step in proposal.next_steps] == [date(2026, 11, 20)]
    (proposal,) = Reader(gold_context(NOW)).read("Called Raj at Initech, cerrado hasta el viernes")
    assert [step.due for step in proposal.next_steps if step.due] == []
