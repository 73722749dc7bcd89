"""Questions over four made-up exports in trades and styles of their own, written apart from the planner and the importer.

The golds are computed by pandas from the frames that the files were written from.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import fresh_exports
from asking_gold import Question


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return fresh_exports.exports()


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return fresh_exports.frames(name)


def questions() -> list[Question]:
    import asking_fresh_charity
    import asking_fresh_freight
    import asking_fresh_gym
    import asking_fresh_studio

    return [
        *asking_fresh_freight.QUESTIONS,
        *asking_fresh_studio.QUESTIONS,
        *asking_fresh_charity.QUESTIONS,
        *asking_fresh_gym.QUESTIONS,
    ]
