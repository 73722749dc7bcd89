"""Who may see which rows."""

from __future__ import annotations

from crm.model import Role, User

ADMINS_ONLY = "Only an admin can teach me words or remove them. `/rapport words` shows what was taught."
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


def cannot_teach(tenant_id: int, user: User | None) -> str | None:
    """Why this user may not decide on the team's own words; None for admins."""
    if user is None or user.role == Role.ADMIN:
        return refusal(tenant_id, user)
    return refusal(tenant_id, user) or ADMINS_ONLY


def cannot_explain(tenant_id: int, user: User) -> str | None:
    """Why nothing is learnt for the team from what this user chose; None for managers and admins."""
    if user.role in {Role.ADMIN, Role.MANAGER}:
        return refusal(tenant_id, user)
    return refusal(tenant_id, user) or ADMINS_ONLY
