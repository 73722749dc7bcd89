"""Whether the record knows which contacts took part in its activities."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Contact, interaction_contacts


def took_part(session: Session, tenant_id: int) -> bool:
    links = interaction_contacts.c
    query = select(Contact.id).join(interaction_contacts, links.contact_id == Contact.id)
    return session.scalar(query.where(Contact.tenant_id == tenant_id).limit(1)) is not None
