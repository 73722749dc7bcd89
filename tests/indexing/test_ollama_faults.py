"""Every way in which a host of a chat model can fail."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from ollama_calls import GOOD, SHORT, chat, filled
from ollama_server import OllamaServer, Reply

from crm.errors import FatalError, RetryableError
from indexing.ollama import ChatLimits, OllamaChat

BROKEN = {
    "html": Reply(raw=b"<html>proxy error</html>", content_type="text/html"),
    "half an object": Reply(raw=b'{"message": {"content": '),
    "a list": Reply(raw=b"[]"),
    "nothing": Reply(raw=b""),
    "bytes": Reply(raw=b"\xff\xfe"),
    "no message": Reply(raw=b'{"done": true}\n'),
    "wrong types": Reply(raw=b'{"message": {"role": 1, "content": []}, "done": "maybe"}\n'),
    "500": Reply(status=500, error="llama runner process has terminated: secret"),
    "error in the stream": Reply(GOOD, error="an error was encountered while running the model: secret"),
    "reset at the start": Reply(GOOD, reset_after=0),
    "reset in the middle": Reply(GOOD, reset_after=1),
    "no end": Reply(GOOD, unfinished=True),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_asked_for_once_more(ollama, clock, broken):
    ollama.replies = [broken, Reply(GOOD)]
    assert filled(chat(ollama, clock))["subject"] == "deals"
    assert len(ollama.asked()) == 2


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_twice_broken_is_retryable_and_tells_no_internals(ollama, clock, broken):
    ollama.replies = [broken]
    with pytest.raises(RetryableError) as caught:
        filled(chat(ollama, clock))
    assert "secret" not in str(caught.value)
    assert len(ollama.asked()) == 2


def test_a_wrong_content_type_around_a_right_answer_does_no_harm(ollama, clock):
    ollama.replies = [Reply(GOOD, content_type="text/plain")]
    assert filled(chat(ollama, clock))["subject"] == "deals"


@pytest.mark.parametrize(
    "status", [(503, "server busy, please try again.  maximum pending requests exceeded"), (400, "bad request")]
)
def test_what_would_fail_again_is_not_asked_again(ollama, clock, status):
    ollama.replies = [Reply(status=status[0], error=status[1])]
    with pytest.raises(RetryableError):
        filled(chat(ollama, clock))
    assert len(ollama.asked()) == 1


@pytest.mark.parametrize(
    "slow",
    [
        Reply(GOOD, hang_after=0),
        Reply(GOOD, hang_after=1),
        Reply(GOOD * 50, pause=0.05),
        Reply("no object " * 2, pause=0.12),
    ],
    ids=["hung", "hung in the middle", "dripping", "nonsense, slowly"],
)
def test_the_budget_covers_everything(ollama, clock, slow):
    ollama.replies = [slow]
    with pytest.raises(RetryableError):
        filled(chat(ollama, clock, limits=SHORT))


def test_a_hung_stream_is_cut_at_the_end_of_the_budget(ollama, clock):
    """Reads are not limited one by one: the second would have had the whole budget again."""
    ollama.replies = [Reply("x" * 2000, pause=0.02, hang_after=10)]
    begun = time.monotonic()
    with pytest.raises(RetryableError):
        list(chat(ollama, clock, limits=ChatLimits(budget=timedelta(seconds=1))).stream("Say.", "q"))
    assert time.monotonic() - begun < 10  # far from the server's own patience


def test_a_refused_connection_is_retryable(clock):
    server = OllamaServer()
    server.close()
    model = chat(server, clock)
    with pytest.raises(RetryableError):
        filled(model)
    status = model.status()
    assert not status.reachable
    assert "running" in status.message


def test_a_missing_model_needs_a_person(ollama, clock):
    model = chat(ollama, clock, "absent")
    for _ in range(4):
        with pytest.raises(FatalError, match="ollama pull absent"):
            filled(model)
    status = model.status()
    assert (status.reachable, status.present) == (True, False)
    assert "ollama pull absent" in status.message


def test_refuses_at_once_after_failures_and_tries_again_later(ollama, clock):
    ollama.replies = [Reply(status=503, error="busy")]
    model = chat(ollama, clock)
    for _ in range(5):
        with pytest.raises(RetryableError):
            filled(model)
    assert len(ollama.asked()) == 3  # the rest was refused without a call
    clock.instant += timedelta(seconds=31)
    for _ in range(2):
        with pytest.raises(RetryableError):
            filled(model)
    assert len(ollama.asked()) == 4  # one trial, then rest again
    clock.instant += timedelta(seconds=31)
    ollama.replies = [Reply(GOOD)]
    assert filled(model)
    assert filled(model)


def test_nonsense_counts_as_failing(ollama, clock):
    ollama.replies = [Reply("no idea")]
    model = chat(ollama, clock)
    for _ in range(4):
        with pytest.raises(RetryableError):
            filled(model)
    assert len(ollama.asked()) == 6


@pytest.mark.parametrize(
    "host",
    ["http://models.example.com:11434", "http://10.0.0.9:11434", "models.example.com", "http://127.0.0.1.example.com"],
)
def test_a_host_off_the_list_is_refused(clock, host):
    with pytest.raises(FatalError, match="allowed"):
        OllamaChat("tiny", clock, host=host)


@pytest.mark.parametrize(
    "host", ["http://localhost:11434", "127.0.0.1:11434", "http://[::1]:11434", "http://GPU.lan:11434"]
)
def test_allowed_hosts(clock, host):
    assert OllamaChat("tiny", clock, host=host, allowed_hosts={"gpu.lan"}).name == "tiny"


@pytest.mark.parametrize("host", ["", "ftp://127.0.0.1", "http://"])
def test_a_host_that_is_no_address(clock, host):
    with pytest.raises(FatalError, match="web address"):
        OllamaChat("tiny", clock, host=host)


def test_a_redirect_is_not_followed(ollama, clock):
    other = OllamaServer()
    ollama.redirect = other.url
    try:
        with pytest.raises(RetryableError):
            filled(chat(ollama, clock))
        assert other.seen == []
    finally:
        other.close()


def test_a_proxy_of_the_environment_is_not_used(ollama, clock, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    ollama.replies = [Reply(GOOD)]
    assert filled(chat(ollama, clock))
