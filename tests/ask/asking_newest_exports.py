"""Questions over the three newest exports, as the people of such firms type them; `frames` computes the answers.

Shares, rates and growth are fractions. Days are whole days between the dates in the files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import newest_exports
from asking_gold import Question


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return newest_exports.exports()


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return newest_exports.frames(name)


def questions() -> list[Question]:
    import asking_newest_hotel
    import asking_newest_timesheets
    import asking_newest_vet

    return [
        *asking_newest_hotel.QUESTIONS,
        *asking_newest_vet.QUESTIONS,
        *asking_newest_timesheets.QUESTIONS,
    ]
