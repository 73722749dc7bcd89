"""Records of persons alone: where there are no firms, the contacts are the clients."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.language.lexicon import Sense, phrases
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import ENTITIES
from crm.model import Account, Contact


def add_persons(session: Session, vocabulary: Vocabulary) -> None:
    """Clients are the persons of the record where it knows no firms."""
    held = [
        session.scalar(select(model.id).where(model.tenant_id == vocabulary.tenant_id).limit(1)) is not None
        for model in (Account, Contact)
    ]
    if held != [False, True]:
        return
    vocabulary.unheld.add("account")
    for info in vocabulary.fields_of("account"):
        vocabulary.unname(info.ref)
    for phrase in phrases(ENTITIES["account"]):
        vocabulary.add(phrase, Sense("entity", "contact"))
