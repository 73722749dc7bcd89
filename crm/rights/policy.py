"""What a tenant's admin has decided on who sees what."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crm.errors import RejectedError
from crm.model import Role

SETTING = "rights"
RANK = {Role.REP: 0, Role.MANAGER: 1, Role.ADMIN: 2}
GUARDED = frozenset(  # core columns that may be kept from some: others are what rows are known, linked and counted by
    {
        "account.domain", "account.industry", "account.country", "account.employees", "account.annual_revenue",
        "contact.email", "contact.phone", "contact.title", "deal.amount", "product.price",
    }
)  # fmt: skip


NEVER_TO_MODEL = "never_to_model"  # not in what a language model is shown
NEVER_IN_CHANNEL = "never_in_channel"  # not in what is posted for several people
NEVER_EXPORTED = "never_exported"  # not in files
ENCRYPT = "encrypt"  # sealed in the record
TAGS = (NEVER_TO_MODEL, NEVER_IN_CHANNEL, NEVER_EXPORTED, ENCRYPT)


class Access(enum.StrEnum):
    """Who sees an account that is not restricted."""

    EVERYONE = "everyone"
    TEAM = "team"
    OWNER = "owner"


@dataclass(frozen=True)
class Policy:
    """`fields` are columns with the least role that sees them, `tags` columns with where they never go."""

    accounts: Access = Access.EVERYONE
    fields: Mapping[str, Role] = field(default_factory=dict)
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Policy:
        """The policy in a tenant's settings; what cannot be read there counts as the strictest."""
        kept = settings.get(SETTING) or {}
        try:
            access = Access(kept.get("accounts", Access.EVERYONE))
        except ValueError:
            access = Access.OWNER
        fields = {str(ref): _role(name) for ref, name in (kept.get("fields") or {}).items()}
        return cls(access, fields, {str(ref): frozenset(said) for ref, said in (kept.get("tags") or {}).items()})

    def settings(self) -> dict[str, Any]:
        fields = {ref: role.value for ref, role in self.fields.items()}
        return {"accounts": self.accounts.value, "fields": fields, "tags": {r: sorted(t) for r, t in self.tags.items()}}

    def hidden_from(self, role: Role) -> frozenset[str]:
        return frozenset(ref for ref, least in self.fields.items() if RANK[role] < RANK[least])

    def tagged(self, tag: str) -> frozenset[str]:
        return frozenset(ref for ref, tags in self.tags.items() if tag in tags)

    def with_tag(self, ref: str, tag: str, *, on: bool) -> Policy:
        if tag not in TAGS:
            raise RejectedError(f"A tag is one of: {', '.join(TAGS)}.")
        tags = self.tags.get(ref, frozenset()) | {tag} if on else self.tags.get(ref, frozenset()) - {tag}
        others = {each: kept for each, kept in self.tags.items() if each != ref}
        return replace(self, tags={**others, ref: tags} if tags else others)

    def with_accounts(self, value: str) -> Policy:
        try:
            return replace(self, accounts=Access(value.strip().lower()))
        except ValueError:
            raise RejectedError("rights.accounts is one of: everyone, team, owner.") from None

    def with_field(self, ref: str, least: str) -> Policy:
        """The policy with a column seen by this role and those above; `everyone` lifts the rule."""
        fields = {each: role for each, role in self.fields.items() if each != ref}
        if least == "everyone":
            return replace(self, fields=fields)
        wanted = {"managers": Role.MANAGER, "manager": Role.MANAGER, "admins": Role.ADMIN, "admin": Role.ADMIN}
        if least not in wanted:
            raise RejectedError("A field is seen by one of: everyone, managers, admins.")
        return replace(self, fields={**fields, ref: wanted[least]})


def _role(name: Any) -> Role:
    try:
        return Role(name)
    except ValueError:
        return Role.ADMIN
