"""Who is to do a next step, by the words around its day."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm.log.days import find_days
from crm.log.due import due_day
from crm.log.reader import Reader

sys.path.insert(0, str(Path(__file__).parents[2]))  # the benchmark holds the record that the messages speak of

from benchmarks.logging_calls import gold_context

NOW = datetime(2027, 2, 25, 10, tzinfo=UTC)  # a Thursday
TODAY = NOW.date()


def _owners(text: str) -> set[str | None]:
    (first, *_) = Reader(gold_context(NOW, "Maya Lindqvist", "record_demo.json")).read(text)
    return {step.owner for step in first.next_steps} - {"Maya Lindqvist"}


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Met Hank at Globex, he wants a refresher, Ingrid sets it up next week", "Ingrid Solheim"),
        ("Spoke to Graham Crandall, MSA from Marcus tomorrow", "Marcus Ferreira"),
        ("Jane wants 10% off, Daniel has to approve by Friday", "Daniel Okafor"),
        ("Jane promised me the redlines by Friday", "Jane Holloway"),
        ("Jane at Acme said she'd have redlines to me by Friday", "Jane Holloway"),
        ("Globex QBR done. Priya's doing the price sheet for Friday", "Priya Raman"),
        ("Hank at Globex: refresher, Priya please by Friday", "Priya Raman"),
        ("Told Hank that Ingrid would give him a shout tomorrow", "Ingrid Solheim"),
        ("Called Jane at Acme. Jonas layout Tuesday", "Jonas Weidner"),
        ("Called Jane at Acme. Install week of 8 March, Ingrid owns it", "Ingrid Solheim"),
        ("walt k said he'd pay by friday", "Walt Kilbride"),
        ("DPA for Femke Dijkstra: Lena by Monday", "Lena Brandt"),
        ("Audit at Acme with Jane and Raj Banerjee. RB: confirm go-live by Friday", "Raj Banerjee"),
    ],
)
def test_who_is_to_do_it_shows_by_the_words_around_the_day(text, owner):
    assert _owners(text) == {owner}


@pytest.mark.parametrize(
    "text",
    [
        "Demo with Hank and Priya on Monday",
        "Meeting with Hank set for Monday, Ingrid joins",
        "Vince Tarrant texted, numbers to him Monday",
        "Sofia passed me Matteo Fabbri. I call him Monday",
        "Jane expects the offer from me by Friday",
        "Saltbox - Peter Yardley: renewal to be closed at 36.7k by 12 March",
    ],
)
def test_a_name_beside_a_day_is_not_always_who_does_it(text):
    assert _owners(text) == set()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by knock off tomorrow", "2027-02-26"),
        ("before close of play today", "2027-02-25"),
        ("by end of play", "2027-02-25"),
        ("the morn", "2027-02-26"),
        ("morgen fr\u00fch", "2027-02-26"),
        ("luned\u00ec", "2027-03-01"),
        ("Di 10 Uhr", "2027-03-02"),
        ("Tuesday in two weeks", "2027-03-09"),
        ("within the week", "2027-03-04"),
        ("by end next week", "2027-03-05"),
        ("Friday 19", "2027-03-19"),
        ("by 24.03", "2027-03-24"),
        ("on Tuesday, the second", "2027-03-02"),
        ("Thursday, scratch that, Friday", "2027-02-26"),
        ("booked 3/4 2pm", "2027-04-03"),
        ("13/4 am", "2027-04-13"),
    ],
)
def test_days_as_reps_name_them(text, day):
    said = f"send it {text}"
    days = find_days(said, TODAY, "future", day_first=True)
    assert str(due_day(said, days, TODAY)) == day
