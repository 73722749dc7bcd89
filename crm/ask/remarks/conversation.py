"""What a remark is read against: the turn before, the record, and the ordinary reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from crm.ask.plan import Condition, QueryPlan
from crm.ask.planning.doubts import weigh
from crm.ask.planning.reading import Reading
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.remarks.turn import Turn
from crm.ask.rows.sql import Table
from crm.ask.telling.wording import understood

TALK = frozenset({"mood", "passages", "signal"})
SURE = 0.6  # under it a remark is not joined to anything
NAMED = frozenset({"account.name", "user.name", "product.name", "contact.name", "manager.name", "parent.name"})
MOST_PINNED = 200
MOST_TOLD = 6  # names that are said again in the next answer; more are counted


@dataclass
class Conversation:
    """`read` reads a text as a question, `rows` runs a plan."""

    session: Session
    vocabulary: Vocabulary
    before: Turn
    now: datetime
    read: Callable[[str], Reading]
    rows: Callable[[QueryPlan], Table]
    lead: str = ""  # what the answer begins with
    notes: list[str] = field(default_factory=list)

    def plan(self) -> QueryPlan:
        """The plan before, free of what only belonged to who asked and how."""
        plan = unscoped(self.before.plan)
        plan.yes_no, plan.show = False, "auto"
        return plan

    def meant(self) -> str:
        """What was asked before, in words."""
        said = understood(self.before.plan, self.vocabulary, [])
        return f"{said[:1].lower()}{said[1:]}"

    def confidence(self, reading: Reading) -> float:
        return 0.0 if reading.refusal else weigh(reading)[0]

    def reason(self, reading: Reading) -> str | None:
        return weigh(reading)[1]

    def nouns(self, plan: QueryPlan) -> list[str]:
        """What the rows before go by, those shown first."""
        named = [each.field.split(".")[0] for each in plan.group_by if each.field in NAMED]
        talked = plan.shape in TALK or plan.shape == "timeline"
        names = [*(named or ["account"]), plan.subject] if talked else [plan.subject, *named]
        return list(dict.fromkeys(self.vocabulary.entity(name).plural for name in names))

    def pinned(self, plan: QueryPlan) -> list[Condition]:
        """The things that an answer showed, as a condition: where moods, limits or thresholds picked them."""
        picked = plan.limit or plan.having or plan.shape in TALK
        if plan.shape == "list" and plan.limit:
            table = self.rows(plan)
            return [Condition(field=f"{plan.subject}.id", op="in", values=list(table.ids[:MOST_PINNED]))]
        group = next((each.field for each in plan.group_by if each.field in NAMED), None)
        if plan.shape == "signal":
            group = "account.name"
        if not picked or group is None:
            return []
        place = next((n for n, each in enumerate(plan.group_by) if each.field == group), 0)
        table = self.rows(plan.model_copy(deep=True, update={"count_groups": False}))
        names = list(dict.fromkeys(str(row[place]) for row in table.rows if row[place] is not None))
        entity = group.split(".")[0]
        if len(names) > MOST_TOLD and entity != "user" and place == 0 and len(table.ids) >= len(names):
            return [Condition(field=f"{entity}.id", op="in", values=list(table.ids[:MOST_PINNED]))]
        return [Condition(field=group, op="in", values=list(names[:MOST_PINNED]))]

    def kinds(self, plan: QueryPlan) -> str:
        """What the rows are called where there are several."""
        return self.nouns(plan)[0]


def unscoped(plan: QueryPlan) -> QueryPlan:
    """A copy without the conditions that running it added for whoever asked."""
    copy = plan.model_copy(deep=True)
    if copy.scope != "all":
        copy.filters = [each for each in copy.filters if each.field != "user.id"]
        copy.exists = [each for each in copy.exists if all(one.field != "user.id" for one in each.filters)]
    return copy
