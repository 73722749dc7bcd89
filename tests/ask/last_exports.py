"""Three made-up exports of small firms that sell to firms, by name: how each is written and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import last_billing
import last_broker
import last_reseller

MODULES = {
    "reseller": last_reseller,
    "billing": last_billing,
    "broker": last_broker,
}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What an export holds, joined, for pandas to answer from."""
    return MODULES[name].frames()
