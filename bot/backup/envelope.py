"""A file under AES-256-GCM, chunk by chunk: none can be changed, left out, moved or cut off unnoticed."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

from crm.errors import RejectedError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"RAPPORT-BACKUP-1"
SALT = 16  # bytes
CHUNK = 1 << 20  # bytes
TAG = 16  # bytes
WRONG = "This file does not open with RAPPORT_BACKUP_KEY: the key is another one, or the file is damaged."
LOCKED = "This file is encrypted. Set RAPPORT_BACKUP_KEY to the key it was made with."


class Sealer:
    """What is written to it goes into the file encrypted. Without `close` the file does not open."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        salt = os.urandom(SALT)
        self._file, self._cipher = file, _cipher(key, salt)
        self._buffer, self._count = bytearray(), 0
        file.write(MAGIC + salt)

    def write(self, content: bytes) -> int:
        self._buffer += content
        while len(self._buffer) > CHUNK:
            self._emit(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]
        return len(content)

    def tell(self) -> int:
        """Where a tar begins within it."""
        return 0

    def close(self) -> None:
        self._emit(bytes(self._buffer), last=True)

    def _emit(self, content: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, last=last), content, None))
        self._count += 1


class Opener:
    """Reads what a Sealer wrote.

    Raises:
        RejectedError: from `read`, where the key is another or the file was changed or cut off.
    """

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        head = file.read(len(MAGIC) + SALT)
        self._file, self._cipher = file, _cipher(key, head[len(MAGIC) :])
        self._ahead, self._buffer, self._count = file.read(CHUNK + TAG), bytearray(), 0

    def read(self, size: int) -> bytes:
        while len(self._buffer) < size and self._ahead:
            self._next()
        found = bytes(self._buffer[:size])
        del self._buffer[:size]
        return found

    def _next(self) -> None:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        content, self._ahead = self._ahead, self._file.read(CHUNK + TAG)
        try:
            self._buffer += self._cipher.decrypt(_nonce(self._count, last=not self._ahead), content, None)
        except (InvalidTag, ValueError) as error:
            raise RejectedError(WRONG) from error
        self._count += 1


def _nonce(count: int, *, last: bool) -> bytes:
    return bytes([last]) + count.to_bytes(11, "big")


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    """Under a key of the file's own, so that counting nonces repeats none."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return AESGCM(HKDF(SHA256(), 32, salt, MAGIC).derive(key))
