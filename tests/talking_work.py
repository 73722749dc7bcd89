"""Work that says how much it was told, and fails where it is asked to."""

from __future__ import annotations

import os
from typing import Any

from crm.apart import NICENESS


def work(task: dict[str, Any]) -> dict[str, Any]:
    if "fails" in task:
        raise ValueError(task["fails"])
    print(task["prints"])  # noqa: T201 - as a library may
    return {"heard": len(task["says"]), "niceness": os.nice(0) >= NICENESS}
