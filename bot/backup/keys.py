"""The keys of originals in a file of their own: beside what they open they would guard nothing."""

from __future__ import annotations

import base64
import binascii
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.backup.archive import Archive, ArchiveWriter
from bot.backup.files import put
from crm.errors import FatalError, RejectedError, RetryableError
from privacy.custody import KEY_LENGTH, Custody
from privacy.keyring import KeyRing

if TYPE_CHECKING:
    from bot.settings import Settings

FOLDER, ENV_FILE, ENV_COPY = "keys/", "rapport.env", "rapport.env.restored"
TRIAL = "keys.trial"
BESIDE = "Keys must not lie beside what they open. Give another folder, best on another machine, with --keys."
CHANGED = (
    "The keys were being changed while the backup was made. Run it again once rapport vault tells of no former key."
)
MISSING = (
    "Originals in this backup open only with their keys, and who was forgotten is known by them alone. Give them with "
    "--keys, or go without them, for good, with --without-keys."
)
OTHERS = "These are not the keys of this backup: originals of workspace {tenant} would open for nobody."
THERE = "There are other keys in the data folder. Restore into an empty one."
BAD = "RAPPORT_BACKUP_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32"


def backup_key(settings: Settings) -> bytes | None:
    """What backups are encrypted with; None where nothing is set.

    Raises:
        FatalError: it is no key.
    """
    told = settings.backup_key.get_secret_value()
    if not told:
        return None
    try:
        key = base64.b64decode(told.encode(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise FatalError(BAD) from error
    if len(key) != KEY_LENGTH:
        raise FatalError(BAD)
    return key


def ids(ring: KeyRing) -> dict[str, list[str]]:
    """What tells the keys that stand, by tenant, and nothing of them."""
    return {str(tenant): sorted(key.id.hex() for key in ring.all(tenant)) for tenant in ring.tenants()}


def check_same(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    """Raises RetryableError where a key is gone that something in the backup may be sealed with."""
    if any(not set(known) <= set(after.get(tenant, ())) for tenant, known in before.items()):
        raise RetryableError(CHANGED)


def save(home: Path, path: Path, facts: dict[str, Any], key: bytes | None) -> None:
    """Writes keys and settings into a file of their own."""
    with ArchiveWriter(path, key) as archive:
        for file in _files(home / "keys"):
            archive.add(f"{FOLDER}{file.name}", file.read_bytes())
        if (home / ENV_FILE).exists():
            archive.add(ENV_FILE, (home / ENV_FILE).read_bytes())
        archive.close({**facts, "kind": "keys"})


def read(place: Path, key: bytes | None) -> dict[str, bytes]:
    """What such a file holds, or a copy of a data folder's keys: files by name.

    Raises:
        RejectedError: it is neither.
    """
    return dict(_of_folder(place) if place.is_dir() else _of_file(place, key))


def own(home: Path) -> dict[str, bytes]:
    """The keys that lie in a data folder."""
    return dict(_of_folder(home / "keys"))


def check(home: Path, found: dict[str, bytes], guards: Sequence[Custody], wanted: dict[str, list[str]]) -> None:
    """Tries keys out before they are put anywhere.

    Raises:
        RejectedError: those that the backup needs are not among them.
        FatalError: they do not open with the settings of this installation.
    """
    trial = home / TRIAL
    shutil.rmtree(trial, ignore_errors=True)
    try:
        for name, content in found.items():
            put(trial, name, content)
        there = ids(KeyRing(trial, *guards))
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    for tenant, known in wanted.items():
        if not set(known) <= set(there.get(tenant, ())):
            raise RejectedError(OTHERS.format(tenant=tenant))


def bring_back(home: Path, found: dict[str, bytes]) -> None:
    """Puts keys into a data folder, and the settings that were kept with them beside its own.

    Raises:
        RejectedError: other keys are there.
    """
    if any(found.get(name) != content for name, content in own(home).items()):
        raise RejectedError(THERE)
    for name, content in found.items():
        if name == ENV_FILE:
            put(home, ENV_COPY, content)
        else:
            put(home / "keys", name, content)


def _of_file(place: Path, key: bytes | None) -> Iterator[tuple[str, bytes]]:
    archive = Archive(place, key)
    if archive.verify().get("kind") != "keys":
        raise RejectedError("This is no file of keys. Give the one that ends with .keys.")
    for name, content in archive.members():
        yield name.removeprefix(FOLDER), content


def _of_folder(place: Path) -> Iterator[tuple[str, bytes]]:
    for file in _files(place):
        yield file.name, file.read_bytes()


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.glob("tenant-*")):
        if file.is_file() and not file.is_symlink():
            yield file
