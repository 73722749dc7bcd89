"""Files in the data folder that are neither the record, the index, keys nor originals: exports, rejects, logs."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from privacy.erasure.digests import LEDGER
from privacy.erasure.place import NOTHING, Work
from privacy.erasure.scan import Needles, found_in, is_told

KEPT_FOLDERS = frozenset({"keys", "objects", "vectors", "certificates", "moods"})  # looked after elsewhere, or theirs
KEPT_FILES = frozenset({"rapport.env", LEDGER})
DATABASE = (".db", ".db-wal", ".db-shm", ".db-journal")


class Files:
    """Text files lose what tells of the person; any other file that does is removed."""

    name = "files"
    claims = NOTHING

    def count(self, work: Work) -> int:
        return len(self.touched(work))

    verify = count

    def erase(self, work: Work) -> int:
        touched = self.touched(work)
        for path in touched:
            text = _text(path)
            cleaned = None if text is None else work.traces.cleaned(text)
            if cleaned is None or found_in(cleaned.encode(), Needles.of(work.subject)):
                path.unlink(missing_ok=True)
            else:
                _replace(path, cleaned)
        return len(touched)

    def touched(self, work: Work) -> list[Path]:
        needles = Needles.of(work.subject)
        return [path for path in loose_files(work.house.home) if self._holds(work, path, needles)]

    @staticmethod
    def _holds(work: Work, path: Path, needles: Needles) -> bool:
        text = _text(path)
        if text is not None and work.traces.within(text):
            return True
        return is_told(path, needles)


def loose_files(home: Path) -> Iterator[Path]:
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home).parts
        if path.is_symlink() or not path.is_file() or inside[0] in KEPT_FOLDERS:
            continue
        if path.name not in KEPT_FILES and not path.name.endswith(DATABASE):
            yield path


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return None


def _replace(path: Path, text: str) -> None:
    """Written over first, so that the old words do not stay in the file's place on the disk; then moved in whole."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(text.encode())
    draft.chmod(path.stat().st_mode & 0o777)
    with path.open("r+b") as old:
        old.write(bytes(path.stat().st_size))
        old.flush()
        os.fsync(old.fileno())
    draft.replace(path)
