"""Who may see which rows."""

from __future__ import annotations

from crm.model import User

OUTSIDER = "Your account is not active here, so there is nothing I can show you."


def refusal(tenant_id: int, user: User | None) -> str | None:
    """Why this user sees nothing; None where all rows of the tenant are theirs to see.

    Args:
        tenant_id: the tenant whose record is asked about.
        user: who asks; None is the administrator at the command line.
    """
    if user is None:
        return None
    return None if user.active and user.tenant_id == tenant_id else OUTSIDER
