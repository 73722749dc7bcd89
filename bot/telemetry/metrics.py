"""Counters and durations for Prometheus. A metric is a line of data; labels are names of things, never words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

LABEL = re.compile(r"[\w.:/+-]{1,48}")
OTHER = "other"
QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0)  # seconds; Slack waits for three
SLOW = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0)


@dataclass(frozen=True)
class Metric:
    """`buckets` are those of a duration in seconds; none make it a count."""

    name: str
    says: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


METRICS = (
    Metric(
        "slack_events",
        "What Slack delivered: its sort, and whether it was new, known or of no use.",
        ("sort", "outcome"),
    ),
    Metric("slack_ack_seconds", "From an event's arrival to its acknowledgement.", ("face",), QUICK),
    Metric("answer_seconds", "A question, from the desk's first look to the answer sent.", ("planner",), SLOW),
    Metric("log_proposals", "Entries proposed, by kind; none where there was nothing to log.", ("kind",)),
    Metric("jobs", "Jobs done, by name and outcome.", ("job", "outcome")),
    Metric("job_seconds", "How long a job took.", ("job",), SLOW),
    Metric("source_looks", "Looks at sources, by kind and outcome.", ("kind", "outcome")),
    Metric("source_items", "What sources brought: new or known.", ("kind", "outcome")),
    Metric("model_calls", "Calls to the language model, by outcome.", ("outcome",)),
    Metric("model_tokens", "Tokens the model read and wrote.", ("direction",)),
    Metric("model_seconds", "How long a call to the model took.", (), SLOW),
    Metric("messages_sent", "Messages sent without being asked for: nudge, digest, news.", ("sort",)),
    Metric("errors", "What went wrong, by place and kind.", ("place", "kind")),
)


class Meter(Protocol):
    """What the rest of Rapport counts with."""

    def count(self, name: str, by: float = 1, **labels: str | int) -> None:
        """Adds to a count of `METRICS`."""

    def took(self, name: str, seconds: float, **labels: str | int) -> None:
        """Notes a duration of `METRICS`."""


class Unmetered:
    """Where metrics are off."""

    def count(self, name: str, by: float = 1, **labels: str | int) -> None: ...

    def took(self, name: str, seconds: float, **labels: str | int) -> None: ...


class PrometheusMeter:
    """Counts in a registry of its own, so that several Rapports in one process do not mix."""

    kind: Literal["prometheus"] = "prometheus"

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415

        self.registry: CollectorRegistry = CollectorRegistry(auto_describe=True)
        self._known: dict[str, Any] = {}
        for each in METRICS:
            name = f"rapport_{each.name}"
            self._known[each.name] = (
                Histogram(name, each.says, each.labels, buckets=each.buckets, registry=self.registry)
                if each.buckets
                else Counter(name, each.says, each.labels, registry=self.registry)
            )

    def count(self, name: str, by: float = 1, **labels: str | int) -> None:
        metric = self._known[name]
        (metric.labels(**_safe(labels)) if labels else metric).inc(by)

    def took(self, name: str, seconds: float, **labels: str | int) -> None:
        metric = self._known[name]
        (metric.labels(**_safe(labels)) if labels else metric).observe(seconds)

    def exposition(self) -> tuple[bytes, str]:
        """All of it as Prometheus reads it, with its content type."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest  # noqa: PLC0415

        return generate_latest(self.registry), CONTENT_TYPE_LATEST


def _safe(labels: dict[str, str | int]) -> dict[str, str]:
    """A label that is no name of ours could be anybody's words."""
    told = {name: str(value) for name, value in labels.items()}
    return {name: value if LABEL.fullmatch(value) else OTHER for name, value in told.items()}
