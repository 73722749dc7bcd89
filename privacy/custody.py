"""Who guards the tenants' keys: a private file alone, a key in the environment, or a program of the team's (a KMS)."""

from __future__ import annotations

import base64
import binascii
import os
import shlex
import subprocess
from collections.abc import Sequence
from typing import Protocol

from crm.errors import FatalError, RetryableError

KEY_LENGTH = 32  # bytes
NONCE_LENGTH = 12  # bytes
PATIENCE = 20.0  # seconds the program may take
LONGEST = 65_536  # bytes of a program's answer
NO_KEY = "The keys of this data folder are locked with RAPPORT_VAULT_KEY, which is not set or not the one they need."
BAD_KEY = "RAPPORT_VAULT_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32"
NO_PROGRAM = (
    "The keys of this data folder are locked by a program. Set RAPPORT_VAULT_COMMAND to the one that opens them."
)
FAILED = "The program in RAPPORT_VAULT_COMMAND did not do its work. Run it by hand to see why."


class Custody(Protocol):
    """Locks a tenant's key before it is kept in a file, and opens it again.

    `mark` is one letter, kept with each key, that tells who locked it.
    """

    mark: bytes
    says: str

    def lock(self, key: bytes, label: str) -> bytes:
        """The key as it may lie in a file.

        Raises:
            RetryableError: the guard does not answer now.
        """

    def unlock(self, locked: bytes, label: str) -> bytes:
        """The key again.

        Raises:
            RetryableError: the guard does not answer now.
            FatalError: it is not what this guard locked.
        """


class PrivateFile:
    """The file's own permissions guard it."""

    mark = b""
    says = "files of mode 600 in the data folder"

    def lock(self, key: bytes, label: str) -> bytes:  # noqa: ARG002
        return key

    def unlock(self, locked: bytes, label: str) -> bytes:  # noqa: ARG002
        return locked


class EnvironmentKey:
    """Keys lie under a key that only the environment holds."""

    mark = b"e"
    says = "files locked with RAPPORT_VAULT_KEY"

    def __init__(self, secret: str) -> None:
        try:
            self._key = base64.b64decode(secret.encode(), validate=True)
        except (binascii.Error, ValueError) as error:
            raise FatalError(BAD_KEY) from error
        if len(self._key) != KEY_LENGTH:
            raise FatalError(BAD_KEY)

    def lock(self, key: bytes, label: str) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce = os.urandom(NONCE_LENGTH)
        return nonce + AESGCM(self._key).encrypt(nonce, key, label.encode())

    def unlock(self, locked: bytes, label: str) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        try:
            return AESGCM(self._key).decrypt(locked[:NONCE_LENGTH], locked[NONCE_LENGTH:], label.encode())
        except (InvalidTag, ValueError) as error:
            raise FatalError(NO_KEY) from error


class KeyProgram:
    """A program locks and opens keys: called as `PROGRAM lock LABEL` or `PROGRAM unlock LABEL`, base64 in, base64 out.

    It is asked once for each key and start of a process, so a KMS across the network is no burden.
    """

    mark = b"p"
    says = "files locked by the program in RAPPORT_VAULT_COMMAND"

    def __init__(self, command: str | Sequence[str]) -> None:
        self._command = shlex.split(command) if isinstance(command, str) else list(command)

    def lock(self, key: bytes, label: str) -> bytes:
        locked = self._asked("lock", label, key)
        if key in locked or not locked:
            raise FatalError(FAILED)  # a program that only echoes guards nothing
        return locked

    def unlock(self, locked: bytes, label: str) -> bytes:
        return self._asked("unlock", label, locked)

    def _asked(self, verb: str, label: str, content: bytes) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - the admin names the program
                [*self._command, verb, label],
                input=base64.b64encode(content) + b"\n",
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=True,
            )
            return base64.b64decode(done.stdout[:LONGEST].strip(), validate=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise RetryableError(FAILED) from error
        except (binascii.Error, ValueError) as error:
            raise FatalError(FAILED) from error


def guards_of(secret: str, command: str) -> tuple[Custody, ...]:
    """The guards that the settings name; a program goes before a key."""
    program = (KeyProgram(command),) if command else ()
    return (*program, EnvironmentKey(secret)) if secret else program
