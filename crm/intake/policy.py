"""What the team wants of its sources: what is not for the record."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from crm.errors import RejectedError
from crm.intake.event import Event
from crm.intake.parties import Parties
from crm.model import Kind

AUTOMATIC = "automatic"  # the attribute by which a source marks what no person wrote


class Policy(BaseModel):
    """Kept under `intake` in a tenant's settings.

    `internal`: mail and talk among colleagues alone. `automatic`: newsletters, receipts of delivery, out-of-office.
    `strangers`: mail with nobody the record knows by address, name or domain. `new_contacts`: whether somebody unknown
    who writes from a client's domain becomes a contact of that client.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    internal: Literal["skip", "keep"] = "skip"
    automatic: Literal["skip", "keep"] = "skip"
    strangers: Literal["skip", "keep"] = "keep"
    new_contacts: Literal["add", "leave"] = "add"

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Policy:
        return cls.model_validate(settings.get("intake") or {})

    def changed(self, name: str, value: str) -> Policy:
        """The policy with one of its choices made anew.

        Raises:
            RejectedError: there is no such choice.
        """
        field = type(self).model_fields.get(name)
        choices = get_args(field.annotation) if field else ()
        if value not in choices:
            hint = " or ".join(choices) if choices else ", ".join(type(self).model_fields)
            raise RejectedError(f"intake.{name} can be: {hint}." if choices else f"The intake's choices are: {hint}.")
        return self.model_copy(update={name: value})

    def refusal(self, event: Event, parties: Parties) -> str | None:
        """Why an event is not for the record; None where it is."""
        if self.internal == "skip" and event.kind is not Kind.NOTE and parties.internal:
            return "among colleagues alone"
        if self.automatic == "skip" and event.attributes.get(AUTOMATIC):
            return "written by a machine"
        if self.strangers == "skip" and event.kind is Kind.EMAIL and parties.unknown:
            return "nobody in it is known"
        return None
