"""A record with people, clients and a deal, and nudges at work on it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))
sys.path.insert(0, str(Path(__file__).parent))

from nudge_desk import Desk


@pytest.fixture
def desk(store, tenant_id, clock) -> Desk:
    return Desk(store, tenant_id, clock)
