"""How the local Slack refuses a call."""

from __future__ import annotations

from typing import Any


class SlackRefusal(Exception):  # noqa: N818 - a refusal is an answer of the Web API, not a fault of ours
    """The Web API answers `ok: false`.

    Args:
        error: Slack's own short name of the error.
        messages: details in Slack's wording, returned in `response_metadata.messages`.
        extra: further fields of the answer, such as `needed`.
    """

    def __init__(self, error: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.extra = extra

    def as_answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
            if self.error == "invalid_blocks":
                answer["errors"] = list(self.messages)
        return answer
