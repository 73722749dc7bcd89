"""The keys of tenants: each in a file that only Rapport's own account may read, by generation."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from crm.errors import FatalError
from privacy.custody import KEY_LENGTH, NO_KEY, NO_PROGRAM, Custody, PrivateFile

LOCKED = b"RAPPORT1"  # begins a key that a guard locked; a bare key is 32 bytes
ID_LENGTH = 8  # bytes
NAME = re.compile(r"tenant-(\d+)(?:\.(\d+))?\.key")

MISSING = "The key for this workspace's originals is missing from Rapport's data folder. Restore it from a backup."
DAMAGED = "The key file for this workspace's originals is damaged. Restore it from a backup."
EXPOSED = "The key file for this workspace's originals can be read by others. Set its permissions to 600."
UNREADABLE = "Rapport may not read or write the folder of keys in its data folder. Check who owns it."


@dataclass(frozen=True)
class Key:
    """A tenant's key; `id` tells which one wrapped something without telling anything of the key."""

    generation: int
    secret: bytes
    made_at: datetime

    @property
    def id(self) -> bytes:
        return hashlib.blake2b(self.secret, digest_size=ID_LENGTH, person=b"rapport key").digest()


class KeyRing:
    """All tenants' keys under one folder. Keys are held in memory as long as their files do not change.

    Args:
        folder: where the files are.
        guards: the first locks new keys, each opens what it locked; bare keys open in any case.
    """

    def __init__(self, folder: Path, *guards: Custody) -> None:
        self._folder = folder
        self._custody: Custody = guards[0] if guards else PrivateFile()
        self._guards = {guard.mark: guard for guard in reversed(guards)}
        self._lock = Lock()
        self._known: dict[Path, tuple[tuple[int, int], Key]] = {}

    @property
    def says(self) -> str:
        return self._custody.says

    def newest(self, tenant_id: int) -> Key:
        """The key that new things are sealed with; made where there is none.

        Raises:
            FatalError: its file cannot be made, read or trusted.
        """
        found = self._generations(tenant_id)
        return self._key(tenant_id, found[-1]) if found else self._made(tenant_id, 1)

    def all(self, tenant_id: int) -> list[Key]:
        """Newest first.

        Raises:
            FatalError: there is none, or one cannot be read or trusted.
        """
        found = self._generations(tenant_id)
        if not found:
            raise FatalError(MISSING)
        return [self._key(tenant_id, each) for each in reversed(found)]

    def tenants(self) -> list[int]:
        """Those that have a key."""
        return sorted({int(match[1]) for match in self._names()})

    def add(self, tenant_id: int) -> Key:
        """A further key, which is the newest from now on."""
        found = self._generations(tenant_id)
        return self._made(tenant_id, found[-1] + 1 if found else 1)

    def destroy(self, tenant_id: int, generation: int | None = None) -> None:
        """Overwrites and removes one key, or all of a tenant's. Doing it twice is no error."""
        wanted = self._generations(tenant_id) if generation is None else [generation]
        with self._lock:
            for each in wanted:
                path = self._path(tenant_id, each)
                self._known.pop(path, None)
                _shred(path)

    def _generations(self, tenant_id: int) -> list[int]:
        return sorted(int(match[2] or 1) for match in self._names() if int(match[1]) == tenant_id)

    def _names(self) -> list[re.Match[str]]:
        try:
            return [match for path in self._folder.iterdir() if (match := NAME.fullmatch(path.name))]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FatalError(UNREADABLE) from error

    def _path(self, tenant_id: int, generation: int) -> Path:
        return self._folder / (f"tenant-{tenant_id}.key" if generation == 1 else f"tenant-{tenant_id}.{generation}.key")

    def _made(self, tenant_id: int, generation: int) -> Key:
        path = self._path(tenant_id, generation)
        content = self._custody.lock(secrets.token_bytes(KEY_LENGTH), _label(tenant_id))
        if self._custody.mark:
            content = LOCKED + self._custody.mark + content
        try:
            write_once(path, content)
        except OSError as error:
            raise FatalError(UNREADABLE) from error
        return self._key(tenant_id, generation)

    def _key(self, tenant_id: int, generation: int) -> Key:
        path = self._path(tenant_id, generation)
        with self._lock:
            try:
                facts = path.stat()
                mark = (facts.st_ino, facts.st_mtime_ns)
                known = self._known.get(path)
                content = b"" if known and known[0] == mark else path.read_bytes()
            except FileNotFoundError as error:
                raise FatalError(MISSING) from error
            except OSError as error:
                raise FatalError(UNREADABLE) from error
            if stat.S_IMODE(facts.st_mode) & 0o077:
                raise FatalError(EXPOSED)
            if known and known[0] == mark:
                return known[1]
            secret = self._opened(content, tenant_id)
            key = Key(generation, secret, datetime.fromtimestamp(facts.st_mtime, UTC))
            self._known[path] = (mark, key)
            return key

    def _opened(self, content: bytes, tenant_id: int) -> bytes:
        if content.startswith(LOCKED):
            mark, content = content[len(LOCKED) : len(LOCKED) + 1], content[len(LOCKED) + 1 :]
            if mark not in self._guards:
                raise FatalError(NO_PROGRAM if mark == b"p" else NO_KEY)
            content = self._guards[mark].unlock(content, _label(tenant_id))
        if len(content) != KEY_LENGTH or not any(content):
            raise FatalError(DAMAGED)
        return content


def _label(tenant_id: int) -> str:
    return f"tenant-{tenant_id}"


def write_once(path: Path, content: bytes) -> None:
    """Writes beside the place and links it there whole: a reader sees all or nothing; whoever is first counts."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _shred(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise FatalError(UNREADABLE) from error
