"""Whether the record knows which contacts took part in its activities."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Contact, Interaction, interaction_contacts


def directed(session: Session, tenant_id: int) -> bool:
    """Whether it knows which of them came in and which went out."""
    told = (Interaction.tenant_id == tenant_id, Interaction.direction.is_not(None))
    return session.scalar(select(Interaction.id).where(*told).limit(1)) is not None


def took_part(session: Session, tenant_id: int) -> bool:
    links = interaction_contacts.c
    query = select(Contact.id).join(interaction_contacts, links.contact_id == Contact.id)
    return session.scalar(query.where(Contact.tenant_id == tenant_id).limit(1)) is not None
