"""Questions over three exports written last, as the people of such firms type them; `frames` computes the answers.

Shares, rates and growth are fractions. Days are whole days between the dates in the files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import last_exports
from asking_gold import Question


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return last_exports.exports()


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return last_exports.frames(name)


def questions() -> list[Question]:
    import asking_last_billing
    import asking_last_broker
    import asking_last_reseller

    return [
        *asking_last_reseller.QUESTIONS,
        *asking_last_billing.QUESTIONS,
        *asking_last_broker.QUESTIONS,
    ]
