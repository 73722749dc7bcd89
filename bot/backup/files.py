"""What lies beside the record in the data folder: heads of the audit, learnt moods, certificates, the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crm.errors import RetryableError
from privacy.erasure.digests import LEDGER

if TYPE_CHECKING:
    from bot.backup.archive import ArchiveWriter

FOLDER = "files/"
KEPT = ("moods", "certificates")
HEADS = "audit"
UNWRITABLE = "The data folder cannot be written, or its disk is full. Mend that and run it again."


def save(home: Path, archive: ArchiveWriter, heads: Mapping[int, int]) -> None:
    """Adds them; of the audit's heads those up to the entry that the record holds, by tenant."""
    for folder in KEPT:
        for path in _under(home / folder):
            archive.add(f"{FOLDER}{path.relative_to(home)}", path.read_bytes())
    for path in _under(home / HEADS):
        kept = _up_to(path.read_text("ascii"), heads.get(int(path.stem), 0)) if path.stem.isdigit() else ""
        if kept:
            archive.add(f"{FOLDER}{HEADS}/{path.name}", kept.encode())
    if (home / LEDGER).exists():
        archive.add(f"{FOLDER}{LEDGER}", (home / LEDGER).read_bytes())


def put(home: Path, name: str, content: bytes) -> None:
    """Puts one back, whole and for its owner alone.

    Raises:
        RetryableError: it cannot be written.
    """
    path = home / name
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise RetryableError(UNWRITABLE) from error


def merged(older: str, newer: str) -> str:
    """The lines of two ledgers, each once: what only the older one knows comes first, for the newer one decides."""
    known = set(newer.splitlines())
    lines = [*(line for line in older.splitlines() if line not in known), *newer.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _under(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _up_to(lines: str, seq: int) -> str:
    kept = [line for line in lines.splitlines() if line.partition(" ")[0].isdigit() and int(line.split()[0]) <= seq]
    return "".join(f"{line}\n" for line in kept)
