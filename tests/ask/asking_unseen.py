"""Questions over five exports nobody tuned for, as sales people type them; `frames` computes the answers.

Shares, rates and growth are fractions. Days are whole days between the moments in the files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import unseen_exports
from asking_gold import Question


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return unseen_exports.exports()


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return unseen_exports.frames(name)


def questions() -> list[Question]:
    import asking_unseen_agency
    import asking_unseen_hubspot
    import asking_unseen_machines
    import asking_unseen_saas
    import asking_unseen_salesforce

    return [
        *asking_unseen_hubspot.QUESTIONS,
        *asking_unseen_salesforce.QUESTIONS,
        *asking_unseen_saas.QUESTIONS,
        *asking_unseen_machines.QUESTIONS,
        *asking_unseen_agency.QUESTIONS,
    ]
