"""What reps say in their own manner of speaking, and what is no step, size or day of what they tell."""

from datetime import UTC, date, datetime

import pytest

from benchmarks.logging_calls import gold_context, wording
from crm.log.reader import Reader

NOW = datetime(2030, 5, 14, 16, 20, tzinfo=UTC)  # a Tuesday
ME = "Dod Strachan"


def _read(text):
    return Reader(gold_context(NOW, ME, "record_twentysecond.json"), wording()).read(text)[0]


def _owners(text):
    return {step.owner for step in _read(text).next_steps} - {ME, None}


@pytest.mark.parametrize(
    "text",
    [
        "Rang Pip at the smokehouse. Lamar's gonna send the drawings by Friday",
        "Rang Pip at the smokehouse. Lamar's sendin the drawings by Friday",
        "Rang Pip at the smokehouse. Lamar tae send the drawings by Friday",
    ],
)
def test_a_colleague_does_it_in_any_manner_of_speaking(text):
    assert _owners(text) == {"Lamar Gentry"}


@pytest.mark.parametrize(
    "text",
    [
        "Met Emre bey at Bursa Havlu. Keta Lagoon Resort will take the full 300 kVA",
        "Rang Inga Flett. She will have all nine chutes, I send the form by Friday",
        "Rang Inga Flett. She will compare with another make",
        "Rang Inga Flett, she sees me Friday at 10",
        "Rang Inga Flett. New price agreed, she'll have it in writing from me Friday",
    ],
)
def test_what_a_client_gets_or_weighs_is_no_task_of_theirs(text):
    assert _owners(text) == set()


def test_a_title_after_a_name_does_not_hide_who_does_it():
    assert _owners("Meeting at Bursa Havlu with Derya hanım. Derya hanım will send the result on 24 May") == {
        "Derya Koç"
    }


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Barry Whitcombe rang, he takes two bain-maries, 7400 for the pair", 7400),
        ("Derya signed. Not 48.500, we kept 50.000 🎉 Bursa Havlu is won", 50000),
        ("Met Ante Šimić in Lumbarda, the marina needs 70 m of new decking", None),
        ("I typed it wrong with De Wielen, not 141 but 114 thousand", 114000),
    ],
)
def test_the_size_of_a_deal(text, amount):
    deal = _read(text).deal
    assert (deal.amount if deal else None) == amount


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Day two of the boat show in Split. Ante Šimić came with his father, they want a jetty. I quote on Monday", "meeting"),
        ("Marina Lumbarda, was there all morning. The pontoon is rotten. I quote on Monday", "meeting"),
        ("Thuy wants five more washers. I mail her the quotation right now", "email"),
    ],
)  # fmt: skip
def test_what_kind_of_dealing(text, kind):
    assert _read(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Inga Flett rang to move our visit from Monday to the Thursday",
        "Inga Flett rang about the alarm of Sunday",
        "Inga Flett rang, she receives me Friday at 9",
    ],
)
def test_days_of_other_things_are_not_when_it_happened(text):
    assert _read(text).occurred_at.date() == NOW.date()


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Inga Flett rang, they hear from the harbour board on 12 June. I ring her the 14th", date(2030, 6, 14)),
        ("Inga Flett rang, the board sits on the 22nd. I ring her the morning after", date(2030, 5, 23)),
    ],
)
def test_a_day_counts_on_from_the_one_before(text, due):
    assert due in {step.due for step in _read(text).next_steps}


def test_terms_of_payment_set_no_day():
    steps = _read("Inga Flett mailed, she wants payment in 60 days. I answer her tomorrow").next_steps
    assert {step.due for step in steps} == {date(2030, 5, 15)}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Rang Pip, no cash this year. Park the chiller job", "Parked"),
        ("Inga Flett mailed. Leave it till after the season, Parked so, and I try her again in September", "Parked"),
        ("Orkney Tidal lost, they closed with another supplier. Inga Flett told me", "Closed Lost"),
    ],
)
def test_where_a_deal_stands(text, stage):
    assert _read(text).deal.stage == stage
