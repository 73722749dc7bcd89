"""Business: what was opened, won and lost, and what lies in the pipeline, beside the days before."""

from __future__ import annotations

from collections.abc import Sequence

from crm.ask.telling.chartspec import ChartSpec, Series
from crm.digests.ground import DealRow, Ground, counted, joined, listed
from crm.digests.money import short as brief
from crm.digests.section import Section, Table, nothing
from crm.digests.window import Window, short
from crm.model import Outcome

KIND = "business"
TITLE = "Business"
BARS = 8
LONGEST_BAR = 31  # days: of longer stretches a picture goes back too far


def business(ground: Ground) -> Section:
    window, before = ground.window, ground.window.before
    then = ground.open_at(window.start)
    sides = {
        "New deals": (ground.opened(window), ground.opened(before)),
        "Won": (ground.closed(Outcome.WON, window), ground.closed(Outcome.WON, before)),
        "Lost": (ground.closed(Outcome.LOST, window), ground.closed(Outcome.LOST, before)),
        "Open pipeline": (ground.open, then),
    }
    if not any(now or earlier for now, earlier in sides.values()):
        return nothing(KIND, TITLE, "no deals in the record.")
    return Section(
        KIND,
        TITLE,
        _says(ground, sides),
        table=Table(
            ("", window.said, before.said),
            tuple((name, _told(ground, now), _told(ground, earlier)) for name, (now, earlier) in sides.items()),
        ),
        columns=("what", "deals", "value", "deals before", "value before"),
        rows=tuple(
            (name, len(now), _value(ground, now), len(earlier), _value(ground, earlier))
            for name, (now, earlier) in sides.items()
        ),
        chart=_chart(ground),
    )


def _says(ground: Ground, sides: dict[str, tuple[list[DealRow], list[DealRow]]]) -> str:
    won, lost, new = sides["Won"][0], sides["Lost"][0], sides["New deals"][0]
    if not (won or lost or new):
        return f"No deal was opened, won or lost. {_pipeline(ground, *sides['Open pipeline'])}"
    parts = [
        f"{counted(len(won), 'deal')} won{_worth(ground, won)}",
        f"{len(lost):,} lost{_worth(ground, lost)}",
        f"{len(new):,} new{_worth(ground, new)}",
    ]
    return f"{listed(parts)}. {_pipeline(ground, *sides['Open pipeline'])}"


def _pipeline(ground: Ground, now: list[DealRow], then: list[DealRow]) -> str:
    money, earlier = ground.money(now), ground.money(then)
    if money.mixed or earlier.mixed or not money.sums:
        return f"{counted(len(now), 'deal')} open{_worth(ground, now)}."
    change = money.main - earlier.main
    other = "as much as" if round(change) == 0 else "more than" if change > 0 else "less than"
    told = "" if round(change) == 0 else f"{brief(abs(change), money.code)} "
    return f"The open pipeline is {money}, {told}{other} {ground.window.then}."


def _worth(ground: Ground, deals: Sequence[DealRow]) -> str:
    told = str(ground.money(deals))
    return f" ({told})" if told else ""


def _told(ground: Ground, deals: Sequence[DealRow]) -> str:
    return joined(f"{len(deals):,}", str(ground.money(deals)))


def _value(ground: Ground, deals: Sequence[DealRow]) -> float | str:
    money = ground.money(deals)
    return str(money) if money.mixed else money.main


def _chart(ground: Ground) -> ChartSpec | None:
    """What was won in each of the last stretches as long as this one."""
    if ground.window.days > LONGEST_BAR or not ground.shows("deal.amount"):
        return None
    windows: list[Window] = [ground.window]
    while len(windows) < BARS:
        windows.insert(0, windows[0].before)
    won = [ground.money(ground.closed(Outcome.WON, each)) for each in windows]
    known = [each for each in won if each.sums]
    if len(known) < 2 or any(each.mixed for each in won):
        return None
    labels = tuple(
        f"{short(each.start)}" if each.days > 1 else f"{each.start:%a} {short(each.start)}" for each in windows
    )
    series = (Series("Won", tuple(each.main for each in won)),)
    title = {1: "Won by day", 7: "Won by week (from)"}.get(ground.window.days, "Won (from)")
    return ChartSpec("bar", labels, series, title, known[0].unit, total=len(labels))
