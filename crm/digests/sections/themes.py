"""Themes: what clients and colleagues spoke about in these days, beside the days before."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from crm.ask.telling.chartspec import ChartSpec, Series
from crm.digests.ground import Ground, counted, listed
from crm.digests.section import Line, Section, nothing
from crm.digests.window import Window
from crm.model import Interaction, InteractionReading

KIND = "themes"
TITLE = "Themes"
DRAWN = 6
NAMED = 3
FEWEST = 3  # themes that are worth a picture
RISEN = 2  # times as often, and at least so many times


def themes(ground: Ground) -> Section:
    now, before = _counts(ground, ground.window), _counts(ground, ground.window.before)
    if not now:
        said = _spoken(ground)
        return nothing(KIND, TITLE, "what was said is not read yet." if said else "nothing was said.")
    ordered = sorted(now, key=lambda theme: (-now[theme], theme))
    top = [f"{theme} ({now[theme]:,})" for theme in ordered[:NAMED]]
    says = f"Most spoken of: {listed(top)}."
    risen = [theme for theme in ordered if now[theme] >= RISEN * max(before[theme], 1) and now[theme] > RISEN]
    says += f" Up on {ground.window.then}: {listed(risen[:NAMED])}." if risen and before else ""
    chart = _chart(ground, ordered, now, before)
    lines = (
        [] if chart else [Line(theme, _told(now[theme], before[theme])) for theme in ordered]
    )  # the chart tells them
    return Section(
        KIND,
        TITLE,
        says,
        lines=tuple(lines),
        columns=("theme", "interactions", "interactions before"),
        rows=tuple((theme, now[theme], before[theme]) for theme in sorted(now | before, key=lambda t: (-now[t], t))),
        chart=chart,
    )


def _told(now: int, before: int) -> str:
    change = now - before
    return f"{counted(now, 'time')}" + (f" ({change:+d})" if change else "")


def _counts(ground: Ground, window: Window) -> Counter[str]:
    """How many interactions speak of each theme."""
    start, end = window.moments
    query = (
        select(InteractionReading.themes)
        .join(Interaction, Interaction.id == InteractionReading.interaction_id)
        .where(
            Interaction.tenant_id == ground.tenant_id,
            Interaction.occurred_at >= start,
            Interaction.occurred_at < end,
        )
    )
    return Counter(str(theme) for told in ground.session.scalars(query) for theme in set(told or ()))


def _spoken(ground: Ground) -> int:
    start, end = ground.window.moments
    query = select(func.count(Interaction.id)).where(
        Interaction.tenant_id == ground.tenant_id, Interaction.occurred_at >= start, Interaction.occurred_at < end
    )
    return ground.session.scalar(query) or 0


def _chart(ground: Ground, ordered: list[str], now: Counter[str], before: Counter[str]) -> ChartSpec | None:
    if len(ordered) < FEWEST:
        return None
    drawn = ordered[:DRAWN]
    window = ground.window
    series = (
        Series(window.said, tuple(now[theme] for theme in drawn)),
        Series(window.before.said, tuple(before[theme] for theme in drawn)),
    )
    return ChartSpec("bar", tuple(drawn), series, "What was spoken about, interactions", total=len(ordered))
