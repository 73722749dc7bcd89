"""Reads a tenant's vocabulary out of its record, and keeps it until the record changes."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crm import rights
from crm.ask.language.lexicon import Sense, country_aliases, fixed, phrases
from crm.ask.language.rewriting import Meaning
from crm.ask.language.text import key
from crm.ask.record import labels
from crm.ask.record.called import add_dated, add_decisions, add_noun, add_numbered, add_tables
from crm.ask.record.codes import add_codes
from crm.ask.record.commitments import add_commitments
from crm.ask.record.derived import derive
from crm.ask.record.headers import settle_headers
from crm.ask.record.identifiers import call_numbers, numbered
from crm.ask.record.mark import mark_of
from crm.ask.record.namesakes import add_called, add_names, settle_echoes
from crm.ask.record.observed import seen_values
from crm.ask.record.participants import directed, took_part
from crm.ask.record.persons import add_persons
from crm.ask.record.schema import CORE_TYPES, RELATED_LINKS, UNITS, Entity, FieldInfo, Link, related_entity
from crm.ask.record.steps import add_steps
from crm.ask.record.tags import tags
from crm.ask.record.teammates import add_teammates
from crm.ask.record.trade import add_trade
from crm.ask.record.vocabulary import Vocabulary, empty_vocabulary
from crm.ask.words import FIELD_SYNONYMS
from crm.model import Account, Contact, Deal, Field, Interaction, Product, RelatedRecord, Stage, Tenant, User, Word
from crm.rights import Policy
from crm.rights.names import speaks_of, unseen_names
from crm.rights.policy import ENCRYPT, NEVER_TO_MODEL
from crm.store import Store

MOST_KEPT = 24  # vocabularies: a sight each, of all tenants
MAY_BE_EMPTY = ("contact", "product", "task", "deal", "interaction")
OBSERVED = (Account.industry, Account.country, Contact.title, Product.family, User.team, User.title, Deal.stage)


class Catalogue:
    """Vocabularies by tenant; a cheap query tells whether one is still fresh."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[int, str], tuple[Any, Vocabulary]] = OrderedDict()
        self._lock = Lock()

    def of(self, tenant_id: int) -> Vocabulary:
        """The words of what is seen now: people who see the same share them."""
        sight = rights.current()
        place = (tenant_id, sight.key if sight else "")
        with self._store.read() as session:
            mark = mark_of(session, tenant_id)
            with self._lock:
                kept = self._kept.get(place)
                if kept and kept[0] == mark:
                    self._kept.move_to_end(place)
                    return kept[1]
            built = build(session, tenant_id)
        with self._lock:
            self._kept[place] = (mark, built)
            self._kept.move_to_end(place)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return built


def build(session: Session, tenant_id: int) -> Vocabulary:
    """The whole vocabulary of a tenant, from a few statements."""
    tenant = session.get(Tenant, tenant_id)
    vocabulary = empty_vocabulary(tenant_id, tenant.currency if tenant else "USD")
    policy = Policy.of(tenant.settings if tenant else {})
    vocabulary.sealed, vocabulary.unmodelled = policy.tagged(ENCRYPT), policy.tagged(NEVER_TO_MODEL)
    _add_related(session, vocabulary)
    _add_fields(session, vocabulary)
    derive(vocabulary)
    _add_links(session, vocabulary)
    _forget_empty(session, vocabulary)
    add_persons(session, vocabulary)
    for name, entity in vocabulary.entities.items():
        if entity.kind:
            _add_kind(vocabulary, name, entity)
    _add_values(session, vocabulary)
    add_codes(vocabulary)
    add_names(session, vocabulary)
    settle_echoes(vocabulary)
    vocabulary.numbered = numbered(session, vocabulary)
    add_called(session, vocabulary)
    _add_tables(session, vocabulary)
    add_teammates(session, vocabulary)
    call_numbers(vocabulary)
    settle_headers(vocabulary)
    add_trade(session, vocabulary)
    add_commitments(vocabulary)
    add_steps(session, vocabulary)
    vocabulary.took_part = took_part(session, tenant_id)
    vocabulary.directed = directed(session, tenant_id)
    kinds = select(Interaction.kind).where(Interaction.tenant_id == tenant_id).distinct()
    vocabulary.kinds = {str(kind) for kind in session.scalars(kinds)}
    vocabulary.take_root()
    _add_taught(session, vocabulary)
    vocabulary.fiscal_year_start = tenant.fiscal_year_start if tenant else 1
    return vocabulary


