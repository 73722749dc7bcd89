"""The changes of stage that a record keeps, as rows of their own: no word of a question names them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.record.schema import Entity, FieldInfo, Link
from crm.ask.record.vocabulary import Vocabulary
from crm.model import StageChange

STEP = "step"
SINCE = f"{STEP}.since "  # days since the deal came into a stage


def add_steps(session: Session, vocabulary: Vocabulary) -> None:
    """Only of a record that has some."""
    one = select(StageChange.id).where(StageChange.tenant_id == vocabulary.tenant_id).limit(1)
    if STEP in vocabulary.entities or session.scalar(one) is None:
        return
    vocabulary.of_deals.add(STEP)
    links = (Link("deal_id", "deal"),)
    vocabulary.entities[STEP] = Entity(
        STEP, StageChange, "change of stage", "changes of stage", "changed_at", "changed_at", links
    )
    for key, type_, unit in (
        ("stage", "category", None),
        ("from_stage", "category", None),
        ("days", "integer", "days"),
        ("changed_at", "datetime", None),
        ("left_at", "datetime", None),
    ):
        vocabulary.fields[f"{STEP}.{key}"] = FieldInfo(STEP, key, key.replace("_", " "), type_, unit)
    for stage in vocabulary.stages:
        key = f"{SINCE}{stage}".removeprefix(f"{STEP}.")
        vocabulary.fields[f"{STEP}.{key}"] = FieldInfo(STEP, key, f"days {key}", "integer", "days")
