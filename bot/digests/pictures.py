"""The pictures of a digest: two at most, the first ones that say something."""

from __future__ import annotations

from bot import csvfile
from bot.chart import png
from bot.digests.letterbox import Picture
from crm.ask.telling.chartspec import described
from crm.digests.section import Content

MOST = 2


def pictures(content: Content) -> list[Picture]:
    specs = [each.chart for each in content.told if each.chart is not None]
    forecast = [each.chart for each in content.told if each.chart is not None and each.kind == "forecast"]
    chosen = [*specs[:1], *[spec for spec in (*forecast, *specs[1:]) if spec not in specs[:1]]][:MOST]
    return [Picture(csvfile.filename(spec.title, "png"), png(spec), spec.title, described(spec)) for spec in chosen]
