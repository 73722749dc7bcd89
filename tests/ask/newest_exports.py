"""Three made-up exports of trades that no earlier one comes from, by name: how each is written and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import newest_hotel
import newest_timesheets
import newest_vet

MODULES = {
    "hotel": newest_hotel,
    "vet": newest_vet,
    "timesheets": newest_timesheets,
}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What an export holds, joined, for pandas to answer from."""
    return MODULES[name].frames()
