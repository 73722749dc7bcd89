"""A request as one trace, from Slack's event to the answer; sent to the named collector and to nobody else."""

import json

import pytest
from sqlalchemy import select
from watched import CANARY, Collector

from bot.settings import Settings
from bot.telemetry.requests import request_of
from bot.telemetry.telemetry import Telemetry
from bot.telemetry.traces import OtelTracer, exporter
from crm.errors import FatalError
from crm.model import InboxItem
from crm.spans import span, spanned, traced

STEPS = {"slack.event", "inbox", "job", "handler", "plan", "rows", "post"}


def newest_item(watched):
    with watched.app.store.read() as session:
        return session.scalar(select(InboxItem.id).order_by(InboxItem.id.desc()).limit(1))


def trace_of(watched, item):
    wanted = int(request_of(1, item), 16)
    return [each for each in watched.kept.get_finished_spans() if each.context.trace_id == wanted]


def test_a_question_is_one_trace_from_event_to_answer(watched):
    watched.says(f"what did {CANARY} Works say about pricing this year?")
    item = newest_item(watched)
    watched.console.wait_for(lambda: "job" in {each.name for each in trace_of(watched, item)}, timeout=30)
    spans = trace_of(watched, item)
    assert {each.name for each in spans} >= STEPS | {"search"}
    by_id = {each.context.span_id: each for each in spans}
    (root,) = [each for each in spans if each.parent is None]
    assert root.name == "slack.event"

    def line(each):
        """The names from a span up to the root."""
        return [each.name] + (line(by_id[each.parent.span_id]) if each.parent else [])

    search = next(each for each in spans if each.name == "search")
    assert line(search)[-5:] == ["search", "rows", "handler", "job", "slack.event"]
    assert line(next(each for each in spans if each.name == "inbox")) == ["inbox", "slack.event"]
    assert all(line(each)[-1] == "slack.event" for each in spans)


def test_no_span_holds_anybodys_words(watched):
    watched.says(f"who owns {CANARY} Works?")
    watched.says(f"called {CANARY} Works, they are furious about the invoice")
    told = json.dumps([each.to_json() for each in watched.kept.get_finished_spans()]).lower()
    assert CANARY.lower() not in told
    assert "furious" not in told
    assert "northwind" not in told


def test_the_collector_gets_them_all_and_no_words(watched):
    watched.says(f"who owns {CANARY} Works?")
    item = newest_item(watched)
    wanted = bytes.fromhex(request_of(1, item))

    def arrived():
        return {each.name for each in watched.collector.spans() if each.trace_id == wanted} >= STEPS

    assert watched.console.wait_for(arrived, timeout=30)
    assert set(watched.collector.paths) == {"/v1/traces"}
    assert not [raw for raw in watched.collector.raw if CANARY.lower().encode() in raw.lower()]


def test_what_a_step_failed_of_is_a_type_and_nothing_more(watched):
    with (
        pytest.raises(ValueError),
        traced(watched.app.telemetry.tracer),
        span("test.broken", said=f"{CANARY} called us"),
    ):
        raise ValueError(CANARY)
    (found,) = [each for each in watched.kept.get_finished_spans() if each.name == "test.broken"]
    assert found.attributes["error"] == "ValueError"
    assert found.attributes["said"] == "(withheld)"
    assert CANARY not in found.to_json()


@pytest.fixture
def collector():
    made = Collector()
    yield made
    made.stop()


def send(processor, name="step"):
    tracer = OtelTracer(processor)
    with traced(tracer), span(name):
        pass
    tracer.close()


def test_neither_a_proxy_nor_a_redirect_leads_elsewhere(collector, monkeypatch):
    elsewhere = Collector()
    try:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, elsewhere.url)
        collector.answers = [(307, {"Location": f"{elsewhere.url}/v1/traces"})]
        send(exporter(collector.url, ["127.0.0.1"]))
        assert collector.paths
        assert elsewhere.paths == []
    finally:
        elsewhere.stop()


@pytest.mark.parametrize("path", ["", "/", "/v1/traces", "/otlp"])
def test_the_address_may_be_given_with_or_without_its_path(collector, path):
    send(exporter(collector.url + path, ["127.0.0.1"]))
    assert collector.paths == [("/otlp" if path == "/otlp" else "") + "/v1/traces"]


@pytest.mark.parametrize(
    "endpoint",
    ["http://collector.example:4318", "ftp://127.0.0.1", "127.0.0.1:4318", "http://127.0.0.1.evil.example", "x"],
)
def test_a_host_that_is_not_on_the_list_is_refused_at_the_start(tmp_path, endpoint):
    with pytest.raises(FatalError, match="RAPPORT_TRACES_HOSTS"):
        Telemetry(Settings(home=tmp_path, traces_endpoint=endpoint)).start()


def test_a_collector_that_refuses_harms_nobody(collector):
    collector.answers = [(400, {})] * 3
    send(exporter(collector.url, ["127.0.0.1"]))
    assert collector.raw == []


def test_nothing_is_traced_unless_a_collector_is_named(tmp_path):
    telemetry = Telemetry(Settings(home=tmp_path))
    telemetry.start()
    assert telemetry.tracer is None

    @spanned("step")
    def doubled(number):
        with span("inner") as step:
            step.note(number=number)
        return number * 2

    with telemetry.job("inbox", [1, 2]):
        assert doubled(2) == 4
