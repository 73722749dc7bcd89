"""Foreign text becomes values, or nothing: never a guess."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import values
from crm.values import Money


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$1,234.50", 1234.5, "USD"),
        ("1.234,50 €", 1234.5, "EUR"),
        ("1.2m", 1_200_000, None),
        ("€5k", 5000, "EUR"),
        ("(500)", -500, None),
        ("5 000", 5000, None),
        ("5\u202f000,25\u00a0€", 5000.25, "EUR"),
        ("CHF 3'000", 3000, "CHF"),
        ("-$5", -5, "USD"),
        ("£0.99", 0.99, "GBP"),
        ("1,5 Mio. €", 1_500_000, "EUR"),
        ("12,34,567", 1_234_567, None),
        ("1 234,56", 1234.56, None),
        ("1234.50 EUR", 1234.5, "EUR"),
        ("US$ 40", 40, "USD"),
        ("0", 0, None),
        ("2.000 kr", None, None),
        ("abc", None, None),
        ("", None, None),
        ("12 Monkeys", None, None),
        ("2024-01-02", None, None),
        ("10 - 20", None, None),
        ("555-123-4567", None, None),
        ("1.2.3", None, None),
        ("12%", None, None),
    ],
)
def test_money(text: str, value: float | None, currency: str | None) -> None:
    assert values.money(text) == (None if value is None else Money(value, currency))


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234", ",", 1234),
        ("1,234", ",", 1.234),
        ("1,234", ".", 1234),
        ("1.234", ".", 1.234),
        ("1e3", None, 1000),
        ("$5", None, None),
    ],
)
def test_number(text: str, decimal: values.DecimalMark | None, value: float | None) -> None:
    assert values.number(text, decimal) == value


def test_a_number_too_large_is_none() -> None:
    assert values.number("1e999") is None


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234", "1.234,5"], ","),
        (["1,234", "1,234.5"], "."),
        (["1,5"], ","),
        (["0,125"], ","),
        (["1.234.567"], ","),
        (["1.234"], None),
        (["12"], None),
        ([], None),
    ],
)
def test_the_decimal_mark_of_a_column(texts: list[str], mark: str | None) -> None:
    assert values.decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "value"), [("45 %", 45), ("45%", 45), ("4,5%", 4.5), ("45", None), ("%", None), ("x%", None)]
)
def test_percent(text: str, value: float | None) -> None:
    assert values.percent(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("TRUE", True),
        ("no", False),
        ("Ja", True),
        ("non", False),
        ("sí", True),
        ("1", True),
        ("maybe", None),
        ("", None),
    ],
)
def test_boolean(text: str, value: bool | None) -> None:
    assert values.boolean(text) is value


PLUS_ONE = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("2024-03-25", "month", date(2024, 3, 25)),
        ("3/1/2017", "month", date(2017, 3, 1)),
        ("3/1/2017", "day", date(2017, 1, 3)),
        ("25/03/2024", "month", date(2024, 3, 25)),
        ("25.03.2024", "month", date(2024, 3, 25)),
        ("01.02.2024", "month", date(2024, 2, 1)),
        ("1. 2. 2024", "month", date(2024, 2, 1)),
        ("2024/5/6", "day", date(2024, 5, 6)),
        ("24-05-06", "year", date(2024, 5, 6)),
        ("20240102", "month", date(2024, 1, 2)),
        ("1 Mar 2017", "month", date(2017, 3, 1)),
        ("March 3rd, 2017", "month", date(2017, 3, 3)),
        ("3. März 2024", "month", date(2024, 3, 3)),
        ("1er février 2024", "month", date(2024, 2, 1)),
        ("5 de mayo de 2024", "month", date(2024, 5, 5)),
        ("01-Feb-24", "month", date(2024, 2, 1)),
        ("2023-07-28 3:00", "month", datetime(2023, 7, 28, 3)),  # noqa: DTZ001
        ("7/4/24 5:00 PM", "month", datetime(2024, 7, 4, 17)),  # noqa: DTZ001
        ("12/31/2024 12:05 AM", "month", datetime(2024, 12, 31, 0, 5)),  # noqa: DTZ001
        ("25.03.2024 14:30 Uhr", "month", datetime(2024, 3, 25, 14, 30)),  # noqa: DTZ001
        ("3 mars 2024 à 14h30", "month", datetime(2024, 3, 3, 14, 30)),  # noqa: DTZ001
        ("2023-07-28T03:00:00Z", "month", datetime(2023, 7, 28, 3, tzinfo=UTC)),
        ("2023-07-28T03:00:00.000+0000", "month", datetime(2023, 7, 28, 3, tzinfo=UTC)),
        ("Mon, 3 Mar 2017 10:00:00 +0100", "month", datetime(2017, 3, 3, 10, tzinfo=PLUS_ONE)),
        ("2024-02-30", "month", None),
        ("13/13/2013", "month", None),
        ("1/2/3", "month", None),
        ("0001-01-01", "month", date(1, 1, 1)),
        ("12", "month", None),
        ("May", "month", None),
        ("hello", "month", None),
        ("", "month", None),
    ],
)
def test_moment(text: str, order: values.DateOrder, value: date | datetime | None) -> None:
    assert values.moment(text, order) == value


@pytest.mark.parametrize(
    ("texts", "proven"),
    [
        (["1/2/2024", "25/3/2024"], {"day"}),
        (["1/2/2024", "3/25/2024"], {"month"}),
        (["25/3/2024", "3/25/2024"], {"day", "month"}),
        (["1/2/2024"], set()),
        (["1.2.2024"], {"day"}),
        (["2024-01-02"], set()),
    ],
)
def test_the_order_of_a_column_of_dates(texts: list[str], proven: set[str]) -> None:
    assert values.date_order(texts) == proven


def test_epochs_and_serial_days() -> None:
    assert values.epoch("1700000000") == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert values.epoch("1700000000000") == values.epoch("1700000000")
    assert values.epoch("12345") is None
    assert values.excel_serial("45292") == date(2024, 1, 1)
    assert values.excel_serial("45292.5") == datetime(2024, 1, 1, 12)  # noqa: DTZ001
    assert values.excel_serial("7") is None


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    for read in (values.money, values.number, values.percent, values.boolean, values.moment, values.epoch):
        read(text)
    values.date_order([text])
    values.decimal_mark([text])


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_each_day_is_read_as_it_is_written(day: date) -> None:
    assert values.moment(day.isoformat()) == day
    assert values.moment(f"{day:%d/%m/%Y}", "day") == day
    assert values.moment(f"{day:%m/%d/%Y}", "month") == day
    assert values.moment(f"{day:%d %b %Y}") == day
    assert values.moment(f"{day:%B %d, %Y}") == day


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_each_amount_is_read_as_it_is_written(amount: float) -> None:
    assert values.number(f"{amount:,.2f}") == pytest.approx(float(amount))
    german = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert values.number(german) == pytest.approx(float(amount))