def _add_related(session: Session, vocabulary: Vocabulary) -> None:
    record = RelatedRecord
    rows = session.execute(
        select(
            record.kind,
            func.count(record.account_id),
            func.count(record.contact_id),
            func.count(record.deal_id),
            func.count(record.user_id),
            func.count(record.product_id),
            func.min(record.parent_id),
            func.count(record.occurred_at),
        )
        .where(record.tenant_id == vocabulary.tenant_id)
        .group_by(record.kind)
    ).all()
    for kind, *filled, parent, dated in rows:
        links = [link for link, count in zip(RELATED_LINKS, filled, strict=True) if count]
        if parent is not None:
            above = session.scalar(select(record.kind).where(record.id == parent))
            links += [Link("parent_id", above)] if above and above != kind else []
        name = kind if kind not in vocabulary.entities else f"{kind} record"
        vocabulary.entities[name] = related_entity(kind, tuple(links), (), bool(dated))
        if dated:
            _put(vocabulary, FieldInfo(name, "occurred_at", "date", "datetime"))


def _add_fields(session: Session, vocabulary: Vocabulary) -> None:
    hidden = sight.fields if (sight := rights.current()) else frozenset()
    for entity, columns in CORE_TYPES.items():
        for name, type_ in columns.items():
            ref = f"{entity}.{name}"
            if ref in hidden:
                continue
            label = name.removesuffix("_id").replace("_", " ")
            _put(vocabulary, FieldInfo(entity, name, label, type_, UNITS.get(ref)), label=False)
    by_kind = {entity.kind: name for name, entity in vocabulary.entities.items() if entity.kind}
    rows = session.scalars(select(Field).where(Field.tenant_id == vocabulary.tenant_id).order_by(Field.id)).all()
    roles = {("account", row.label) for row in rows if row.entity == "account" and not row.core}
    for row in rows:
        entity = by_kind.get(row.entity, row.entity)
        if entity not in vocabulary.entities or (row.core and not hasattr(vocabulary.entities[entity].model, row.key)):
            continue
        if f"{row.entity}.{row.key}" in hidden:
            continue
        kept = vocabulary.fields.get(f"{entity}.{row.key}")
        vocabulary.observed.add(f"{entity}.{row.key}")
        type_ = kept.type if kept and row.core else row.type
        told = row.values if f"{row.entity}.{row.key}" not in vocabulary.sealed else None
        values = tuple(str(value) for value in json.loads(told or "[]"))
        if kept and row.core and row.type == "date" and kept.type == "datetime":
            vocabulary.days.add(kept.ref)
        unit = row.unit or labels.unit_of(row.label)
        info = FieldInfo(entity, row.key, labels.plain(row.label), type_, unit, row.core, values)
        info = replace(info, values=seen_values(session, vocabulary, info))
        _put(vocabulary, info, label=not (row.core and (row.entity, row.label) in roles))
    for info in list(vocabulary.fields.values()):
        if info.entity == "user" and info.key == "name":
            vocabulary.fields["manager.name"] = replace(info, entity="manager", aliases=())
        if info.entity == "contact" and info.key == "name":
            vocabulary.fields["sender.name"] = replace(info, entity="sender", aliases=())
        if info.entity == "account" and info.key == "name":
            vocabulary.fields["parent.name"] = replace(info, entity="parent", aliases=())


def _put(vocabulary: Vocabulary, info: FieldInfo, label: bool = True) -> None:
    """`label` is the export's own header; core columns nobody imported go by their synonyms only."""
    ref = info.ref
    if labels.machines(info.label):
        vocabulary.fields[ref] = info
        return
    if info.key in {"name", "account_id", "contact_id", "product_id", "owner_id", "parent_id", "manager_id"} or (
        info.key.endswith("_id") and info.core
    ):
        named = label and info.key == "external_id"
        vocabulary.fields[ref] = info if named else vocabulary.fields.get(ref, info)
        if named and len(labels.spoken(info.label).split()) > 1:
            for called in labels.numbers(info.label):
                vocabulary.add(called, Sense("field", ref))
        link = next((each for each in vocabulary.entities[info.entity].links if each.column == info.key), None)
        if link is not None and label and link.target in vocabulary.entities:
            said = labels.spoken(info.label).removesuffix(" id").strip()
            for each in (said, *labels.agents(info.label)):
                if key(each) and key(each) not in fixed():
                    vocabulary.add(each, Sense("entity", link.target))
        return
    words = vocabulary.entities[info.entity].singular if info.entity in vocabulary.entities else info.entity
    found = labels.aliases(ref, info.label, words, info.type)
    if not label:
        found = tuple(phrases(FIELD_SYNONYMS.get(ref, "")))
    elif ref in vocabulary.fields:
        found = tuple(dict.fromkeys((*found, *vocabulary.fields[ref].aliases)))
    vocabulary.add_field(replace(info, aliases=found))


