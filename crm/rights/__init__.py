"""Who may see and do what: a person's sight is made once, and every read of the record is held to it."""

from crm.rights.eyes import current, seeing, unlimited
from crm.rights.looking import look
from crm.rights.membership import ADMINS_ONLY, OUTSIDER, cannot_explain, cannot_teach, refusal
from crm.rights.policy import Access, Policy
from crm.rights.sight import LEFT_OUT, Sight

__all__ = [
    "ADMINS_ONLY",
    "LEFT_OUT",
    "OUTSIDER",
    "Access",
    "Policy",
    "Sight",
    "cannot_explain",
    "cannot_teach",
    "current",
    "look",
    "refusal",
    "seeing",
    "unlimited",
]
