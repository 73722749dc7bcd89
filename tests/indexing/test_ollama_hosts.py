"""Several hosts of one model: who is called, who is passed over, and when that one is tried again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ollama_server import OllamaServer, Reply

from crm.clock import FixedClock
from crm.errors import FatalError, RetryableError
from indexing.ollama import ChatLimits, OllamaChat
from indexing.ollama_embedder import OllamaEmbedder

SCHEMA = {"type": "object", "properties": {"subject": {"enum": ["deals"]}}, "required": ["subject"]}
GOOD = '{"subject": "deals"}'
PAUSE = timedelta(seconds=31)


@pytest.fixture
def pair() -> Iterator[tuple[OllamaServer, OllamaServer]]:
    servers = OllamaServer(), OllamaServer()
    for server in servers:
        server.replies = [Reply(GOOD)]
    yield servers
    for server in servers:
        server.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))


def chat(clock: FixedClock, *servers: OllamaServer, **limits: Any) -> OllamaChat:
    return OllamaChat("tiny", clock, host=", ".join(each.url for each in servers), limits=ChatLimits(**limits))


def filled(model: OllamaChat) -> dict[str, Any]:
    return model.fill("Read.", "q", SCHEMA)


def calls(*servers: OllamaServer) -> list[int]:
    return [len(each.asked()) for each in servers]


def gone() -> OllamaServer:
    server = OllamaServer()
    server.close()
    return server


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_a_call_goes_to_the_host_with_the_fewest_under_way(pair, clock):
    first, second = pair
    first.busy = threading.Event()
    model = chat(clock, first, second, at_once=4)
    slow = [threading.Thread(target=filled, args=(model,)) for _ in range(1)]
    slow[0].start()
    until(lambda: calls(first) == [1])
    for _ in range(3):
        filled(model)
    assert calls(first, second) == [1, 3]
    first.busy.set()
    slow[0].join()


def test_where_none_is_busy_it_goes_to_the_one_that_was_quicker_last(pair, clock):
    model = chat(clock, *pair)
    filled(model)
    filled(model)
    assert calls(*pair) == [1, 1]  # nothing was known of the second
    first, second = model._hosts._places
    first.latency, second.latency = 3.0, 0.5
    filled(model)
    assert calls(*pair) == [1, 2]


def test_each_host_has_room_of_its_own(pair, clock):
    for server in pair:
        server.busy = threading.Event()
    model = chat(clock, *pair, at_once=1, waiting=0)
    found: list[Any] = []
    callers = [threading.Thread(target=lambda: found.append(filled(model))) for _ in range(2)]
    for number, caller in enumerate(callers):
        caller.start()
        until(lambda wanted=number + 1: sum(calls(*pair)) == wanted)
    assert calls(*pair) == [1, 1]
    with pytest.raises(RetryableError, match="busy"):
        filled(model)
    for server in pair:
        server.busy.set()
    for caller in callers:
        caller.join()
    assert len(found) == 2


def test_whoever_waits_takes_the_first_host_that_is_free(pair, clock):
    first, second = pair
    first.busy, second.busy = threading.Event(), threading.Event()
    model = chat(clock, *pair, at_once=1, waiting=1)
    found: list[Any] = []
    callers = [threading.Thread(target=lambda: found.append(filled(model))) for _ in range(3)]
    for caller in callers:
        caller.start()
    until(lambda: calls(*pair) == [1, 1])
    second.busy.set()
    until(lambda: calls(*pair) == [1, 2])
    first.busy.set()
    for caller in callers:
        caller.join()
    assert len(found) == 3


@pytest.mark.parametrize(
    "fault", [Reply(status=503, error="busy"), Reply(status=500), Reply(GOOD, reset_after=0)], ids=str
)
def test_a_host_that_fails_is_passed_over_within_the_call(pair, clock, fault):
    first, second = pair
    first.replies = [fault]
    assert filled(chat(clock, *pair))["subject"] == "deals"
    assert calls(second) == [1]


def test_a_host_that_is_down_is_left_alone_and_tried_again_after_its_pause(pair, clock):
    _, second = pair
    down = gone()
    model = chat(clock, down, second)
    for _ in range(6):
        model._hosts._places[1].latency = 9.0  # else the second would be asked first
        assert filled(model)
    first = model._hosts._places[0]
    assert first.breaker.resting
    assert not model.resting
    back = OllamaServer(int(down.url.rpartition(":")[2]))
    back.replies = [Reply(GOOD)]
    try:
        filled(model)
        assert back.seen == []  # its pause is not over
        clock.instant += PAUSE
        filled(model)
        assert [path for path, _ in back.seen] == ["/api/tags", "/api/chat"]  # a knock, then the call
        assert not first.breaker.tried
    finally:
        back.close()


def test_a_host_that_hangs_after_its_pause_costs_a_knock_and_no_call(pair, clock, monkeypatch):
    first = pair[0]
    first.replies = [Reply(status=503)]
    model = chat(clock, *pair)
    for _ in range(3):
        model._hosts._places[1].latency = 9.0
        filled(model)
    model._hosts._places[1].latency = 9.0
    clock.instant += PAUSE
    monkeypatch.setattr("indexing.ollama_hosts.KNOCK", timedelta(seconds=0.2))
    first.silent = True
    before = calls(first)
    assert filled(model)
    assert calls(first) == before
    assert model._hosts._places[0].breaker.resting


def test_a_missing_model_is_that_hosts_fault(pair, clock):
    first, second = pair
    first.models = []
    model = chat(clock, *pair)
    for _ in range(3):
        model._hosts._places[1].latency = 9.0
        assert filled(model)
    assert calls(first, second) == [1, 3]
    first.models = ["tiny:latest"]
    model._hosts._places[1].latency = 9.0
    clock.instant += PAUSE
    filled(model)
    assert calls(first, second) == [2, 3]


def test_a_model_that_no_host_has_needs_a_person(pair, clock):
    for server in pair:
        server.models = []
    model = chat(clock, *pair)
    for _ in range(2):
        with pytest.raises(FatalError, match="ollama pull tiny"):
            filled(model)
    pair[1].models = ["tiny:latest"]
    assert filled(model)  # where all lack it, each is asked again at once


def test_missing_here_and_down_there_may_help_later(pair, clock):
    pair[0].models = []
    with pytest.raises(RetryableError):
        filled(chat(clock, pair[0], gone()))


def test_all_down_is_told_at_once_after_failures(clock):
    model = chat(clock, gone(), gone())
    for _ in range(4):
        with pytest.raises(RetryableError, match="did not answer"):
            filled(model)
    assert model.resting


def test_an_answer_that_had_begun_is_not_begun_anew_elsewhere(pair, clock):
    first, second = pair
    first.replies = [Reply("They are unhappy about it.", reset_after=1)]
    heard: list[str] = []
    with pytest.raises(RetryableError):
        heard.extend(chat(clock, *pair).stream("Say.", "q"))
    assert "".join(heard).startswith("They are")
    assert calls(second) == [0]


def test_a_stream_that_never_began_is_begun_elsewhere(pair, clock):
    first, second = pair
    first.replies, second.replies = [Reply("x", reset_after=0)], [Reply("They are unhappy.")]
    assert "".join(chat(clock, *pair).stream("Say.", "q")) == "They are unhappy."


def test_nonsense_is_not_asked_for_elsewhere(pair, clock):
    first, second = pair
    first.replies = [Reply("no idea")]
    with pytest.raises(RetryableError, match="usable"):
        filled(chat(clock, *pair))
    assert calls(first, second) == [2, 0]


def test_a_host_that_loads_gets_no_calls_and_the_other_does(pair, clock):
    first, second = pair
    first.load_until = threading.Event()
    model = chat(clock, *pair)
    loading = model.warm_up()
    until(lambda: not model._hosts._places[1].loading.is_set())
    for _ in range(3):
        assert filled(model)
    assert calls(first, second) == [0, 3]
    first.load_until.set()
    loading.join()
    assert filled(model)
    assert [len(each.asked("/api/generate")) for each in pair] == [1, 1]


def test_loading_fails_only_where_no_host_could(pair, clock):
    chat(clock, gone(), pair[1]).load()
    with pytest.raises(RetryableError):
        chat(clock, gone(), gone()).load()


@pytest.mark.parametrize("second", ["http://10.0.0.9:11434", "ftp://127.0.0.1"])
def test_every_host_is_held_to_the_list(clock, second):
    with pytest.raises(FatalError):
        OllamaChat("tiny", clock, host=f"http://127.0.0.1:11434,{second}")


def test_each_host_tells_how_it_is(pair, clock):
    first, second = pair
    second.running = [{"model": "tiny:latest", "name": "tiny:latest", "size": 8, "size_vram": 4}]
    down = gone()
    model = chat(clock, first, second, down)
    assert [(each.host, each.present) for each in model.statuses()] == [
        (first.url, True), (second.url, True), (down.url, False),
    ]  # fmt: skip
    status = model.status()
    assert (status.reachable, status.present, status.on_gpu) == (True, True, 0.5)
    assert all(each.url in status.message for each in (first, second, down))


def test_every_host_fetches_the_model(pair, clock):
    chat(clock, *pair).pull(lambda _: None)
    assert [len(each.asked("/api/pull")) for each in pair] == [1, 1]


def test_vectors_come_from_whoever_is_up(pair, clock):
    first, second = pair
    embedder = OllamaEmbedder("embed", clock, host=f"{gone().url},{second.url}")
    assert embedder.embed(["one", "two"]).shape == (2, 4)
    assert len(second.asked("/api/embed")) == 2
    assert first.seen == []
