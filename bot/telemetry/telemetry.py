"""What watches a running Rapport: one object that counts, traces and names requests, at every entrance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

import structlog

from bot.telemetry import requests
from bot.telemetry.metrics import Meter, PrometheusMeter, Unmetered
from crm.intake.sync import Synced
from crm.spans import Fact, traced
from crm.usage import Usage

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.telemetry.traces import OtelTracer

log = structlog.get_logger()

INBOX = "inbox"  # the name of jobs that carry a request on


class Telemetry:
    """Off by default, and then as good as nothing: a counter that does not count, spans that nobody takes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def meter(self) -> Meter:
        return PrometheusMeter() if self._settings.metrics == "on" else Unmetered()

    @cached_property
    def tracer(self) -> OtelTracer | None:
        """What spans go to; None where no collector is named.

        Raises:
            FatalError: the collector may not be contacted.
        """
        settings = self._settings
        if not settings.traces_endpoint:
            return None
        from bot.telemetry.traces import OtelTracer, exporter  # noqa: PLC0415

        return OtelTracer(exporter(settings.traces_endpoint, settings.traces_hosts))

    def start(self) -> None:
        """Sees to it that what is wrong with the settings is told at the start.

        Raises:
            FatalError: the collector may not be contacted.
        """
        if self.tracer is not None:
            log.info("traces_on")

    def received(self, tenant_id: int, item_id: int, sort: str, took: float) -> None:
        """An event is in the inbox: its request has a name from now on."""
        if self.tracer is not None:
            request = requests.request_of(tenant_id, item_id)
            facts: dict[str, Fact] = {"tenant": tenant_id, "item": item_id, "sort": sort}
            self.tracer.began(request, "slack.event", took, **facts)
            with self.tracer.request(request, "inbox", **facts):
                pass

    @contextmanager
    def job(self, name: str, ids: Sequence[int | str]) -> Iterator[None]:
        """A job at work: counted, timed, traced, and its log lines named after the request it carries on."""
        began = perf_counter()
        outcome = "failed"
        try:
            with self._named(name, ids), traced(self.tracer), self._span(name, ids):
                yield
            outcome = "done"
        except Exception as error:  # counted, whatever it was, and passed on
            self.meter.count("errors", place="job", kind=type(error).__name__)
            raise
        finally:
            self.meter.count("jobs", job=name, outcome=outcome)
            self.meter.took("job_seconds", perf_counter() - began, job=name)

    def model_called(self, usage: Usage, well: bool) -> None:
        """A call to the language model ended."""
        self.meter.count("model_calls", outcome="done" if well else "failed")
        self.meter.count("model_tokens", usage.prompt_tokens, direction="read")
        self.meter.count("model_tokens", usage.answer_tokens, direction="written")
        self.meter.took("model_seconds", usage.seconds)

    def looked(self, told: Synced | None) -> None:
        """A look at a source ended; None where another was under way."""
        if told is None:
            return
        self.meter.count("source_looks", kind=told.kind, outcome="failed" if told.error else "done")
        self.meter.count("source_items", told.new, kind=told.kind, outcome="new")
        self.meter.count("source_items", told.known, kind=told.kind, outcome="known")

    def close(self) -> None:
        if "tracer" in self.__dict__ and self.tracer is not None:
            self.tracer.close()

    @contextmanager
    def _named(self, name: str, ids: Sequence[int | str]) -> Iterator[None]:
        with ExitStack() as stack:
            if name == INBOX:
                stack.enter_context(requests.bound(int(ids[0]), int(ids[1])))
            yield

    @contextmanager
    def _span(self, name: str, ids: Sequence[int | str]) -> Iterator[None]:
        facts: dict[str, Fact] = {"job": name} | ({"tenant": int(ids[0])} if ids else {})
        if self.tracer is None:
            yield
        elif name == INBOX:
            request = requests.request_of(int(ids[0]), int(ids[1]))
            with self.tracer.request(request, "job", item=int(ids[1]), **facts):
                yield
        else:
            with self.tracer.span("job", **facts):
                yield
