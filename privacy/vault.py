"""Keeps originals encrypted: one key a tenant, in a file that only Rapport's own account may read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from threading import Lock

from crm.errors import FatalError

VERSION = b"\x01"  # sealed under the tenant's key itself; 2 is kept for a data key of each item, wrapped by it
KEY_LENGTH = 32  # bytes
NONCE_LENGTH = 12  # bytes
TAG_LENGTH = 16  # bytes

MISSING = "The key for this workspace's originals is missing from Rapport's data folder. Restore it from a backup."
WRONG = "An original cannot be opened with this workspace's key. Restore the key that belongs to this data folder."
DAMAGED = "The key file for this workspace's originals is damaged. Restore it from a backup."
EXPOSED = "The key file for this workspace's originals can be read by others. Set its permissions to 600."
UNREADABLE = "Rapport may not read or write the folder of keys in its data folder. Check who owns it."


class KeyFileVault:
    """A vault whose keys are files under `home`/keys.

    A sealed text is a version byte, a nonce, and the text under AES-256-GCM bound to its tenant.

    Args:
        home: Rapport's data folder.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "keys"
        self._lock = Lock()
        self._keys: dict[int, tuple[tuple[int, int], bytes]] = {}

    def seal(self, tenant_id: int, text: str) -> bytes:
        """The text as only this tenant's key opens it; the key is made when there is none.

        Raises:
            FatalError: the key file cannot be made, read or trusted.
        """
        return self.seal_bytes(tenant_id, text.encode("utf-8", "surrogatepass"))

    def open(self, tenant_id: int, sealed: bytes) -> str:
        """The text that was sealed.

        Raises:
            FatalError: the key is missing, is not the one it was sealed with, or the sealed bytes were changed.
        """
        return self.open_bytes(tenant_id, sealed).decode("utf-8", "surrogatepass")

    def seal_bytes(self, tenant_id: int, content: bytes, name: str = "") -> bytes:
        """As `seal`, of bytes; they open under the `name` they were sealed with alone."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce = os.urandom(NONCE_LENGTH)
        key = self._key(tenant_id, create=True)
        return VERSION + nonce + AESGCM(key).encrypt(nonce, content, _bound_to(tenant_id, name))

    def open_bytes(self, tenant_id: int, sealed: bytes, name: str = "") -> bytes:
        """As `open`, of bytes; FatalError also where they were sealed under another name."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        body = bytes(sealed)
        if body[:1] != VERSION or len(body) < 1 + NONCE_LENGTH + TAG_LENGTH:
            raise FatalError(WRONG)
        nonce, locked = body[1 : 1 + NONCE_LENGTH], body[1 + NONCE_LENGTH :]
        try:
            return AESGCM(self._key(tenant_id, create=False)).decrypt(nonce, locked, _bound_to(tenant_id, name))
        except InvalidTag as error:
            raise FatalError(WRONG) from error

    def destroy(self, tenant_id: int) -> None:
        """Makes everything the tenant ever sealed unreadable. Destroying twice is no error."""
        with self._lock:
            self._keys.pop(tenant_id, None)
            path = self._path(tenant_id)
            try:
                with path.open("r+b") as file:
                    file.write(bytes(KEY_LENGTH))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()
            except FileNotFoundError:
                return
            except OSError as error:
                raise FatalError(UNREADABLE) from error

    def _path(self, tenant_id: int) -> Path:
        return self._folder / f"tenant-{int(tenant_id)}.key"

    def _key(self, tenant_id: int, *, create: bool) -> bytes:
        path = self._path(tenant_id)
        with self._lock:
            try:
                if create and not path.exists():
                    _make(path)
                facts = path.stat()
                mark = (facts.st_ino, facts.st_mtime_ns)
                known = self._keys.get(tenant_id)
                key = known[1] if known and known[0] == mark else path.read_bytes()
            except FileNotFoundError as error:
                raise FatalError(MISSING) from error
            except OSError as error:
                raise FatalError(UNREADABLE) from error
            if stat.S_IMODE(facts.st_mode) & 0o077:
                raise FatalError(EXPOSED)
            if len(key) != KEY_LENGTH or not any(key):
                raise FatalError(DAMAGED)
            self._keys[tenant_id] = (mark, key)
            return key


def _make(path: Path) -> None:
    """Writes a new key beside its place and links it there whole: a reader sees all of it or nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first; its key counts
    finally:
        draft.unlink()


def _bound_to(tenant_id: int, name: str) -> bytes:
    return f"rapport tenant {int(tenant_id)}{' ' if name else ''}{name}".encode()
