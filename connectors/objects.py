"""Originals in object storage, a folder of this machine or a bucket; sealed before they leave the process."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from connectors.storage import filesystem, root_of, translated
from crm.errors import RapportError, RejectedError, RetryableError
from crm.ports import Vault

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*")
KEY_LENGTH = 180  # characters

DOWN = "The storage of originals cannot be reached or written. Check RAPPORT_OBJECTS_URL and its keys."
NONE = "There is no original of this any more."
WRONG_KEY = "This is no key of an original."


class SealedObjects:
    """Objects over fsspec, one folder a tenant, each sealed by the vault under its own key's name.

    Args:
        url: a folder, or s3://bucket/folder. Nothing is opened before it is used.
        vault: seals and opens.
        endpoint_url: of a storage that speaks S3 and is not Amazon's.
        access_key: with `secret_key` its credentials; empty takes what the machine itself has.
    """

    def __init__(
        self,
        url: str,
        vault: Vault,
        *,
        endpoint_url: str = "",
        region: str = "",
        access_key: str = "",
        secret_key: str = "",
    ) -> None:
        self._url, self._vault = url, vault
        self._options = {
            "endpoint_url": endpoint_url,
            "region": region,
            "access_key": access_key,
            "secret_key": secret_key,
        }
        self._lock = Lock()
        self._opened: Any = None

    def put(self, tenant_id: int, key: str, content: bytes) -> None:
        """See Objects.put. A reader sees the former original or all of the new one."""
        path = self._path(tenant_id, key)
        self._keep(path, self._vault.seal_bytes(tenant_id, content, key))

    def get(self, tenant_id: int, key: str) -> bytes:
        """See Objects.get; FatalError where it cannot be opened with the tenant's key."""
        sealed = self.sealed(tenant_id, key)
        if sealed is None:
            raise RejectedError(NONE)
        return self._vault.open_bytes(tenant_id, sealed, key)

    def sealed(self, tenant_id: int, key: str) -> bytes | None:
        """An original as it is kept; None where there is none.

        Raises:
            RetryableError: the storage is not to be had now.
        """
        path = self._path(tenant_id, key)
        with _reached():
            try:
                return bytes(self._system().cat_file(path))
            except FileNotFoundError:
                return None

    def head(self, tenant_id: int, key: str, size: int) -> bytes | None:
        """The first bytes of an original as it is kept; None where there is none.

        Raises:
            RetryableError: the storage is not to be had now.
        """
        path = self._path(tenant_id, key)
        with _reached():
            try:
                return bytes(self._system().cat_file(path, start=0, end=size))
            except FileNotFoundError:
                return None

    def older(self, tenant_id: int, than: datetime) -> set[str]:
        """The keys of a tenant's objects that were kept before this moment.

        Raises:
            RetryableError: the storage is not to be had now.
        """
        root = f"{root_of(self._url)}/{int(tenant_id)}"
        with _reached():
            try:
                found = self._system().find(root, detail=True)
            except FileNotFoundError:
                found = {}
        return {key for path, facts in found.items() if _kept_at(facts) < than and (key := _key_of(path, root))}

    def bring_back(self, tenant_id: int, key: str, sealed: bytes) -> bool:
        """Keeps what `sealed` gave of another time; False where there is an original of this name, which stays.

        Raises:
            RetryableError: the storage is not to be had now.
        """
        path = self._path(tenant_id, key)
        with _reached():
            if self._system().exists(path):
                return False
        self._keep(path, sealed)
        return True

    def delete(self, tenant_id: int, key: str) -> None:
        """See Objects.delete."""
        path = self._path(tenant_id, key)
        with _reached():
            try:
                self._system().rm_file(path)
            except FileNotFoundError:
                return

    def names(self, tenant_id: int) -> Iterator[str]:
        """The keys of a tenant's objects.

        Raises:
            RetryableError: the storage is not to be had now.
        """
        root = f"{root_of(self._url)}/{int(tenant_id)}"
        with _reached():
            try:
                self._system().invalidate_cache()
                found = self._system().find(root)
            except FileNotFoundError:
                found = []
        yield from (key for path in found if (key := _key_of(path, root)))

    def renew(self, tenant_id: int, key: str) -> bool:
        """Has the vault's newest key wrap an original; False where it does already, or where the original is gone."""
        sealed = self.sealed(tenant_id, key)
        if sealed is None or self._vault.is_current(tenant_id, sealed):
            return False
        self._keep(self._path(tenant_id, key), self._vault.renewed(tenant_id, sealed, key))
        return True

    def drop(self, tenant_id: int) -> None:
        """Removes all of a tenant's originals, and what a write that broke off left."""
        root = f"{root_of(self._url)}/{int(tenant_id)}"
        with _reached():
            if self._system().exists(root):
                self._system().rm(root, recursive=True)

    def _keep(self, path: str, sealed: bytes) -> None:
        with _reached():
            if self._url.startswith("s3://"):
                self._system().pipe_file(path, sealed)
            else:
                self._write(path, sealed)

    def _write(self, path: str, sealed: bytes) -> None:
        """Beside its place first and then moved there whole."""
        Path(root_of(self._url)).mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = f"{path}.{secrets.token_hex(8)}.part"
        try:
            with self._system().open(draft, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            self._system().mv(draft, path)
        finally:
            Path(draft).unlink(missing_ok=True)

    def _system(self) -> Any:
        with self._lock:
            if self._opened is None:
                self._opened = filesystem(self._url, **self._options)
            return self._opened

    def _path(self, tenant_id: int, key: str) -> str:
        if len(key) > KEY_LENGTH or not KEY.fullmatch(key):
            raise RejectedError(WRONG_KEY)
        return f"{root_of(self._url)}/{int(tenant_id)}/{key}"


def _key_of(path: str, root: str) -> str:
    """The key of a file under a tenant's folder; empty where it is none."""
    key = str(path).partition(f"{root.lstrip('/')}/")[2]
    return key if KEY.fullmatch(key) and not key.endswith(".part") else ""


def _kept_at(facts: dict[str, Any]) -> datetime:
    """As a disk tells it, or a bucket; what tells nothing is as good as new."""
    told = facts.get("mtime", facts.get("LastModified"))
    if isinstance(told, int | float):
        return datetime.fromtimestamp(told, UTC)
    return told if isinstance(told, datetime) else datetime.max.replace(tzinfo=UTC)


@contextmanager
def _reached() -> Iterator[None]:
    """Whatever keeps the storage from answering, the same call may succeed once it is mended."""
    try:
        with translated("the storage of originals"):
            yield
    except RapportError as error:
        raise RetryableError(DOWN) from error
