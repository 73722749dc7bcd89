"""How long the first answers in the console take, through the real socket, after the demo says that it is ready."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from bot.cli.demo import fill
from bot.console.server import Console
from bot.demo import Demo
from bot.settings import Settings
from bot.wiring import Rapport

ASKED = (
    "unhappy clients last quarter",
    "what did Acme say about pricing?",
    "who owns Globex?",
    "called Jane at Acme, she's worried about pricing, follow up Friday",
)
REP = "maya.lindqvist@brightmere.example"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(Rapport(Settings(home=Path(folder))), port=0)
        fill(demo.app, quiet=True)
        console = demo.start()
        console.wait_connected()
        print(json.dumps({text: _took(console, text) for text in ASKED}))
        demo.stop()


def _took(console: Console, text: str) -> float:
    """Seconds from a message to the bot's answer in its thread."""
    begun = time.perf_counter()
    ts = console.say(REP, "dm", text)
    console.wait_for(lambda: [m for m in console.messages("dm", ts, person=REP) if m.bot], timeout=30)
    return round(time.perf_counter() - begun, 2)


if __name__ == "__main__":
    main()
