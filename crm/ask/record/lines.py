"""Rows of deals: which tables name the deal of each row, and which of them say what was sold in it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.ask.record.money import main_money
from crm.ask.record.schema import Lines
from crm.ask.record.vocabulary import Vocabulary

MOSTLY = 0.6  # of a table's rows that have to name their deal


def _add_of_deals(session: Session, vocabulary: Vocabulary) -> None:
    """Where most rows say of which deal it is, those of the deal's account are not the deal's own."""
    for name, entity in vocabulary.entities.items():
        if "deal_id" not in {link.column for link in entity.links} or name == "deal":
            continue
        if (name, "deal_id") in vocabulary.empty_links:
            continue
        model = entity.model
        query = select(func.count(), func.count(model.deal_id)).where(model.tenant_id == vocabulary.tenant_id)
        if entity.kind:
            query = query.where(model.kind == entity.kind)
        rows, told = session.execute(query).one()
        if rows and told >= rows * MOSTLY:
            vocabulary.of_deals.add(name)


def add_lines(session: Session, vocabulary: Vocabulary) -> None:
    """Finds the tables whose rows name their deal, and the one whose rows name a product as well."""
    _add_of_deals(session, vocabulary)
    if vocabulary.path("deal", "product") is not None:
        return
    for name, entity in vocabulary.entities.items():
        targets = {link.target for link in entity.links}
        if entity.kind and {"deal", "product"} <= targets:
            vocabulary.lines = Lines(name, main_money(vocabulary, name))
            return
