"""Which money a mark names, by where its writer lives, and which of several numbers is the deal's size."""

from __future__ import annotations

import pytest

from crm.log.amounts import deal_size, find_money


@pytest.mark.parametrize(
    ("text", "country", "value", "currency"),
    [
        ("about BD 12,400 a year", "BH", 12_400, "BHD"), ("TT$ 90,000", None, 90_000, "TTD"), ("for J$ 1.2M", "US", 1.2e6, "JMD"), ("HK$75K", None, 75_000, "HKD"),
        ("Php 640,000", None, 640_000, "PHP"), ("PHP 640,000", None, 640_000, "PHP"), ("MUR 75,000", None, 75_000, "MUR"), ("GEL 12k", None, 12_000, "GEL"),
        ("S/ 48 000", "PE", 48_000, "PEN"), ("Ft 900 000", "HU", 900_000, "HUF"), ("75.000 kr", "NO", 75_000, "NOK"), ("75.000 kr", "IS", 75_000, "ISK"),
        ("75.000 kr", "FR", 75_000, None), ("300k pesos", "CO", 300_000, "COP"), ("300k pesos", None, 300_000, None), ("31.500 dinars", "JO", 31_500, "JOD"),
        ("LE 250,000", "EG", 250_000, "EGP"), ("16,200 US.", "JM", 16_200, "USD"), ("40k dollars", "SG", 40_000, "SGD"), ("40k dollars", "FR", 40_000, "USD"),
        ("2,4 mio. kr.", "DK", 2.4e6, "DKK"), ("8 lakh rupees", "GB", 800_000, "INR"), ("8'400.-", "CH", 8_400, None),
    ],
)  # fmt: skip
def test_a_mark_is_that_of_its_writers_country(text, country, value, currency):
    money = find_money(f"signed at {text}", "EUR", country)
    assert [(each.value, each.currency) for each in money][-1:] == [(value, currency)]


@pytest.mark.parametrize("text", ["TOP 10 items", "ALL 400 boxes", "SLA 5 days", "le 14 juillet", "all 300 of them", "gel 500 ml"])  # fmt: skip
def test_words_that_look_like_codes_are_no_money(text):
    assert find_money(text, "EUR", "EG") == []


def test_the_house_keeps_its_own_dollars():
    assert [each.currency for each in find_money("$40k", "CAD", "US")] == ["CAD"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8% discount on the 50 000, so yearly therefore 46 000", 46_000), ("she asked 20% off the 60k and we agreed", 48_000), ("we accepted 5% off the 40k", 38_000),
        ("she asked 20% off the 60k", 60_000), ("10% less on the 30k, i.e. 27.000", 27_000), ("they offered USD 20k, we say 24k", 24_000),
        ("call it 310 even", 310_000), ("my offer 28.11.", None), ("pressure at 900 instead of 400", None), ("hourly rate \u20ac58 ok for him", None),
        ("won at 90 instead of 110", 90_000), ("USD 540k less 3% = 523,800", 523_800), ("not 7\nKES 9.1M", 9.1e6),
    ],
)  # fmt: skip
def test_which_of_several_numbers_is_the_size(text, value):
    size = deal_size(text, "EUR")
    assert (size.value if size else None) == value


def test_a_sum_is_in_the_currency_of_what_it_is_taken_from():
    size = deal_size("USD 540k less 3% = 523,800", "EUR")
    assert size is not None
    assert size.currency == "USD"
