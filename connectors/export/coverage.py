"""Tables that say who looks after which client."""

from __future__ import annotations

from connectors.export.lexicon import lexicon
from connectors.export.names import singular
from connectors.export.recognition import Recognised

ONCE = 0.95  # of the accounts that have one row each
_COVERAGE = lexicon("coverage")


def is_coverage(item: Recognised) -> bool:
    """Whether rows are assignments of clients to persons of the team: who is assigned is the owner."""
    accounts, users = item.assignment.column("account_id"), item.assignment.column("user_id")
    if item.entity != "related" or accounts is None or users is None:
        return False
    spoken = {singular(word) for word in item.stem} | {" ".join(item.stem)}
    return bool(spoken & _COVERAGE) and accounts.uniqueness >= ONCE
