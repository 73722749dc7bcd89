"""What an import observed of columns and stages becomes rows that questions are understood by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from connectors.export.columns import CATEGORIES, Column
from connectors.export.interactions import kind_in
from connectors.export.names import singular
from connectors.export.people import direction_of
from connectors.export.recognition import Recognised
from connectors.export.stages import ordered, outcome_of
from connectors.export.targets import Target
from crm.model import ROWS, Field, Stage
from crm.store import Store

LABEL_LENGTH = 191
_NOT_COLUMNS = frozenset(
    {
        "first_name",
        "last_name",
        "outcome",
        "closed",
        "done",
        "sender",
        "recipient",
        "related",
        "region",
        "field",
        "decided_on",
        "missed_on",
    }
)
_RENAMED = {("user", "region"): "team"}
_CATEGORICAL = frozenset(
    {"stage", "industry", "country", "family", "team", "currency", "title", "kind", "direction", "role"}
)


def write_fields(store: Store, tenant_id: int, item: Recognised, targets: Sequence[Target]) -> None:
    """Adds or renews one Field row for each column; what did not change is not touched."""
    if item.entity == "stage_change":
        return
    wanted = {field.key: field for field in _fields(tenant_id, item, targets)}
    with store.write() as session:
        query = select(Field).where(Field.tenant_id == tenant_id, Field.entity == item.title)
        present = {field.key: field for field in session.scalars(query)}
        for name, field in wanted.items():
            old = present.get(name)
            if old is None:
                session.add(field)
                continue
            field.values = _merged(field.values, old.values)
            for attribute in ("label", "type", "unit", "core", "values"):
                value = getattr(field, attribute)
                if getattr(old, attribute) != value and value is not None:
                    setattr(old, attribute, value)


def _fields(tenant_id: int, item: Recognised, targets: Sequence[Target]) -> Iterable[Field]:
    yield _rows_called(tenant_id, item)
    yield from _settled(tenant_id, targets)
    names = [target.column.label for target in targets if target.field in {"first_name", "last_name"}]
    if names and "name" not in item.assignment.fields:
        yield Field(
            tenant_id=tenant_id,
            entity=item.title,
            key="name",
            label=" ".join(names)[:LABEL_LENGTH],
            type="text",
            core=True,
        )
    for target in targets:
        if not target.column.filled:
            continue
        core = _RENAMED.get((item.entity, target.field or ""), target.field)
        if core is not None and core not in _NOT_COLUMNS and not _told_elsewhere(item, target):
            yield _field(tenant_id, item.title, core, target.column, core=True)
        if target.key is not None and target.key != core:
            yield _field(tenant_id, item.title, target.key, target.column, core=False)


def _told_elsewhere(item: Recognised, target: Target) -> bool:
    """The closing day of several columns has a field of its own; kinds of visits are no kinds of interactions."""
    if target.field == "kind" and item.entity == "interaction":
        return not all(kind_in(value) for value in target.column.counts)
    return target.field == "close_date" and target.key is not None


def _rows_called(tenant_id: int, item: Recognised) -> Field:
    """What the export calls the rows of this entity."""
    label = singular("_".join(item.stem)).replace("_", " ")[:LABEL_LENGTH]
    return Field(
        tenant_id=tenant_id,
        entity=item.title,
        key=ROWS,
        label=label,
        type="text",
        core=True,
        values=json.dumps([label]),
    )


def _settled(tenant_id: int, targets: Iterable[Target]) -> Iterable[Field]:
    """A closing day that is made of several columns goes by none of their headers."""
    if any(target.field in {"decided_on", "missed_on"} for target in targets):
        yield Field(tenant_id=tenant_id, entity="deal", key="close_date", label="close date", type="date", core=True)


def _field(tenant_id: int, entity: str, key: str, column: Column, *, core: bool) -> Field:
    listed = column.type == "category" or (core and key in _CATEGORICAL and len(column.counts) <= CATEGORIES)
    return Field(
        tenant_id=tenant_id,
        entity=entity,
        key=key[:191],
        label=column.label[:LABEL_LENGTH],
        type="category" if listed else column.type,
        unit=column.unit[:32] if column.unit else None,
        core=core,
        values=json.dumps(_values(entity, key, column, core=core), ensure_ascii=False) if listed else None,
    )


def _values(entity: str, key: str, column: Column, *, core: bool) -> list[str]:
    """The distinct values; kinds of interactions as the record writes them."""
    if (entity, key, core) == ("interaction", "kind", True):
        return list(dict.fromkeys(str(kind) for value in column.categories() if (kind := kind_in(value))))
    if (entity, key, core) == ("interaction", "direction", True):
        return list(dict.fromkeys(said for value in column.categories() if (said := direction_of(value))))
    return column.categories()


def _merged(new: str | None, old: str | None) -> str | None:
    if new is None or old is None:
        return new or old
    return json.dumps(list(dict.fromkeys([*json.loads(new), *json.loads(old)]))[:CATEGORIES], ensure_ascii=False)


def write_stages(store: Store, tenant_id: int, observed: Iterable[str]) -> None:
    """Adds the stages that are not there yet, after those that are."""
    with store.write() as session:
        present = session.scalars(select(Stage).where(Stage.tenant_id == tenant_id)).all()
        names = {stage.name.casefold() for stage in present}
        last = max((stage.position for stage in present), default=0)
        for name in ordered(stage[:191] for stage in observed if stage):
            if name.casefold() not in names:
                names.add(name.casefold())
                last += 1
                session.add(Stage(tenant_id=tenant_id, name=name, position=last, outcome=outcome_of(name)))
