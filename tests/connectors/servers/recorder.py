"""A recorder's storage, as Zoom's: a file for who shows the event's token, after being passed on once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servers.vendor import Answer, VendorServer

TOKEN = "hunter2-download"
SPOKEN = b"WEBVTT\n\n00:01.000 --> 00:31.000\nAnn Lee: Hello.\n\n00:31.000 --> 01:31.000\nBob: The price worries us.\n"


class RecorderServer(VendorServer):
    def __init__(self) -> None:
        super().__init__()
        self.spoken = SPOKEN

    def answer(self, method: str, path: str, params: dict[str, str], body: Any) -> Answer:
        return (200, self.spoken) if path == "/rec/download/t1" else (404, {})

    def allows(self, headers: Mapping[str, str]) -> bool:
        return headers.get("Authorization") == f"Bearer {TOKEN}"
