"""Traces by OpenTelemetry, sent over HTTP to a collector that was named and allowed; a request's id is its trace's."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span as OtelSpan
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import NonRecordingSpan, SpanContext, Status, StatusCode, TraceFlags, set_span_in_context

from bot.logs import WITHHELD, is_safe
from crm.errors import FatalError
from crm.spans import Fact

if TYPE_CHECKING:
    from opentelemetry.util.types import AttributeValue

TIMEOUT = 10  # seconds
MISSING = "Traces need their exporter: pip install 'rapport[traces]', or leave RAPPORT_TRACES_ENDPOINT empty."


class _Noted:
    """A span that takes facts and nothing else."""

    def __init__(self, span: OtelSpan) -> None:
        self._span = span

    def note(self, **facts: Fact) -> None:
        self._span.set_attributes(_safe(facts))


class OtelTracer:
    """Spans of this process. Attributes are ids, counts and names; an error leaves its type only."""

    def __init__(self, processor: SpanProcessor) -> None:
        self._ids = _Ids()
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource({"service.name": "rapport"}),
            shutdown_on_exit=False,
            id_generator=self._ids,
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("rapport")

    @contextmanager
    def span(self, name: str, **facts: Fact) -> Iterator[_Noted]:
        with self._tracer.start_as_current_span(
            name, attributes=_safe(facts), record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield _Noted(span)  # type: ignore[arg-type]
            except BaseException as error:
                span.set_attribute("error", type(error).__name__)
                span.set_status(Status(StatusCode.ERROR))
                raise

    @contextmanager
    def request(self, request: str, name: str, **facts: Fact) -> Iterator[_Noted]:
        """A step of a request that began elsewhere; `request` is its id."""
        with self._tracer.start_as_current_span(
            name,
            context=_within(request),
            attributes=_safe(facts),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            yield _Noted(span)  # type: ignore[arg-type]

    def began(self, request: str, name: str, took: float, **facts: Fact) -> None:
        """The request's first span, once its id is known: it began `took` seconds ago and ends now."""
        end = time.time_ns()
        with self._ids.forced(request):
            span = self._tracer.start_span(
                name, context=Context(), attributes=_safe(facts), start_time=end - int(took * 1e9)
            )
        span.end(end)

    def close(self) -> None:
        """Sends what is left."""
        self._provider.shutdown()


class _Ids(RandomIdGenerator):
    """Random ids, but for the first span of a request, which everybody can name."""

    def __init__(self) -> None:
        self._forced: ContextVar[str | None] = ContextVar("forced", default=None)

    @contextmanager
    def forced(self, request: str) -> Iterator[None]:
        token = self._forced.set(request)
        try:
            yield
        finally:
            self._forced.reset(token)

    def generate_trace_id(self) -> int:
        forced = self._forced.get()
        return super().generate_trace_id() if forced is None else int(forced, 16)

    def generate_span_id(self) -> int:
        forced = self._forced.get()
        return super().generate_span_id() if forced is None else int(forced[:16], 16)


def exporter(endpoint: str, allowed_hosts: Collection[str]) -> SpanProcessor:
    """Sends spans in the background to `<endpoint>/v1/traces`.

    Raises:
        FatalError: the endpoint's host is not on the list, or the exporter is not installed.
    """
    there = urlsplit(endpoint)
    if there.scheme not in {"http", "https"} or (there.hostname or "").lower() not in {
        h.lower() for h in allowed_hosts
    }:
        raise FatalError("RAPPORT_TRACES_ENDPOINT must be http(s)://… on a host that RAPPORT_TRACES_HOSTS names.")
    try:
        import requests  # noqa: PLC0415
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    except ImportError as error:
        raise FatalError(MISSING) from error
    session = requests.Session()
    session.trust_env = False  # a proxy would be a host that nobody allowed; redirects are not followed either
    path = there.path.rstrip("/")
    url = endpoint if path.endswith("/v1/traces") else f"{endpoint.rstrip('/')}/v1/traces"
    sender: SpanExporter = OTLPSpanExporter(endpoint=url, timeout=TIMEOUT, session=session)
    return BatchSpanProcessor(sender, schedule_delay_millis=1_000, export_timeout_millis=TIMEOUT * 1_000)


def _within(request: str) -> Context:
    parent = SpanContext(int(request, 16), int(request[:16], 16), is_remote=True, trace_flags=TraceFlags.get_default())
    sampled = SpanContext(parent.trace_id, parent.span_id, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    return set_span_in_context(NonRecordingSpan(sampled), Context())


def _safe(facts: dict[str, Fact]) -> dict[str, AttributeValue]:
    return {name: value if is_safe(value) else WITHHELD for name, value in facts.items()}
