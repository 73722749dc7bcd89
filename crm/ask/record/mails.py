"""E-mail addresses that stand in a question, and the contacts who have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.ask.record.vocabulary import Vocabulary
from crm.model import Contact

ADDRESS = re.compile(r"(?<![\w.@])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def mails(session: Session, vocabulary: Vocabulary, text: str) -> Iterator[tuple[int, int, str]]:
    """Where a known address stands in the text, and the name of the one contact who has it."""
    if "contact.email" not in vocabulary.fields or "contact.email" in vocabulary.sealed:
        return
    for match in ADDRESS.finditer(text):
        own = Contact.tenant_id == vocabulary.tenant_id
        query = select(Contact.name).where(own, func.lower(Contact.email) == match.group().casefold())
        names = session.scalars(query.limit(2)).all()
        if len(names) == 1 and names[0] and _alone(session, vocabulary, names[0]):
            yield match.start(), match.end(), names[0]


def _alone(session: Session, vocabulary: Vocabulary, name: str) -> bool:
    """Whether nobody else goes by the name."""
    query = select(func.count()).where(Contact.tenant_id == vocabulary.tenant_id, Contact.name == name)
    return session.scalar(query) == 1
