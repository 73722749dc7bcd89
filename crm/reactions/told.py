"""Who was told of a signal, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Signal

TOLD = "told"  # in a signal's detail: when each person was told, by id


def note_told(session: Session, signal_ids: Sequence[int], user_id: int, at: datetime) -> None:
    """Notes that somebody was told; a signal is done with when everybody was it is for."""
    for signal in session.scalars(select(Signal).where(Signal.id.in_(signal_ids))):
        told = {**signal.detail.get(TOLD, {}), str(user_id): at.isoformat()}
        signal.detail = {**signal.detail, TOLD: told}
        if {str(each) for each in signal.tell} <= set(told):
            signal.told_at = at
