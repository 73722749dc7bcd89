"""Five made-up exports that the planner was not written against, by name: how each is written and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import unseen_agency
import unseen_hubspot
import unseen_machines
import unseen_saas
import unseen_salesforce

MODULES = {
    "hubspot": unseen_hubspot,
    "salesforce": unseen_salesforce,
    "saas": unseen_saas,
    "machines": unseen_machines,
    "agency": unseen_agency,
}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What an export holds, joined, for pandas to answer from."""
    return MODULES[name].frames()
