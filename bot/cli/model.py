"""`rapport model`"""

from __future__ import annotations

from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING

import click

from bot.cli.common import show_json, wired
from crm.errors import FatalError

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from indexing.ollama import OllamaChat
    from indexing.ollama_status import Progress

ACTIONS = ("status", "pull", "warm")


@click.command("model")
@click.argument("action", type=click.Choice(ACTIONS), default="status")
@wired
def command(app: Rapport, *, action: str, as_json: bool) -> None:
    """How the language model is (status); have Ollama fetch it (pull) or read it into memory (warm)."""
    from indexing.ollama_status import together

    if app.chat is None:
        raise FatalError("No chat model is set; rules answer alone. To have one, set RAPPORT_OLLAMA_CHAT_MODEL.")
    if action == "pull":
        _pull(app.chat, quiet=as_json)
    took = _load(app.chat) if action == "warm" else None
    hosts = app.chat.statuses()
    status = together(hosts)
    if as_json:
        each = [asdict(host) for host in hosts]
        show_json({"model": app.chat.name, **asdict(status), "hosts": each, "loaded_in": took})
    else:
        for host in hosts:
            click.echo(host.message if len(hosts) == 1 else f"{host.host}: {host.message}")
        if took is not None:
            click.echo(f"That took {took:.1f} seconds.")
    if not status.present:
        raise SystemExit(1)


def _pull(chat: OllamaChat, *, quiet: bool) -> None:
    told = ""

    def tell(progress: Progress) -> None:
        nonlocal told
        line = progress.step if progress.part is None else f"{progress.step}: {progress.part:.0%}"
        if line != told and not quiet:
            click.echo(line)
        told = line

    chat.pull(tell)


def _load(chat: OllamaChat) -> float:
    begun = perf_counter()
    chat.load()
    return perf_counter() - begun
