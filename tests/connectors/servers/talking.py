"""Servers that speak lines out of a script, and a go-between that breaks off."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Talker:
    """Listens on loopback; each caller is spoken to by `speak(connection)` in a thread of its own."""

    def __init__(self, speak: Callable[[socket.socket], object]) -> None:
        self._speak = speak
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._callers: list[socket.socket] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                self._callers.append(caller)
                threading.Thread(target=self._talk, args=(caller,), daemon=True).start()

    def _talk(self, caller: socket.socket) -> None:
        with suppress(OSError):
            self._speak(caller)

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for caller in self._callers:
            with suppress(OSError):
                caller.shutdown(socket.SHUT_RDWR)
            caller.close()
        self._thread.join(timeout=10)


def answering(greeting: str, **answers: str) -> Callable[[socket.socket], None]:
    """An IMAP server of few words: to each command its answer, {tag} in it is the command's; none: silence."""

    def speak(caller: socket.socket) -> None:
        caller.sendall(greeting.encode())
        with suppress(ConnectionError), caller.makefile("rb") as lines:  # a caller who hangs up is done
            for line in lines:
                tag, _, rest = line.decode().partition(" ")
                words = rest.upper().split()
                name = words[1] if words[:1] == ["UID"] else words[0]
                if name in answers:
                    caller.sendall(answers[name].replace("{tag}", tag).encode())

    return speak


def breaking_off(port: int, after: int) -> Callable[[socket.socket], None]:
    """Passes all on to a server, until that has answered with so many bytes."""

    def speak(caller: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as server:
            asking = threading.Thread(target=_pass_on, args=(caller, server), daemon=True)
            asking.start()
            left = after
            while left > 0 and (content := server.recv(min(left, 65536))):
                caller.sendall(content)
                left -= len(content)
            with suppress(OSError):
                caller.shutdown(socket.SHUT_RDWR)
        asking.join(timeout=10)

    return speak


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            sink.sendall(content)
