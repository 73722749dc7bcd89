"""How the hosts of a model are, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.check import Check

if TYPE_CHECKING:
    from indexing.ollama_status import ModelStatus


def hosts_check(name: str, statuses: Sequence[ModelStatus], says: str = "") -> Check:
    """Down where no host has the model; a warning where one of several has it not, or has another version of it.

    Args:
        name: of the part.
        says: what else there is to tell of it.
    """
    from indexing.ollama_status import alike, together  # noqa: PLC0415 - asked only where Ollama is

    all_of = together(statuses)
    told = "; ".join(each for each in (says, all_of.message) if each)
    missing = [each for each in statuses if not each.present]
    if not all_of.present:
        return Check(name, "down", told, f"Rules answer meanwhile. {_todo(missing[0], several=False)}")
    if missing:
        return Check(name, "warning", told, f"The others answer meanwhile. {_todo(missing[0], several=True)}")
    if not alike(statuses):
        return Check(name, "warning", f"{told}; not all have the same version", "Fetch it anew: rapport model pull")
    if all_of.on_gpu is not None and all_of.on_gpu < 1:
        return Check(name, "warning", told, "Part of the model runs on the processor: it will be slow.")
    return Check(name, "ok", told)


def _todo(status: ModelStatus, *, several: bool) -> str:
    if status.reachable:
        return "Fetch it: rapport model pull"
    return f"Start Ollama: ollama serve{f' (at {status.host})' if several else ''}"
