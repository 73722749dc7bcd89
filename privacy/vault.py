"""Keeps originals encrypted: a data key for each, wrapped by a key of the tenant's."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from crm.errors import FatalError
from privacy.custody import Custody
from privacy.keyring import ID_LENGTH, Key, KeyRing

DIRECT = b"\x01"  # sealed under the tenant's key itself, as it was done at first; still opens
WRAPPED = b"\x02"  # under a data key of its own, which the tenant's key wraps
KEY_LENGTH = 32  # bytes
NONCE_LENGTH = 12  # bytes
TAG_LENGTH = 16  # bytes
LOCK_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH  # a wrapped data key
HEAD_LENGTH = 1 + ID_LENGTH + LOCK_LENGTH
TOKEN = "sealed:"  # noqa: S105 - begins a sealed text where only text can stand, such as in a JSON column

WRONG = "An original cannot be opened with this workspace's key. Restore the key that belongs to this data folder."


class KeyFileVault:
    """A vault whose keys are files under `home`/keys.

    A sealed text is a version byte, the id of the tenant's key, the data key under it, a nonce, and the text under
    AES-256-GCM bound to its tenant and name. A change of the tenant's key touches the head alone.

    Args:
        home: Rapport's data folder.
        guards: who guards the key files, the first of them new ones; their permissions alone where there is none.
    """

    def __init__(self, home: Path, *guards: Custody) -> None:
        self.keys = KeyRing(home / "keys", *guards)

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
        data_key = os.urandom(KEY_LENGTH)
        head = _head(tenant_id, self.keys.newest(tenant_id), data_key)
        return head + _locked(data_key, content, _bound_to(tenant_id, name))

    def open_bytes(self, tenant_id: int, sealed: bytes, name: str = "") -> bytes:
        """As `open`, of bytes; FatalError also where they were sealed under another name."""
        body, bound = bytes(sealed), _bound_to(tenant_id, name)
        keys = self.keys.all(tenant_id)
        if body[:1] == DIRECT and len(body) >= 1 + NONCE_LENGTH + TAG_LENGTH:
            opened = (_opened(key.secret, body[1:], bound) for key in keys)
            content = next((each for each in opened if each is not None), None)
        else:
            data_key = _data_key(tenant_id, keys, body)
            content = _opened(data_key, body[HEAD_LENGTH:], bound) if data_key else None
        if content is None:
            raise FatalError(WRONG)
        return content

    def seal_token(self, tenant_id: int, text: str, name: str = "") -> str:
        """A sealed text where only text can stand: `sealed:` and base64. `rapport vault rotate` finds it there."""
        return (
            TOKEN + base64.b64encode(self.seal_bytes(tenant_id, text.encode("utf-8", "surrogatepass"), name)).decode()
        )

    def open_token(self, tenant_id: int, token: str, name: str = "") -> str:
        """As `open`, of what `seal_token` gave."""
        return self.open_bytes(tenant_id, _of_token(token), name).decode("utf-8", "surrogatepass")

    def is_current(self, tenant_id: int, sealed: bytes) -> bool:
        """Whether the newest key wraps it."""
        head = bytes(sealed[: 1 + ID_LENGTH])
        return head == WRAPPED + self.keys.newest(tenant_id).id

    def renewed(self, tenant_id: int, sealed: bytes, name: str = "") -> bytes:
        """The same under the newest key; what is sealed stays sealed, unless it is of the first kind.

        Raises:
            FatalError: it cannot be opened.
        """
        body = bytes(sealed)
        if body[:1] == DIRECT:
            return self.seal_bytes(tenant_id, self.open_bytes(tenant_id, body, name), name)
        data_key = _data_key(tenant_id, self.keys.all(tenant_id), body)
        if data_key is None:
            raise FatalError(WRONG)
        return _head(tenant_id, self.keys.newest(tenant_id), data_key) + body[HEAD_LENGTH:]

    def renewed_token(self, tenant_id: int, token: str) -> str:
        """As `renewed`, of a token; the same where the newest key wraps it already."""
        sealed = _of_token(token)
        if self.is_current(tenant_id, sealed):
            return token
        return TOKEN + base64.b64encode(self.renewed(tenant_id, sealed)).decode()

    def destroy(self, tenant_id: int) -> None:
        """Makes everything the tenant ever sealed unreadable. Destroying twice is no error."""
        self.keys.destroy(tenant_id)


def _head(tenant_id: int, key: Key, data_key: bytes) -> bytes:
    return WRAPPED + key.id + _locked(key.secret, data_key, _bound_to(tenant_id, "data key"))


def _data_key(tenant_id: int, keys: list[Key], body: bytes) -> bytes | None:
    if body[:1] != WRAPPED or len(body) < HEAD_LENGTH + NONCE_LENGTH + TAG_LENGTH:
        return None
    key = next((each for each in keys if each.id == body[1 : 1 + ID_LENGTH]), None)
    lock = body[1 + ID_LENGTH : HEAD_LENGTH]
    return _opened(key.secret, lock, _bound_to(tenant_id, "data key")) if key else None


def _locked(key: bytes, content: bytes, bound: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(key).encrypt(nonce, content, bound)


def _opened(key: bytes, locked: bytes, bound: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        return AESGCM(key).decrypt(locked[:NONCE_LENGTH], locked[NONCE_LENGTH:], bound)
    except InvalidTag:
        return None


def _of_token(token: str) -> bytes:
    try:
        return base64.b64decode(token.removeprefix(TOKEN).encode(), validate=True)
    except ValueError as error:
        raise FatalError(WRONG) from error


def _bound_to(tenant_id: int, name: str) -> bytes:
    return f"rapport tenant {int(tenant_id)}{' ' if name else ''}{name}".encode()
