"""The file of a backup: a tar, perhaps encrypted, of members whose digests its last member, the manifest, tells.

It is written beside its place and moved there whole: whatever stops that, no half backup bears a backup's name.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from bot.backup.envelope import LOCKED, MAGIC, Opener, Sealer
from crm.errors import RejectedError, RetryableError

FORMAT = 1
PART = ".part"  # ends the name of a file that is being written
MANIFEST = re.compile(r"manifest-([0-9a-f]{64})\.json")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_ROOM = "There is no room for the backup. Nothing was left behind: make room, or give another place."
UNWRITABLE = "The backup cannot be written there. Check the place and who may write to it."
THERE = "There is a file of this name already. Give another one, or a folder."
BROKEN = "This is no whole backup: it was changed, cut off, or is something else. Take another one."
NEWER = "This backup was made by a newer Rapport. Update Rapport before restoring it."
NO_FILE = "There is no such backup, or it may not be read."


class ArchiveWriter:
    """A backup being written; leaving it without `close` leaves nothing.

    Raises:
        RejectedError: there is a file of this name.
        RetryableError: it cannot be written.
    """

    def __init__(self, path: Path, key: bytes | None) -> None:
        if path.exists():
            raise RejectedError(THERE)
        self.path = path
        self._part = path.with_name(f".{path.name}{PART}")
        self._digests: dict[str, tuple[str, int]] = {}
        with _writing():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            clear(path.parent)
            self._file = os.fdopen(os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._sealer = Sealer(self._file, key) if key else None
            target: Any = self._sealer or self._file
            self._tar = tarfile.open(fileobj=target, mode="w")  # noqa: SIM115 - it only writes; `close` ends it

    def add(self, name: str, content: bytes) -> None:
        with _writing():
            self._add(name, content)
        self._digests[name] = (hashlib.sha256(content).hexdigest(), len(content))

    def close(self, facts: dict[str, Any]) -> None:
        """Adds the manifest, with these facts, and puts the file in its place."""
        manifest = json.dumps({"format": FORMAT, **facts, "members": self._digests}).encode()
        with _writing():
            self._add(f"manifest-{hashlib.sha256(manifest).hexdigest()}.json", manifest)
            self._tar.close()
            if self._sealer is not None:
                self._sealer.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._part.rename(self.path)
            self._file.close()
            _synced(self.path.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._file.closed:
            self._part.unlink(missing_ok=True)
            with suppress(OSError):  # a full disk refuses what is still to be flushed, too
                self._file.close()

    def _add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, io.BytesIO(content))


class Archive:
    """A backup that is there.

    Raises:
        RejectedError: from all methods, where it is not whole, or does not open with this key.
    """

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._path, self._key = path, key
        self._manifest: dict[str, Any] | None = None

    def verify(self) -> dict[str, Any]:
        """Reads all of it against its manifest, which is returned; RejectedError also where a newer Rapport made it."""
        found: dict[str, tuple[str, int]] = {}
        manifest: dict[str, Any] | None = None
        for name, content in self._members():
            digest = hashlib.sha256(content).hexdigest()
            told = MANIFEST.fullmatch(name)
            if manifest is not None or name in found or (told and told[1] != digest):
                raise RejectedError(BROKEN)
            if told:
                manifest = json.loads(content)
            else:
                found[name] = (digest, len(content))
        if manifest is None:
            raise RejectedError(BROKEN)
        if manifest["format"] > FORMAT:
            raise RejectedError(NEWER)
        if {name: tuple(each) for name, each in manifest["members"].items()} != found:
            raise RejectedError(BROKEN)
        self._manifest = manifest
        return manifest

    def members(self, beginning: str = "") -> Iterator[tuple[str, bytes]]:
        """Those whose names begin so, in the order they were added; each as it was when `verify` read it."""
        members = (self._manifest or self.verify())["members"]
        for name, content in self._members():
            if name.startswith(beginning) and name in members:
                if hashlib.sha256(content).hexdigest() != members[name][0]:
                    raise RejectedError(BROKEN)
                yield name, content

    def _members(self) -> Iterator[tuple[str, bytes]]:
        try:
            with self._path.open("rb") as file, _reading(), tarfile.open(fileobj=self._plain(file), mode="r|") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is None:
                        raise RejectedError(BROKEN)
                    yield member.name, content.read()
        except OSError as error:
            raise RejectedError(NO_FILE) from error

    def _plain(self, file: IO[bytes]) -> Any:
        sealed = file.read(len(MAGIC)) == MAGIC
        file.seek(0)
        if sealed and not self._key:
            raise RejectedError(LOCKED)
        return Opener(file, self._key) if sealed and self._key else file


def clear(folder: Path) -> None:
    """Removes what processes that were killed had begun to write there."""
    for path in folder.glob(f".*{PART}"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RetryableError(NO_ROOM if error.errno in FULL else UNWRITABLE) from error


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise RejectedError(BROKEN) from error


def _synced(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
