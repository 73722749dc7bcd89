"""A door between two programs that can be shut, left unanswered, or made to talk nonsense."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Literal

Mood = Literal["open", "refuse", "hang", "garble"]
NONSENSE = b"\x00\x17not what was asked for\r\n" * 8
PIECE = 65_536


class Proxy:
    """Passes on what comes to `port` to another address of this machine, while its `mood` is open."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.mood: Mood = "open"
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    def turn(self, mood: Mood) -> None:
        """Changes what callers meet; lines that are open break."""
        self.mood = mood
        with self._lock:
            lines, self._lines = self._lines, set()
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def close(self) -> None:
        self._listener.close()
        self.turn("refuse")

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        if self.mood == "refuse":
            caller.close()
            return
        with self._lock:
            self._lines.add(caller)
        if self.mood == "hang":
            return
        if self.mood == "garble":
            self._garble(caller)
            return
        try:
            target = socket.create_connection(self._target, timeout=10)
        except OSError:
            caller.close()
            return
        target.settimeout(None)
        with self._lock:
            self._lines.add(target)
        for pair in ((caller, target), (target, caller)):
            threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _garble(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError):
            caller.recv(PIECE)
            caller.sendall(NONSENSE)
        caller.close()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                sink.sendall(piece)
        for line in (source, sink):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
            with self._lock:
                self._lines.discard(line)
