"""Who waits for the chat model: many at once, while it loads, and what each call took."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from ollama_calls import GOOD, chat, filled, until
from ollama_server import OllamaServer, Reply

from crm.errors import RetryableError
from crm.usage import gathered
from indexing.energy import GpuEnergy
from indexing.ollama import ChatLimits, OllamaChat

# --- many at once ------------------------------------------------------------------------------------------------


def test_the_one_over_the_bound_is_refused_at_once(ollama, clock):
    ollama.replies = [Reply(GOOD, hang_after=0)]
    model = chat(ollama, clock, limits=ChatLimits(budget=timedelta(seconds=30), at_once=1, waiting=2))
    told: list[str] = []

    def ask() -> None:
        try:
            filled(model)
        except RetryableError as error:
            told.append(error.message)

    callers = [threading.Thread(target=ask) for _ in range(6)]
    for caller in callers:
        caller.start()
    until(lambda: len(told) == 3 and len(ollama.asked()) == 1)
    assert all("busy" in each for each in told)
    ollama.released.set()
    for caller in callers:
        caller.join()
    assert len(told) == 6  # the others had their turn, or met the breaker


def test_those_who_wait_get_their_turn(ollama, clock):
    ollama.replies = [Reply(GOOD, pause=0.01)]
    model = chat(ollama, clock, limits=ChatLimits(at_once=2, waiting=8))
    found: list[Any] = []
    callers = [threading.Thread(target=lambda: found.append(filled(model))) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(found) == 8


# --- loading -----------------------------------------------------------------------------------------------------


def test_while_it_is_loaded_callers_are_refused_at_once(ollama, clock):
    ollama.load_until = threading.Event()
    ollama.replies = [Reply(GOOD)]
    model = chat(ollama, clock)
    loading = model.warm_up()
    for _ in range(5):
        with pytest.raises(RetryableError, match="being loaded"):
            filled(model)
    ollama.load_until.set()
    loading.join()
    assert filled(model)
    assert len(ollama.asked()) == 1
    (load,) = ollama.asked("/api/generate")
    assert load["keep_alive"] == "30m"


def test_a_warm_up_that_fails_leaves_no_trace(clock):
    server = OllamaServer()
    server.close()
    model = chat(server, clock)
    model.warm_up().join()
    with pytest.raises(RetryableError, match="did not answer"):
        filled(model)


# --- what it took ------------------------------------------------------------------------------------------------


class Nvml:
    """The driver's library, with a counter of its own."""

    NVMLError = OSError

    def __init__(self, readings: list[int] | None = None) -> None:
        self.readings = readings

    def nvmlInit(self) -> None:  # noqa: N802 - NVML's name
        if self.readings is None:
            raise self.NVMLError

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802 - NVML's name
        return 1

    def nvmlDeviceGetHandleByIndex(self, number: int) -> int:  # noqa: N802 - NVML's name
        return number

    def nvmlDeviceGetTotalEnergyConsumption(self, device: int) -> int:  # noqa: N802 - NVML's name
        if not self.readings:
            raise self.NVMLError
        return self.readings.pop(0)


def test_what_a_call_took_is_told(ollama, clock):
    ollama.replies = [Reply("no idea"), Reply(GOOD, load_ns=2_000_000_000)]
    with gathered() as usage:
        filled(chat(ollama, clock, energy=GpuEnergy(lambda: Nvml([1000, 3500, 4000, 4250]))))
    figures = usage.figures()
    assert figures == {
        "calls": 2, "prompt_tokens": 52, "answer_tokens": 18, "seconds": 2.245, "load_seconds": 2.005, "joules": 2.75,
    }  # fmt: skip


@pytest.mark.parametrize("library", [Nvml(), Nvml([1000])], ids=["no driver", "no counter"])
def test_without_a_counter_nothing_is_said_of_energy(ollama, clock, library):
    ollama.replies = [Reply(GOOD)]
    with gathered() as usage:
        filled(chat(ollama, clock, energy=GpuEnergy(lambda: library)))
    assert "joules" not in usage.figures()


def test_without_the_library_nothing_is_said_of_energy():
    def absent() -> Any:
        raise ImportError

    assert GpuEnergy(absent).joules() is None


def test_the_shipped_library_is_asked_where_it_is_installed():
    joules = GpuEnergy().joules()
    assert joules is None or joules > 0


def test_a_model_elsewhere_is_not_charged_with_this_machine(clock):
    model = OllamaChat(
        "tiny", clock, host="http://gpu.lan", allowed_hosts={"gpu.lan"}, energy=GpuEnergy(lambda: Nvml([1]))
    )
    assert model._energy is None


# --- status and pull ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("video", "share", "words"), [(8_000, 1.0, "on the GPU"), (2_000, 0.25, "25%"), (0, 0.0, "without a GPU")]
)
def test_status_tells_where_the_model_runs(ollama, clock, video, share, words):
    ollama.running = [{"model": "tiny:latest", "name": "tiny:latest", "size": 8_000, "size_vram": video}]
    status = chat(ollama, clock).status()
    assert (status.reachable, status.present, status.size, status.size_vram) == (True, True, 8_000, video)
    assert status.on_gpu == share
    assert words in status.message


def test_status_of_a_model_that_is_not_loaded(ollama, clock):
    status = chat(ollama, clock).status()
    assert (status.present, status.on_gpu) == (True, None)
    assert "ready" in status.message


def test_a_pull_tells_how_far_it_is(ollama, clock):
    steps = []
    chat(ollama, clock).pull(steps.append)
    assert [step.part for step in steps] == [None, 0.25, 1.0, None, None]
    assert steps[-1].step == "success"


@pytest.mark.parametrize(
    "lines", [[{"error": "pull model manifest: file does not exist"}], [{"status": "pulling manifest"}]], ids=str
)
def test_a_pull_that_fails_says_what_to_look_at(ollama, clock, lines):
    ollama.pulled = lines
    with pytest.raises(RetryableError, match="registry"):
        chat(ollama, clock).pull(lambda _: None)


def test_a_pull_without_a_server(clock):
    server = OllamaServer()
    server.close()
    with pytest.raises(RetryableError, match="did not answer"):
        chat(server, clock).pull(lambda _: None)
