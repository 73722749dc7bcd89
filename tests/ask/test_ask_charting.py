"""Which picture an answer makes: pure, from the plan and its rows."""

from datetime import UTC, date, datetime

import pytest

from crm.ask.plan import Group, Having, Measure, QueryPlan, Span
from crm.ask.telling.charting import Answered, chart, wanted
from crm.ask.telling.chartspec import described
from crm.ask.telling.stretch import begins, label_at, stretch

TODAY = date(2026, 11, 21)
REVENUE = Measure(kind="sum", field="deal.amount", label="won revenue")
COUNT = Measure(kind="count", label="number of deals")
MONTH = Group(field="deal.close_date", grain="month")
REP = Group(field="user.name")
SECTOR = Group(field="account.industry")
YEAR = Span(text="this year", start=datetime(2026, 1, 1, tzinfo=UTC), end=datetime(2027, 1, 1, tzinfo=UTC))
BEFORE = Span(text="last year", start=datetime(2025, 1, 1, tzinfo=UTC), end=datetime(2026, 1, 1, tzinfo=UTC))


def made(columns, rows, unit="", **plan):
    plan = QueryPlan(**{"subject": "deal", "shape": "table", "measures": [REVENUE], **plan})
    units = [""] * (len(columns) - len(plan.measures)) + [unit] * len(plan.measures)
    return chart(Answered(plan, columns, rows, units, TODAY)), plan


def test_a_trend_is_a_line_with_its_empty_months():
    rows = [["2026-02", 100], ["2026-05", 300], ["2026-08", 200]]
    spec, plan = made(["month", "won revenue"], rows, "$", group_by=[MONTH], periods=[YEAR])
    assert (spec.kind, spec.unit, spec.title) == ("line", "$", "Won revenue by month, this year")
    assert spec.labels == tuple(f"2026-{month:02d}" for month in range(1, 12))
    assert spec.series[0].values == (0, 100, 0, 0, 300, 0, 0, 200, 0, 0, 0)
    assert spec.partial
    assert wanted(plan, spec)
    said = described(spec)
    assert "Line chart: Won revenue by month, this year. 2026-01 to 2026-11." in said
    assert "Highest 2026-05 at $300" in said
    assert "last 2026-11 at $0" in said
    assert "2026-11 is not over yet" in said


def test_a_rate_of_a_month_without_deals_is_a_gap():
    rate = Measure(kind="win_rate", label="win rate")
    rows = [["2026-02", 0.5], ["2026-04", 0.25], ["2026-05", 0.4]]
    spec, _ = made(["month", "win rate"], rows, "%", group_by=[MONTH], measures=[rate])
    assert spec.series[0].values == (0.5, None, 0.25, 0.4)
    assert not spec.partial


def test_a_trend_of_reps_is_a_line_for_each_of_the_five_largest():
    rows = [[f"Rep {n}", month, n * 10] for n in range(1, 8) for month in ("2026-01", "2026-02", "2026-03")]
    spec, plan = made(["rep", "month", "won revenue"], rows, "$", group_by=[REP, MONTH])
    assert [series.name for series in spec.series] == ["Rep 7", "Rep 6", "Rep 5", "Rep 4", "Rep 3"]
    assert spec.total == 7
    assert wanted(plan, spec)


def test_a_share_is_drawn_at_once_and_a_ranking_when_asked():
    share = Measure(kind="share", field="deal.amount", over="all", label="share of won revenue")
    rows = [["Tally", 0.5], ["Foresight", 0.3], ["Quayside", 0.2]]
    spec, plan = made(["product", "share of won revenue"], rows, "%", group_by=[SECTOR], measures=[share])
    assert (spec.kind, wanted(plan, spec)) == ("bar", True)
    spec, plan = made(["rep", "won revenue"], [["Ann", 3], ["Bo", 2], ["Cy", 1]], "$", group_by=[REP])
    assert not wanted(plan, spec)
    assert wanted(plan.model_copy(update={"show": "chart"}), spec)
    assert not wanted(plan.model_copy(update={"show": "table"}), spec)


def test_more_bars_than_a_phone_shows_are_counted():
    rows = [[f"Account {n}", 100 - n] for n in range(40)]
    spec, _ = made(["account", "won revenue"], rows, "$", group_by=[SECTOR])
    assert (len(spec.labels), spec.total) == (12, 40)


def test_two_periods_stand_side_by_side_in_the_order_of_time():
    rows = [["Ann", "this year", 30], ["Bo", "last year", 20], ["Ann", "last year", 10]]
    spec, _ = made(
        ["rep", "period", "won revenue"], rows, "$", group_by=[REP], periods=[YEAR, BEFORE], compare_periods=True
    )
    assert [(series.name, series.values) for series in spec.series] == [("Last year", (10, 20)), ("This year", (30, 0))]


