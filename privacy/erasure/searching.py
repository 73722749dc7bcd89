"""The search afterwards, in a process of its own: it looks at every byte, and those who ask meanwhile feel nothing.

Nor may a process that uses SQLite's files open them otherwise: closing them again it would lose its locks on them
(POSIX), and another process that ends takes the journal away.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from crm.apart import apart
from crm.store import Store
from privacy.erasure.scan import Needles, Scanned, scan_files, scan_tables

CODE = "latin-1"  # a letter a byte


def searched(store: Store, home: Path, needles: Needles) -> Scanned:
    """Looks through every file of the data folder and every cell of every table.

    Raises:
        RetryableError: the process broke off; nothing is said then about what it saw.
    """
    task = {
        "home": str(home),
        "url": store.url.render_as_string(hide_password=False),
        "needles": {kind: [each.decode(CODE) for each in some] for kind, some in asdict(needles).items()},
    }
    return Scanned(**apart("privacy.erasure.searching", task))


def work(task: dict[str, Any]) -> dict[str, Any]:
    """In the process."""
    needles = Needles(**{kind: tuple(each.encode(CODE) for each in some) for kind, some in task["needles"].items()})
    told, store = Scanned(), Store(task["url"])
    try:
        scan_files(Path(task["home"]), needles, told)
        scan_tables(store, needles, told)
    finally:
        store.close()
    return asdict(told)
