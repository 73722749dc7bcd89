"""A folder or a bucket: its files, oldest first, and which of them were told before."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import Field, field_validator

from connectors.registry import Config, Context
from connectors.storage import filesystem, root_of, translated

MARK_LENGTH = 8  # characters of a file's fingerprint in a cursor
PASSING = (".*", "~$*", "*~", "*.tmp", "*.part", "*.partial", "*.crdownload", "*.swp")  # files on their way


class FolderConfig(Config):
    """Where files lie: a folder of this machine, or `s3://bucket/folder`."""

    folder: str = Field(min_length=1, description="A folder, or s3://bucket/folder.")
    endpoint_url: str = Field(default="", description="Of a storage that speaks S3 and is not Amazon's.")
    region: str = ""
    access_key: str = Field(default="", description="The secret's name; empty takes what the machine itself has.")
    secret_key: str = Field(default="", description="The secret's name.")
    account: str = Field(default="", description="Where paths name the client, such as accounts/{account}/*.")

    @field_validator("folder")
    @classmethod
    def _is_known(cls, folder: str) -> str:
        if "::" in folder or ("://" in folder and folder.partition("://")[0] not in {"file", "s3"}):
            raise ValueError("give a folder of this machine or s3://bucket/folder")
        if "://" not in folder and not Path(folder).expanduser().is_absolute():
            raise ValueError("give the whole path of the folder, from / on: a source is looked at from anywhere")
        return folder

    @field_validator("account")
    @classmethod
    def _names_one(cls, pattern: str) -> str:
        if pattern and pattern.count("{account}") != 1:
            raise ValueError("write {account} once, where the client's name stands in the path")
        return pattern


@dataclass(frozen=True)
class File:
    """A file as it lies there now: `path` within the folder, `place` within its storage; `mark` changes as it does."""

    path: str
    place: str
    size: int
    modified: datetime
    mark: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


class Folder:
    """A folder of this machine or of a bucket. Making one connects to nothing."""

    def __init__(self, config: FolderConfig, context: Context) -> None:
        self._config = config
        self._context = context
        self._system: Any = None

    def files(self, patterns: Iterable[str]) -> list[File]:
        """The files whose names fit one of the patterns, oldest first; links are not followed.

        Raises:
            BusyError, UnauthorizedError, RetryableError: as the storage answers.
        """
        wanted = tuple(pattern.casefold() for pattern in patterns)
        with translated(self._config.folder):
            system, root = self._opened()
            found = system.find(root, detail=True)
            if not found and not self._config.folder.startswith("s3://"):
                system.ls(root)  # a walk passes over what it may not read; this says so
        files = (_file(path, facts, root) for path, facts in found.items() if _is_plain(facts))
        kept = [file for file in files if _fits(file.name.casefold(), wanted)]
        return sorted(kept, key=lambda file: (file.modified, file.path))

    def read(self, file: File, most: int) -> bytes | None:
        """The file's bytes; None where there are more than `most`.

        Raises:
            FileNotFoundError: it is not there any more.
            PermissionError: this one file may not be read.
            BusyError, UnauthorizedError, RetryableError: as the storage answers.
        """
        if file.size > most:
            return None
        with translated(self._config.folder, of_file=True):
            system, _ = self._opened()
            with system.open(file.place, "rb") as stream:
                content: bytes = stream.read(most + 1)
        return content if len(content) <= most else None

    def account_of(self, file: File) -> str:
        """The client that the file's path names; "" where the pattern does not fit."""
        if not self._config.account:
            return ""
        fitting = re.match(_expression(self._config.account), file.path)
        return fitting["account"].strip() if fitting else ""

    def close(self) -> None:
        self._system = None

    def _opened(self) -> tuple[Any, str]:
        if self._system is None:
            self._system = filesystem(
                self._config.folder,
                endpoint_url=self._config.endpoint_url,
                region=self._config.region,
                access_key=self._secret(self._config.access_key),
                secret_key=self._secret(self._config.secret_key),
            )
        return self._system, root_of(self._config.folder)

    def _secret(self, name: str) -> str:
        return self._context.secret(name) if name else ""


class Seen:
    """Which files were told before, as a cursor holds it: eight characters a file."""

    def __init__(self, cursor: Mapping[str, Any]) -> None:
        known = str(cursor.get("seen", ""))
        self._marks = {known[at : at + MARK_LENGTH] for at in range(0, len(known), MARK_LENGTH)}

    def __contains__(self, mark: str) -> bool:
        return mark in self._marks

    def only(self, marks: Iterable[str]) -> None:
        """Forgets files that lie there no more."""
        self._marks &= set(marks)

    def add(self, mark: str) -> None:
        self._marks.add(mark)

    def cursor(self) -> dict[str, str]:
        return {"seen": "".join(sorted(self._marks))}


def mark_of(*parts: object) -> str:
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest).decode()


def _is_plain(facts: Mapping[str, Any]) -> bool:
    return facts.get("type") == "file" and not facts.get("islink")


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns) and not any(fnmatch(name, each) for each in PASSING)


def _file(path: str, facts: Mapping[str, Any], root: str) -> File:
    changed = facts.get("LastModified") or facts.get("mtime") or 0
    modified = changed if isinstance(changed, datetime) else datetime.fromtimestamp(float(changed), UTC)
    relative = path[len(root) :].strip("/") or PurePosixPath(path).name
    size = int(facts.get("size") or 0)
    # `created` is when a local file's rights or name last changed: a file that may be read again is read again
    mark = mark_of(relative, size, modified.isoformat(), facts.get("created"), facts.get("ETag"))
    return File(relative, path, size, modified.astimezone(UTC), mark)


def _expression(pattern: str) -> str:
    """A path's pattern as a regular expression: * and {account} stand for one folder's name, ** for any."""
    marks = {"{account}": "(?P<account>[^/]+?)", "**": ".*", "*": "[^/]*"}
    parts = re.split(r"(\{account\}|\*\*|\*)", pattern.strip("/"))
    return "".join(marks.get(part, re.escape(part)) for part in parts) + "(?:$|/)"
