"""Clients who use it far less than they did: numbers of usage rows, four weeks against the weeks before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import case, func, select

from crm.model import Field, RelatedRecord
from crm.nudges.facts import WINDOW
from crm.nudges.kind import NudgeKind
from crm.nudges.lexicon import pattern, spoken
from crm.nudges.nudge import Candidate, Evidence
from crm.nudges.scene import Scene

NUMBERS = ("integer", "number")
GRAVE = 3  # of severities
NEARLY_ALL = 0.8  # of what was used
STALE = timedelta(days=21)  # numbers that end earlier tell of an export that stopped, not of clients


@dataclass(frozen=True)
class Metric:
    kind: str
    field: str
    label: str


@dataclass(frozen=True)
class Fallen:
    """A client who uses it less: `sums` of the windows between `edges`, the newest first."""

    metric: Metric
    account_id: int
    user: int
    edges: list[datetime]
    sums: list[float]


def usage(scene: Scene, kind: NudgeKind) -> Iterator[Candidate]:
    """Takes `drop` (a part), `least` (of what was used in a window before) and `periods` (windows before)."""
    for metric in metrics(scene):
        end = _end(scene, metric)
        if end is None or scene.now - end > STALE:
            continue
        edges = [end - WINDOW * place for place in range(kind.when.periods + 2)]  # the newest first
        for account_id, sums in _sums(scene, metric, edges):
            now, before = sums[0], sums[1:]
            usual = sum(before) / len(before)
            if min(before) < kind.when.least or now > usual * (1 - kind.when.drop):
                continue
            user = scene.owner(account_id)
            if user is not None:
                yield _candidate(scene, kind, Fallen(metric, account_id, user, edges, sums))


def metrics(scene: Scene) -> list[Metric]:
    """Numbers of rows that tell of use."""
    query = select(Field).where(Field.tenant_id == scene.tenant_id, Field.type.in_(NUMBERS)).order_by(Field.id)
    kinds = {name for name in scene.session.scalars(_kinds(scene)) if pattern("usage", "kinds").search(spoken(name))}
    named = [each for each in scene.session.scalars(query) if each.entity in kinds and not each.core]
    telling = [each for each in named if pattern("usage", "numbers").fullmatch(spoken(each.label).lower())]
    first = {each.entity: each for each in reversed(telling or [])}
    return [Metric(each.entity, each.key, spoken(each.label)) for each in first.values()]


def _kinds(scene: Scene) -> Any:
    return select(RelatedRecord.kind).where(RelatedRecord.tenant_id == scene.tenant_id).distinct()


def _end(scene: Scene, metric: Metric) -> datetime | None:
    """The newest number of anybody."""
    query = select(func.max(RelatedRecord.occurred_at)).where(
        RelatedRecord.tenant_id == scene.tenant_id,
        RelatedRecord.kind == metric.kind,
        RelatedRecord.occurred_at <= scene.now,
    )
    return scene.session.scalar(query)


def _sums(scene: Scene, metric: Metric, edges: list[datetime]) -> Iterator[tuple[int, list[float]]]:
    """By account: what was used in each window, the newest first."""
    row, amount = RelatedRecord, RelatedRecord.attributes[metric.field].as_float()
    windows = [
        func.sum(case(((row.occurred_at > start) & (row.occurred_at <= end), amount), else_=0.0))
        for end, start in pairwise(edges)
    ]
    query = (
        select(row.account_id, *windows)
        .where(
            row.tenant_id == scene.tenant_id,
            row.kind == metric.kind,
            row.account_id.is_not(None),
            row.occurred_at > edges[-1],
            row.occurred_at <= edges[0],
        )
        .group_by(row.account_id)
        .order_by(row.account_id)
    )
    for found in scene.session.execute(query):
        yield found[0], [float(each or 0) for each in found[1:]]


def _candidate(scene: Scene, kind: NudgeKind, found: Fallen) -> Candidate:
    user, account_id, metric = found.user, found.account_id, found.metric
    lines = [_line(scene, found, place) for place in range(len(found.sums))]
    if scene.clients[account_id].owner_id == user:
        lines.append(Evidence(f"account:{account_id}", shows={"owner_id": user}))
    usual = sum(found.sums[1:]) / len(found.sums[1:])
    fell = 1 - found.sums[0] / usual
    return Candidate(
        kind.name,
        user,
        f"account:{account_id}:{metric.kind}:{found.edges[0].date()}"[:150],
        found.edges[0],
        f"[account:{account_id}]: {metric.label} fell by {fell:.0%} in four weeks.",
        tuple(lines),
        account_id=account_id,
        severity=GRAVE if fell >= NEARLY_ALL else None,
        lift=min(1.25, 0.75 + fell),
    )


def _line(scene: Scene, found: Fallen, place: int) -> Evidence:
    """What was used in one of the windows; the two newest are what the sentence rests on."""
    end, start, total = found.edges[place], found.edges[place + 1], found.sums[place]
    told = {"kind": found.metric.kind, "field": found.metric.field, "start": start.isoformat(), "end": end.isoformat()}
    says = f"{found.metric.label}: {total:,.0f} in the four weeks up to {scene.moment(end, found.user)}."
    shows = {"usage": {**told, "sum": round(total, 2)}}
    return Evidence(f"account:{found.account_id}", says, shows, must=place <= 1)
