"""A chat model over a real socket, as the tests of it share it."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from ollama_server import OllamaServer

from crm.clock import FixedClock
from indexing.ollama import ChatLimits, OllamaChat

SCHEMA = {
    "type": "object",
    "properties": {"subject": {"enum": ["deals", "accounts"]}, "limit": {"type": "integer"}},
    "required": ["subject"],
    "additionalProperties": False,
}
GOOD = '{"subject": "deals", "limit": 5}'
SHORT = ChatLimits(budget=timedelta(seconds=0.3))


def chat(ollama: OllamaServer, clock: FixedClock, model: str = "tiny", **options: Any) -> OllamaChat:
    return OllamaChat(model, clock, host=ollama.url, **options)


def filled(model: OllamaChat, data: str = "q") -> dict[str, Any]:
    return model.fill("Read.", data, SCHEMA)


def until(holds: Any) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
