"""Days to which things are moved, that go on from one named before, or that gave way to another, in trades of no set."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from benchmarks.logging_calls import wording
from crm.log.context import Context
from crm.log.days import find_days
from crm.log.reader import Reader
from crm.mentions import Mentions
from crm.nameindex import Known

NOW = datetime(2033, 5, 10, 10, tzinfo=UTC)  # a Tuesday
ROWS = [
    Known("account", 1, "Pellworm Bindery", 1),
    Known("contact", 1, "Maud Ihle", 1),
    Known("user", 1, "Pia Holm"),
]


def _due(text: str) -> set[date]:
    context = Context(
        now=NOW,
        mentions=Mentions.of(ROWS),
        stages=(),
        deals_of=lambda _: (),
        account_name={1: "Pellworm Bindery"}.get,
        author="Pia Holm",
        day_first=True,
    )
    return {step.due for each in Reader(context, wording()).read(text) for step in each.next_steps if step.due}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Maud at Pellworm Bindery moved tomorrow's tasting to Friday 2pm", {13}),
        ("Pellworm Bindery: Maud moved our fitting from 17 to 24 May", {24}),
        ("Pellworm Bindery: Maud shifted the press check from 18 till 20 May, same place", {20}),
        ("Maud Ihle rang, can we push the fitting to 19 May because of the floor. Told her that's fine", {19}),
        ("Maud Ihle rang, says come Thursday not Wednesday, actually no, Thursday she has the printers in so it's Friday", {13}),
        ("Rang Maud Ihle. I check two papers and go through them with her on Monday 16-5 at 10.00", {16}),
    ],
)  # fmt: skip
def test_that_day_is_the_one_on_which_it_is_due(text: str, days: set[int]) -> None:
    assert _due(text) == {date(2033, 5, day) for day in days}


def test_the_day_on_which_a_letter_was_sent_is_no_deadline() -> None:
    mail = (
        "Von: Maud Ihle\nGesendet: Montag, 9. Mai 2033 13:58\nAn: Pia Holm\nBetreff: Leim\n\n"
        "Dear Pia,\nplease give me an answer by Friday.\nM. Ihle"
    )
    assert _due(mail) == {date(2033, 5, 13)}


@pytest.mark.parametrize(
    "text", ["on the 4th we bring the press, training starts on the 12th", "folds the 4th of June, glue on the 12th"]
)
def test_a_bare_number_goes_on_from_the_day_before_it(text: str) -> None:
    days = find_days(text, NOW.date(), "future", day_first=True)
    assert [day.first for day in days] == [date(2033, 6, 4), date(2033, 6, 12)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tuesday 10-12", ["2033-05-17"]),  # hours
        ("they asked for the 25th, on the 11th we meet", ["2033-05-25", "2033-05-11"]),
        ("on the 28th of July, and on the 30th", ["2033-07-28", "2033-05-30"]),  # too late to be in every month
    ],
)
def test_what_is_left_as_it_was(text: str, days: list[str]) -> None:
    assert [day.first.isoformat() for day in find_days(text, NOW.date(), "future", day_first=True)] == days