def _add_links(session: Session, vocabulary: Vocabulary) -> None:
    """A link that no row fills leads nowhere."""
    for name in ("account", "contact", "deal", "user", "interaction", "task"):
        model, links = vocabulary.entities[name].model, [link.column for link in vocabulary.entities[name].links]
        anybody = _filled(session, model, links)  # a link's own index says so at once, whoever's rows they are
        ours = _filled(session, model, anybody, model.tenant_id == vocabulary.tenant_id)
        vocabulary.empty_links |= {(name, link) for link in links if link not in ours}


def _filled(session: Session, model: Any, links: Sequence[str], *conditions: ColumnElement[bool]) -> list[str]:
    """Those of the links that a row has."""
    found = [
        select(model.id).where(*conditions, getattr(model, link).is_not(None)).limit(1).scalar_subquery()
        for link in links
    ]
    row = session.execute(select(*found)).one() if found else ()
    return [link for link, one in zip(links, row, strict=True) if one is not None]


def _forget_empty(session: Session, vocabulary: Vocabulary) -> None:
    """Columns of rows that there are none of go by no word: where nobody has a job title, jobs are something else."""
    empty = [
        name
        for name in MAY_BE_EMPTY
        if session.scalar(
            select(vocabulary.entities[name].model.id)
            .where(vocabulary.entities[name].model.tenant_id == vocabulary.tenant_id)
            .limit(1)
        )
        is None
    ]
    for info in list(vocabulary.fields.values()):
        if info.entity in empty and info.ref not in vocabulary.observed:
            vocabulary.unname(info.ref)


def _add_kind(vocabulary: Vocabulary, name: str, entity: Entity) -> None:
    own = sorted(vocabulary.fields_of(name), key=lambda info: info.core)
    linked = {link.column for link in entity.links}
    shown = {info.label: info for info in reversed(own) if info.type != "id" and info.key not in linked}
    columns = tuple(info.key for info in reversed(shown.values()))[:8]
    links = {link.target for link in entity.links}
    lead = tuple(f"{target}.name" for target in ("account", "user", "product") if target in links)
    vocabulary.entities[name] = replace(entity, columns=lead + columns)


def _add_tables(session: Session, vocabulary: Vocabulary) -> None:
    for name, entity in vocabulary.entities.items():
        if entity.kind:
            vocabulary.add(entity.plural, Sense("entity", name))
            add_noun(vocabulary, entity.kind.replace("_", " "), Sense("entity", name))
    add_tables(session, vocabulary)
    add_numbered(vocabulary)
    add_dated(vocabulary)
    add_decisions(vocabulary)


def _add_values(session: Session, vocabulary: Vocabulary) -> None:
    tenant = vocabulary.tenant_id
    for info in list(vocabulary.fields.values()):
        if info.core and info.key.endswith("_id"):
            continue
        for value in info.values if info.type in {"category", "text", "boolean"} else ():
            if info.type != "boolean" and not (info.entity == "deal" and info.key == "outcome"):
                _add_value(vocabulary, info.ref, value)
        for tag, held in tags(info.values).items() if info.type in {"category", "text"} else ():
            for value in held:
                vocabulary.add(tag, Sense("value", info.ref, value))
    for column in OBSERVED:
        ref = {"accounts": "account", "contacts": "contact", "products": "product", "users": "user", "deals": "deal"}[
            column.class_.__tablename__
        ] + f".{column.key}"
        if ref not in vocabulary.fields or ref in vocabulary.sealed:
            continue  # kept from whoever asks
        distinct = select(column).where(column.class_.tenant_id == tenant, column.is_not(None)).distinct().limit(500)
        found = [str(value) for value in session.scalars(distinct)]
        vocabulary.fields[ref] = replace(vocabulary.fields[ref], values=tuple(found))
        for value in found:
            _add_value(vocabulary, ref, value)
    for stage in session.scalars(select(Stage).where(Stage.tenant_id == tenant).order_by(Stage.position)):
        vocabulary.stages[stage.name] = str(stage.outcome)
        _add_value(vocabulary, "deal.stage", stage.name)


def _add_value(vocabulary: Vocabulary, ref: str, value: str) -> None:
    if len(value) > 120 or not key(value):
        return
    sense = Sense("value", ref, value)
    vocabulary.add(value, sense)
    if ref.endswith((".country", "country_code", ".nation")) or "country" in ref or "location" in ref:
        for code, names in country_aliases().items():
            if key(value) in names or value.upper() == code:
                for name in names:
                    if len(name) > 2 or name == key(value) or name in {"us", "uk"}:
                        vocabulary.sense(name, sense)


def _add_taught(session: Session, vocabulary: Vocabulary) -> None:
    rows = session.execute(select(Word.phrase, Word.meaning).where(Word.tenant_id == vocabulary.tenant_id)).all()
    unseen = unseen_names(session, vocabulary.tenant_id) if rows else frozenset()
    vocabulary.taught = {
        key(phrase): Meaning(phrase, meaning)
        for phrase, meaning in rows
        if not speaks_of(f"{phrase} {meaning}", unseen)
    }
