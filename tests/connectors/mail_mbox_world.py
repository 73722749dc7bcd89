"""The world of mail_folder_world.py as mbox."""

from __future__ import annotations

from pathlib import Path

from mail_folder_world import FolderWorld

from crm.clock import FixedClock


def world(folder: Path, clock: FixedClock) -> FolderWorld:
    return FolderWorld(folder, clock, "mbox")