def test_counts_of_two_kinds_are_stacked_and_the_rest_put_together():
    rows = [[sector, stage, 1] for sector in "ABC" for stage in ("one", "two", "three", "four", "five", "six")]
    spec, _ = made(["sector", "stage", "number of deals"], rows, group_by=[SECTOR, REP], measures=[COUNT])
    assert spec.kind == "stacked"
    assert [series.name for series in spec.series][-1] == "Others"
    assert spec.series[-1].values == (2, 2, 2)


def test_negative_parts_are_not_stacked():
    rows = [[sector, stage, -1] for sector in "ABC" for stage in ("one", "two")]
    spec, _ = made(["sector", "stage", "number of deals"], rows, group_by=[SECTOR, REP], measures=[COUNT])
    assert spec.kind == "bar"


def test_won_and_lost_side_by_side():
    measures = [Measure(kind="count", label="won deals"), Measure(kind="count", label="lost deals")]
    spec, _ = made(["rep", "won deals", "lost deals"], [["Ann", 3, 1], ["Bo", 0, 4]], group_by=[REP], measures=measures)
    assert [series.name for series in spec.series] == ["Won deals", "Lost deals"]
    spec, _ = made(["won deals", "lost deals"], [[3, 5]], shape="value", measures=measures)
    assert spec.labels == ("Won deals", "Lost deals")


@pytest.mark.parametrize(
    ("columns", "rows", "plan"),
    [
        (["name"], [["Acme"]], {"shape": "list", "measures": []}),
        (["won revenue"], [[5]], {"shape": "value"}),
        (["month", "won revenue"], [], {"group_by": [MONTH]}),
        (["rep", "won revenue"], [["Ann", None]], {"group_by": [REP]}),
        (["rep", "won revenue"], [["Ann", 3]], {"group_by": [REP], "having": [Having(op="gt", values=[1])]}),
        (["count"], [[3]], {"group_by": [REP], "count_groups": True}),
    ],
)
def test_what_has_no_figures_by_group_has_no_picture(columns, rows, plan):
    assert made(columns, rows, **plan)[0] is None


@pytest.mark.parametrize(
    ("first", "last", "grain", "labels"),
    [
        ("2025-11", "2026-02", "month", ("2025-11", "2025-12", "2026-01", "2026-02")),
        ("2025 Q3", "2026 Q1", "quarter", ("2025 Q3", "2025 Q4", "2026 Q1")),
        ("2024", "2026", "year", ("2024", "2025", "2026")),
        ("2026-11-02", "2026-11-16", "week", ("2026-11-02", "2026-11-09", "2026-11-16")),
        ("2026-02-27", "2026-03-01", "day", ("2026-02-27", "2026-02-28", "2026-03-01")),
    ],
)
def test_a_stretch_of_time_has_no_holes(first, last, grain, labels):
    assert stretch(first, last, grain) == labels


@pytest.mark.parametrize(
    ("first", "last", "grain", "start", "labels"),
    [
        ("FY26 Q3", "FY27 Q1", "quarter", 4, ("FY26 Q3", "FY26 Q4", "FY27 Q1")),
        ("FY25", "FY27", "year", 10, ("FY25", "FY26", "FY27")),
        ("FY99", "FY01", "year", 7, ("FY99", "FY00", "FY01")),
        ("2026-01", "2026-02", "month", 4, ("2026-01", "2026-02")),
    ],
)
def test_a_stretch_of_fiscal_time_has_no_holes(first, last, grain, start, labels):
    assert stretch(first, last, grain, start) == labels


@pytest.mark.parametrize("start", range(1, 13))
@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_a_time_begins_on_a_day_of_its_own_name(grain, start):
    for month in range(1, 13):
        label = label_at(date(2026, month, 15), grain, start)
        begun = begins(label, grain, start)
        assert label_at(begun, grain, start) == label
        assert begun <= date(2026, month, 15)


def test_a_trend_of_fiscal_quarters_has_its_empty_ones_and_the_running_one():
    quarter = Group(field="deal.close_date", grain="quarter")
    span = Span(text="this fiscal year", start=datetime(2026, 4, 1, tzinfo=UTC), end=datetime(2027, 4, 1, tzinfo=UTC))
    plan = QueryPlan(subject="deal", shape="table", measures=[REVENUE], group_by=[quarter], periods=[span])
    rows = [["FY27 Q1", 100], ["FY27 Q3", 300]]
    spec = chart(Answered(plan, ["quarter", "won revenue"], rows, ["", "$"], TODAY, 4))
    assert spec.labels == ("FY27 Q1", "FY27 Q2", "FY27 Q3")
    assert spec.series[0].values == (100, 0, 300)
    assert spec.partial
