"""The folders of vectors, one a tenant: held by one process, changed for a new one at once, and mended."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import structlog

from crm.errors import FatalError, HeldElsewhereError
from indexing.soundness import STATE, is_damaged, was_damaged

log = structlog.get_logger(__name__)
LOST = "lost_"  # begins the name of a file that says whose rows are to be indexed again
BUSY = "Search by meaning is in use by another Rapport process on this data folder; keywords still work."


class Folders:
    """What lies where under one folder. Not made until somebody holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock_file: IO[str] | None = None

    def hold(self) -> None:
        """Takes the folder for this process; again costs nothing.

        Raises:
            FatalError: it cannot be written.
            HeldElsewhereError: another process has it.
        """
        if self._lock_file is not None:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = (self._folder / ".lock").open("w")
        except OSError as error:
            raise FatalError("The folder of the search index cannot be written; please check RAPPORT_HOME.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise HeldElsewhereError(BUSY) from error
        self._lock_file = file

    def let_go(self) -> None:
        if self._lock_file is not None:
            self._lock_file.close()
            self._lock_file = None

    def tenants(self) -> list[int]:
        """The tenants that have a folder here."""
        return sorted(int(path.name[2:]) for path in self._folder.glob("t_*") if path.name[2:].isdigit())

    def home(self, tenant_id: int) -> Path:
        return self._folder / f"t_{tenant_id}"

    def new(self, tenant_id: int) -> Path:
        """Where a tenant's folder is made anew."""
        return self._folder / f"new_{tenant_id}"

    def change(self, tenant_id: int) -> None:
        """The new folder takes the former one's place, which goes."""
        home, new, old = self._all(tenant_id)
        if (home / STATE).exists():
            shutil.copy(home / STATE, new / STATE)
        home.rename(old)
        new.rename(home)
        shutil.rmtree(old)

    def settle(self, tenant_id: int) -> None:
        """Ends a change of folders that was cut off: the former one stands until the new one is whole."""
        home, new, old = self._all(tenant_id)
        if old.exists() and not home.exists():
            new.rename(home)
        for folder in (old, new):
            if folder.exists():
                shutil.rmtree(folder)

    def remove(self, tenant_id: int) -> None:
        for folder in self._all(tenant_id):
            if folder.exists():
                shutil.rmtree(folder)

    def without_damage(self, tenant_id: int) -> Path:
        """The tenant's folder; damaged files are taken away first: the record has everything that they were made of."""
        home = self.home(tenant_id)
        if is_damaged(home):
            log.warning("index_damaged", tenant=tenant_id)
            for name in (f"damaged_{tenant_id}", f"{LOST}{tenant_id}"):  # first: whoever is killed now leaves a note
                (self._folder / name).touch()
            shutil.rmtree(home)
            home.mkdir(mode=0o700)
        return home

    def lost(self) -> Iterator[int]:
        """The tenants whose vectors were damaged and taken away, by whichever process, until `healed` is called."""
        return (int(path.name[len(LOST) :]) for path in self._folder.glob(f"{LOST}*"))

    def healed(self, tenant_id: int) -> None:
        (self._folder / f"{LOST}{tenant_id}").unlink(missing_ok=True)

    def was_damaged(self, tenant_id: int) -> bool:
        return was_damaged(self._folder, tenant_id)

    def _all(self, tenant_id: int) -> tuple[Path, Path, Path]:
        return self.home(tenant_id), self.new(tenant_id), self._folder / f"old_{tenant_id}"
