"""Rows that could not be kept, written down with the reason so that they can be mended."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from connectors.export.table import Reject
from crm.errors import RejectedError


def write_rejects(path: Path, rejects: Sequence[Reject]) -> None:
    """Writes file, line, reason and the raw cells.

    Raises:
        RejectedError: the place cannot be written to.
    """
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["file", "line", "reason", "row"])
            writer.writerows([reject.file, reject.line, reject.reason, *reject.row] for reject in rejects)
    except OSError as error:
        raise RejectedError(f"The rejected rows cannot be written to {path}; name another file.") from error
