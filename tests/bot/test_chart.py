"""A picture opens, has the size of a phone's screen, and draws whatever names and numbers there are."""

import struct
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.chart import png
from bot.drawing.lettering import distinct, safe
from bot.drawing.ticks import compact, ticks, time_label
from crm.ask.telling.chartspec import ChartSpec, Series

MONTHS = tuple(f"{2024 + place // 12}-{place % 12 + 1:02d}" for place in range(24))


def spec(kind, labels, *series, unit="", grain=None, **more):
    named = tuple(Series(f"Series {n}", tuple(values)) for n, values in enumerate(series))
    return ChartSpec(kind, tuple(labels), named, "Won revenue by month, this year", unit, grain, **more)


@pytest.mark.parametrize(
    "drawn",
    [
        spec("line", MONTHS, [n * 1000 for n in range(24)], unit="$", grain="month", partial=True),
        spec("line", MONTHS, range(24), range(24, 0, -1), grain="month", total=9),
        spec("line", MONTHS[:3], [0.5, None, 0.25], unit="%", grain="month"),
        spec("line", MONTHS[:3], [-5, 3, -8], grain="month"),
        spec("line", MONTHS[:3], [0, 0, 0], grain="month"),
        spec("line", MONTHS[:2], [1_234_567_890.5, 2.5], unit="CHF ", grain="month"),
        spec("bar", MONTHS[:1], [356600], unit="€", grain="month"),
        spec("bar", ["Tally", "日本 $ 100$", "a_b^c\\frac{1}{2}"], [0.44, 0.37, 0.18], unit="%"),
        spec("bar", [f"Northwestern Machinery Holding {n}" for n in range(12)], range(12), total=33),
        spec("bar", ["Ann", "Bo"], [-10, 20], [5, None], unit="$"),
        spec("bar", ["Ann"], [0]),
        spec("stacked", ["Food", "Tools"], [1, 2], [3, 0], [1, 1], total=40),
    ],
    ids=lambda drawn: f"{drawn.kind}-{len(drawn.labels)}-{len(drawn.series)}",
)
def test_a_picture_opens_at_the_width_of_a_phone(drawn):
    content = png(drawn)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert abs(width - 1200) <= 2
    assert 380 <= height <= 2000
    assert len(content) < 400_000


def test_the_same_chart_is_the_same_picture():
    drawn = spec("line", MONTHS, range(24), grain="month")
    assert png(drawn) == png(drawn)


def test_pictures_that_are_drawn_at_once_do_not_mix():
    drawn = [spec("line", MONTHS, [n * place for n in range(24)], grain="month") for place in range(8)]
    drawn += [spec("bar", ["Ann", "Bo"], [place, 2], unit="$") for place in range(8)]
    alone = [png(each) for each in drawn]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(png, drawn)) == alone


@pytest.mark.parametrize(
    ("low", "high", "whole", "found"),
    [
        (0, 356600, False, [0, 100000, 200000, 300000, 400000]),
        (0, 3, True, [0, 1, 2, 3, 4]),
        (-12, 9, True, [-20, -10, 0, 10]),
        (0, 0, True, [0, 1, 2]),
    ],
)
def test_ticks_are_round(low, high, whole, found):
    assert ticks(low, high, whole=whole) == found


@pytest.mark.parametrize(
    ("value", "unit", "beside", "said"),
    [
        (350_000, "$", (0, 400_000), "$350k"),
        (1_282_300, "$", (), "$1.28m"),
        (0.4, "%", (0, 0.4), "40%"),
        (-2_500, "€", (-5_000,), "-€2.5k"),
        (0, "$", (0, 400_000), "$0"),
        (1_500_000_000, "CHF ", (), "CHF 1.5bn"),
    ],
)
def test_numbers_beside_an_axis_are_short(value, unit, beside, said):
    assert compact(value, unit, beside) == said


def test_times_are_short_too():
    assert time_label("2026-08", "month") == ("Aug", "2026")
    assert time_label("2026 Q3", "quarter") == ("Q3", "2026")
    assert time_label("FY27 Q1", "quarter") == ("Q1", "FY27")
    assert time_label("FY27", "year") == ("FY27", "")
    assert time_label("2026-11-16", "week") == ("16 Nov", "2026")


def test_names_that_begin_alike_are_told_apart():
    names = [f"Northwestern Agricultural Machinery Holding {n}" for n in range(3)]
    assert len(set(distinct(names))) == 3
    assert all(len(name) <= 22 for name in distinct(names))


def test_what_the_font_cannot_draw_is_a_box_and_a_dollar_is_a_dollar():
    assert safe("Añ 日 $5") == r"Añ ▯ \$5"
