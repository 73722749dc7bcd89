"""What an Ollama host says of its models: installed, loaded, on the GPU; and how one is fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from crm.errors import FatalError, RetryableError
from indexing.breaker import DOWN
from indexing.deadline import Deadline
from indexing.ollama_host import Host, missing

STATUS_TIMEOUT = timedelta(seconds=3)
PULL_TIMEOUT = timedelta(hours=6)
PULL_FAILED = "Ollama could not fetch the model. Is its name right, and may Ollama's machine reach its registry?"


@dataclass(frozen=True)
class ModelStatus:
    """What is known of a model at a host. `size` and `size_vram` are bytes, known only while it is loaded; `on_gpu` is
    0..1; `digest` tells versions of one name apart.
    """

    reachable: bool
    present: bool
    message: str
    size: int | None = None
    size_vram: int | None = None
    on_gpu: float | None = None
    host: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a pull has come; `part` is 0..1 of the layer that is being fetched, None where no size is known."""

    step: str
    part: float | None = None


def status(host: Host, model: str) -> ModelStatus:
    """Never raises: what is wrong is in its message."""
    return replace(_status(host, model), host=host.address)


def together(statuses: Sequence[ModelStatus]) -> ModelStatus:
    """Several hosts as one: it is there where one of them has it; each is in the message."""
    if len(statuses) == 1:
        return statuses[0]
    ready = [each for each in statuses if each.present]
    shares = [each.on_gpu for each in ready if each.on_gpu is not None]
    return ModelStatus(
        reachable=any(each.reachable for each in statuses),
        present=bool(ready),
        message="; ".join(f"{each.host}: {each.message.rstrip('.')}" for each in statuses),
        on_gpu=min(shares, default=None),
        host=", ".join(each.host for each in statuses),
    )


def alike(statuses: Sequence[ModelStatus]) -> bool:
    """Whether all hosts that have the model have the same version of it."""
    return len({each.digest for each in statuses if each.present and each.digest}) <= 1


def _status(host: Host, model: str) -> ModelStatus:
    try:
        with host.client(model, Deadline(STATUS_TIMEOUT)) as client:
            installed, loaded = client.list().models, client.ps().models
    except (RetryableError, FatalError):
        return ModelStatus(reachable=False, present=False, message="Ollama does not answer. Is it running?")
    there = next((item for item in installed if _same(item.model, model)), None)
    if there is None:
        return ModelStatus(reachable=True, present=False, message=missing(model))
    digest = str(there.digest or "")
    running = next((item for item in loaded if _same(item.model, model)), None)
    if running is None:
        message = f"{model} is ready; it is loaded at the first question."
        return ModelStatus(reachable=True, present=True, message=message, digest=digest)
    size, video = int(running.size or 0), int(running.size_vram or 0)
    share = video / size if size else 0.0
    return ModelStatus(
        reachable=True,
        present=True,
        message=_where(model, share),
        size=size,
        size_vram=video,
        on_gpu=share,
        digest=digest,
    )


def pull(host: Host, model: str, on_progress: Callable[[Progress], None]) -> None:
    """Has Ollama fetch the model from its registry: the one step that reaches outside, and only by hand.

    Raises:
        RetryableError: Ollama is down, or could not fetch it.
    """
    done = False
    try:
        with host.client(model, Deadline(PULL_TIMEOUT)) as client:
            for line in client.pull(model, stream=True):
                part = (line.completed or 0) / line.total if line.total else None
                on_progress(Progress(str(line.status or ""), part))
                done = line.status == "success"
    except (RetryableError, FatalError) as error:
        raise RetryableError(PULL_FAILED if status(host, model).reachable else DOWN) from error
    if not done:
        raise RetryableError(PULL_FAILED)


def _same(installed: str | None, wanted: str) -> bool:
    return installed in {wanted, f"{wanted}:latest"}


def _where(model: str, share: float) -> str:
    if share >= 0.99:
        return f"{model} is loaded on the GPU."
    if share > 0:
        return f"{model} is loaded, {share:.0%} of it on the GPU; answers will be slow."
    return f"{model} is loaded without a GPU; answers will be slow."
