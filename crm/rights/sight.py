"""What a person, or everybody of an audience, may see of one tenant's record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal

LEFT_OUT = "what you may not see is left out by rights"
NOBODY: frozenset[int] = frozenset()

Shape = Literal["whole", "but", "only", "nothing"]


@dataclass(frozen=True)
class Sight:
    """Made once for a question; `crm.rights.narrowing` turns it into conditions.

    Attributes:
        tenant_id: whose record; nothing of another tenant is ever seen.
        people: whose sight it is.
        accounts: the accounts that are seen; None where all are but the `hidden` ones.
        hidden: accounts that are restricted to others.
        circles: the circles whose rows are seen besides the rows of none; None where all are.
        fields: columns that are not seen ("account.annual_revenue").
        blind: nothing is seen.
    """

    tenant_id: int
    people: frozenset[int]
    accounts: frozenset[int] | None = None
    hidden: frozenset[int] = NOBODY
    circles: frozenset[int] | None = None
    fields: frozenset[str] = frozenset()
    blind: bool = False

    @classmethod
    def nothing(cls, tenant_id: int, people: Iterable[int] = ()) -> Sight:
        return cls(tenant_id, frozenset(people), NOBODY, NOBODY, NOBODY, blind=True)

    @property
    def shape(self) -> Shape:
        """Which conditions say it: none, all accounts but some, only some, nothing at all."""
        if self.blind:
            return "nothing"
        if self.accounts is not None:
            return "only"
        return "but" if self.hidden or self.circles is not None else "whole"

    @property
    def narrow(self) -> bool:
        """Whether rows are left out."""
        return self.shape != "whole"

    @cached_property
    def key(self) -> str:
        """The same for people who see the same; "" where everything is seen."""
        if not self.narrow and not self.fields:
            return ""
        said = [self.shape, self.seen_ids, self.hidden_ids, self.circle_ids, sorted(self.fields)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @cached_property
    def seen_ids(self) -> str:
        return _listed(self.accounts)

    @cached_property
    def hidden_ids(self) -> str:
        return _listed(self.hidden)

    @cached_property
    def circle_ids(self) -> str:
        return _listed(self.circles)

    def meet(self, other: Sight) -> Sight:
        """What both see."""
        people = self.people | other.people
        if self.blind or other.blind or self.tenant_id != other.tenant_id:
            return Sight.nothing(self.tenant_id, people)
        hidden = self.hidden | other.hidden
        accounts = _both(self.accounts, other.accounts)
        return Sight(
            self.tenant_id,
            people,
            accounts - hidden if accounts is not None else None,
            hidden if accounts is None else NOBODY,
            _both(self.circles, other.circles),
            self.fields | other.fields,
        )


def meeting(tenant_id: int, sights: Iterable[Sight]) -> Sight:
    """What all of an audience see; an audience of nobody sees nothing."""
    each = list(sights)
    return reduce(Sight.meet, each) if each else Sight.nothing(tenant_id)


def _both(one: frozenset[int] | None, other: frozenset[int] | None) -> frozenset[int] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _listed(ids: frozenset[int] | None) -> str:
    """As JSON, the one parameter that every database can take a list of any length from."""
    return json.dumps(sorted(ids or ()), separators=(",", ":"))
