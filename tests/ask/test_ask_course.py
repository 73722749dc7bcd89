"""A course of time in one sentence."""

import pytest

from crm.ask.plan import Group, Measure, QueryPlan
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.sql import Table
from crm.ask.telling.course import Course
from crm.ask.telling.figures import months, noun_of, when

REVENUE = Measure(kind="sum", field="deal.amount", label="won revenue")
WON = Measure(kind="count", label="won deals")
LOST = Measure(kind="count", label="lost deals")
RATE = Measure(kind="win_rate", label="win rate")
FIELDS = {"deal.amount": FieldInfo("deal", "amount", "amount", "money")}


def told(measures, rows, grain="month", start=1, more=()):
    group_by = [Group(field="deal.close_date", grain=grain), *more]
    plan = QueryPlan(subject="deal", shape="table", measures=measures, group_by=group_by)
    vocabulary = Vocabulary(1, "USD", FIELDS, fiscal_year_start=start)
    return Course(plan, Table([], rows, len(rows), []), len(group_by), vocabulary, noun_of).told()


@pytest.mark.parametrize(
    ("measures", "rows", "sentence"),
    [
        (
            [REVENUE],
            [["2026-01", 100.0], ["2026-03", 300.0]],
            "Won revenue: $400 in all, highest in March 2026 ($300), none in February 2026.",
        ),
        ([WON], [["2026-01", 4], ["2026-02", 1]], "5 won deals in all, most in January 2026 (4), fewest in February 2026 (1)."),
        ([WON, LOST], [["2026-01", 4, 1], ["2026-02", 1, 0]], None),
        ([WON], [["2026-01", 2], ["2026-02", 2]], "4 won deals in all."),
        ([WON], [["2026-01", 2], ["2026-12", 3]], "5 won deals in all, most in December 2026 (3), none in 10 of 12 months."),
        ([RATE], [["2026-01", 0.5], ["2026-02", None], ["2026-03", 1.0]], "Win rate was highest in March 2026 (100%) and lowest in January 2026 (50%)."),
        ([REVENUE], [["2026-01", None]], ""),
    ],
)  # fmt: skip
def test_a_course_is_told_by_its_sum_its_most_and_its_gaps(measures, rows, sentence):
    if sentence is None:
        sentence = "5 won deals in all, most in January 2026 (4), fewest in February 2026 (1); 1 lost deal."
    assert (told(measures, rows) or "") == sentence


def test_weeks_and_fiscal_quarters_go_by_their_names():
    assert "most in the week of 16 November 2026 (2)" in told([WON], [["2026-11-09", 1], ["2026-11-16", 2]], "week")
    assert told([WON], [["FY26 Q4", 1], ["FY27 Q2", 2]], "quarter", 4).endswith("none in FY27 Q1.")


def test_of_two_breakdowns_the_extremes_are_named_with_both():
    rows = [["2026-01", "Ann", 100], ["2026-02", "Bo", 50]]
    said = told([REVENUE], rows, more=[Group(field="user.name")])
    assert said == "Won revenue was highest in January 2026 for Ann ($100) and lowest in February 2026 for Bo ($50)."


def test_times_are_listed_with_their_year_once():
    assert months(["2026-02", "2026-06"]) == ["February", "June 2026"]
    assert months(["2025-12", "2026-01"]) == ["December 2025", "January 2026"]
    assert [when(label) for label in ("2026 Q3", "2026-11-16", "Acme")] == ["Q3 2026", "16 November 2026", "Acme"]
