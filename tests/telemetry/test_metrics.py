"""What Prometheus reads: figures that move with what happens, and nobody's words."""

from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from watched import CANARY

from bot.settings import Settings
from bot.telemetry.metrics import METRICS, PrometheusMeter
from bot.web import WebFace
from bot.wiring import Rapport
from crm.errors import RetryableError
from crm.usage import Usage


def read(watched):
    text = httpx.get(f"{watched.url}/metrics", timeout=30).text
    assert CANARY.lower() not in text.lower()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(found, name, **labels):
    return found.get((f"rapport_{name}", tuple(sorted(labels.items()))), 0)


def grown(watched, before, name, least=1, **labels):
    """Waits until a figure has grown: what counts it may come a moment after the answer."""
    return watched.console.wait_for(
        lambda: value(read(watched), name, **labels) - value(before, name, **labels) >= least, timeout=30
    )


def test_a_question_moves_the_figures_it_should(watched):
    before = read(watched)
    watched.says(f"who owns {CANARY} Works?")
    assert grown(watched, before, "slack_events_total", sort="event", outcome="new")
    assert grown(watched, before, "slack_ack_seconds_count", face="socket")
    assert grown(watched, before, "answer_seconds_count", planner="rules")
    assert grown(watched, before, "jobs_total", job="inbox", outcome="done")
    assert grown(watched, before, "job_seconds_count", job="inbox")
    now = read(watched)
    assert value(now, "inbox_items", tenant="1", state="done") >= 1
    assert ("rapport_index_lag_rows", (("tenant", "1"),)) in now
    assert value(now, "index_lag_seconds", tenant="1") >= 0
    assert ("rapport_queue_waiting", ()) in now
    assert value(now, "workspaces", state="here") == 1


def test_a_second_delivery_counts_as_known(watched):
    before = read(watched)
    watched.console.faults.add_event_fault("duplicate")
    watched.says("open deals")
    assert grown(watched, before, "slack_events_total", sort="event", outcome="known")


def test_a_proposal_counts_by_its_kind(watched):
    before = read(watched)
    watched.says(f"called {CANARY} Works about the invoice, follow up tomorrow")
    assert grown(watched, before, "log_proposals_total", kind="call")


def test_a_part_that_does_not_answer_hides_no_other(watched, monkeypatch):
    def down():
        raise RetryableError("down")

    monkeypatch.setattr(watched.app.jobs, "waiting", down)
    found = read(watched)
    assert ("rapport_queue_waiting", ()) not in found
    assert value(found, "workspaces", state="here") == 1


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_nobody_reads_them_through_a_proxy(watched, header):
    assert httpx.get(f"{watched.url}/metrics", headers={header: "127.0.0.1"}, timeout=30).status_code == 404


def test_nobody_else_reads_them(watched, monkeypatch):
    monkeypatch.setattr(watched.app.settings, "metrics_hosts", ["10.0.0.7"])
    assert httpx.get(f"{watched.url}/metrics", timeout=30).status_code == 404


def test_they_are_off_unless_switched_on(tmp_path):
    app = Rapport(Settings(home=tmp_path, http_port=0))
    face = WebFace(app)
    face.start(None)
    try:
        assert httpx.get(f"http://127.0.0.1:{face.port}/metrics").status_code == 404
        assert httpx.get(f"http://127.0.0.1:{face.port}/healthz").json() == {"ok": True}
    finally:
        face.stop()
        app.close()


@pytest.mark.parametrize("said", ["Jane Miller is furious", "", "a" * 49, "x\ny", "jane@acme.example called"])
def test_a_label_that_reads_like_words_is_not_told(said):
    meter = PrometheusMeter()
    meter.count("errors", place="desk", kind=said)
    told = meter.exposition()[0].decode()
    assert 'kind="other"' in told
    assert not said or said not in told


def test_every_metric_is_in_the_docs():
    text = (Path(__file__).parents[2] / "docs" / "observability.md").read_text("utf-8")
    assert [each.name for each in METRICS if f"`rapport_{each.name}" not in text] == []


def test_two_rapports_in_one_process_do_not_mix():
    one, other = PrometheusMeter(), PrometheusMeter()
    one.count("messages_sent", sort="digest")
    assert b'sort="digest"' not in other.exposition()[0]


def test_a_model_call_counts_tokens_and_time(watched):
    before = read(watched)
    watched.app.telemetry.model_called(Usage(calls=1, prompt_tokens=30, answer_tokens=5, seconds=0.4), well=True)
    watched.app.telemetry.model_called(Usage(calls=1, seconds=0.1), well=False)
    now = read(watched)

    def more(name, **labels):
        return value(now, name, **labels) - value(before, name, **labels)

    assert more("model_tokens_total", direction="read") == 30
    assert more("model_calls_total", outcome="failed") == 1
    assert more("model_seconds_count") == 2
