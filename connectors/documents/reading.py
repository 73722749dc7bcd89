"""A file as a document. What is written in intricate formats is read in a process of its own, which may be ended."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

from connectors.documents.kinds import kind_of
from connectors.export.decoding import characters
from connectors.formats.document import Document
from connectors.hypertext import read_page
from connectors.text import clean, one_line
from connectors.unreadable import UnreadableError

ROOT = Path(__file__).parents[2]
BEGIN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from connectors.formats.child import main; main()"
APART = {"pdf", "docx"}
SECONDS = 60.0  # that one document may take
MOST_EACH = 200  # documents before a fresh process takes over
HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)
TOO_LONG = "It takes longer to read than a document may, or makes its reader fail."
# Titles that programs put there by themselves
NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel) - .*|untitled.*|(?:word )?document ?\d*"
    r"|.*\.(?:docx?|pdf|tex|indd|pptx?|xlsx?|rtf))$",
    re.IGNORECASE,
)
UNREAD = {
    "xlsx": "a spreadsheet",
    "pptx": "a presentation",
    "odf": "an OpenDocument file",
    "rtf": "a rich text file",
    "picture": "a picture",
    "zip": "an archive",
    "old office": "a file of an old Office",
    "encrypted": "encrypted",
}


class DocumentReader:
    """Reads documents one after the other. `close` ends the process behind it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._read = 0

    def read(self, name: str, content: bytes) -> Document:
        """Raises UnreadableError where the file is no document, is damaged, or takes too much of anything."""
        kind = kind_of(name, content)
        if kind in UNREAD:
            return Document("docx" if kind == "encrypted" else kind, unread=UNREAD[kind])
        found = self._apart(kind, content) if kind in APART else _written(kind, characters(content))
        title = one_line(found.title, 512)
        return Document(
            found.type,
            clean(found.text),
            "" if NO_TITLE.match(title) else title,
            found.pages,
            found.unread,
        )

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _apart(self, kind: str, content: bytes) -> Document:
        answer = self._asked({"kind": kind, "size": len(content)}, content)
        if "reason" in answer:
            raise UnreadableError(answer["reason"])
        return Document(**answer)

    def _asked(self, question: dict[str, Any], content: bytes) -> dict[str, Any]:
        child = self._started()
        timer = Timer(self._seconds, child.kill)
        timer.start()
        try:
            assert child.stdin is not None  # noqa: S101 - both are pipes
            assert child.stdout is not None  # noqa: S101
            child.stdin.write(json.dumps(question).encode() + b"\n" + content)
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.close()
            raise UnreadableError(TOO_LONG)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._read >= MOST_EACH or self._child.poll() is not None):
            self.close()
        if self._child is None:
            command = [sys.executable, "-I", "-c", BEGIN]
            pipe = subprocess.PIPE
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603
            self._read = 0
        self._read += 1
        return self._child


def _written(kind: str, text: str) -> Document:
    if kind == "html":
        said, title = read_page(text)
        return Document("html", said, title, unread="" if said else "without text")
    heading = HEADING.search(text) if kind == "markdown" else None
    return Document(kind, text, heading[1] if heading else "")
