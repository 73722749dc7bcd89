"""`rapport run`"""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport


TURN = 0.0005  # seconds a busy thread keeps the others waiting: an acknowledgement takes many short turns


@click.command("run")
@wired
def command(app: Rapport, *, as_json: bool) -> None:
    """Run the bot: Slack (Socket Mode or HTTP), workers and schedule, until it is stopped."""
    from bot.process import Process

    sys.setswitchinterval(TURN)
    process = Process(app)
    process.start()
    face = "HTTP" if process.slack.http else "Socket Mode"
    door = f"events at port {process.web.port}" if process.web.port else "the HTTP port is taken: no events over HTTP"
    if as_json:
        show_json({"running": True, "slack": face, "port": process.web.port})
    else:
        click.echo(f"Rapport runs (Slack by {face}, {door}). Stop it with Ctrl-C.")
    wait_for_end()
    process.stop()


def wait_for_end() -> None:
    """Returns at SIGINT or SIGTERM."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.wait(1.0):
        pass
