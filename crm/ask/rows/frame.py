"""One entity's rows with all they hang on: joins are added as columns are asked for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import ColumnElement, Date, Select, and_, false, func, literal, not_, or_, select, true
from sqlalchemy.orm import aliased

from crm.ask.plan import Condition, Exists, Span
from crm.ask.planning.stagnation import stage_days
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.expressions import DaysBetween, attribute, cast_text
from crm.ask.rows.fiscal import worded, worded_within
from crm.ask.rows.held import holds
from crm.ask.rows.localtime import between
from crm.ask.rows.steps import of_step, step_column
from crm.errors import RejectedError
from crm.model import Contact, User, interaction_contacts

SEALED = "{0} is kept encrypted: I can show it, but nothing can be searched, counted or sorted by it."
WORDS = "interaction.words"  # of the subject and the text, in the index of words
OF_DEAL = ("deal_id", "contact_id")  # how activities reach contacts over links alone
UNFIT = "This question does not fit the record: {0} and {1} are not connected there."


class Frame:
    """A FROM clause in the making. Every column is reached over links that lead up from the root entity."""

    def __init__(self, vocabulary: Vocabulary, entity: str, today: date) -> None:
        self.vocabulary = vocabulary
        self.entity = entity
        self.today = today
        self.root = aliased(vocabulary.entity(entity).model)
        self._aliases: dict[tuple[str, ...], Any] = {(): self.root}
        self._joins: list[tuple[Any, ColumnElement[bool]]] = []

    def alias(self, entity: str) -> Any:
        path = self.vocabulary.path(self.entity, entity)
        if path is None:
            raise RejectedError(UNFIT.format(self.entity, entity))
        return self._walk(path)

    def _walk(self, path: tuple[str, ...]) -> Any:
        if path in self._aliases:
            return self._aliases[path]
        if self.entity == "interaction" and path == OF_DEAL and self.vocabulary.took_part:
            return self._took_part(path)
        above = self._walk(path[:-1])
        name = self.entity
        for column in path:
            name = self.vocabulary.step(name, column)
        joined = aliased(self.vocabulary.entity(name).model)
        self._joins.append((joined, joined.id == getattr(above, path[-1])))
        self._aliases[path] = joined
        return joined

    def _took_part(self, path: tuple[str, ...]) -> Any:
        """Those who took part in an activity, not whoever its deal is with: a row for each of them."""
        people, joined = aliased(interaction_contacts), aliased(Contact)
        self._joins.append((people, people.c.interaction_id == self.root.id))
        self._joins.append((joined, joined.id == people.c.contact_id))
        self._aliases[path] = joined
        return joined

    def id_of(self, entity: str) -> ColumnElement[Any]:
        """The id of what a row hangs on, without joining it."""
        path = self.vocabulary.path(self.entity, entity)
        if path is None:
            raise RejectedError(UNFIT.format(self.entity, entity))
        if self.entity == "interaction" and path == OF_DEAL and self.vocabulary.took_part:
            return self._walk(path).id  # type: ignore[no-any-return]
        return self._walk(path[:-1]).__getattr__(path[-1]) if path else self.root.id  # type: ignore[no-any-return]

    def alone(self, entity: str) -> Any | None:
        """The rows of an entity that the root links to, where they are all that is joined."""
        joined = self._aliases.get((f"{entity}_id",))
        return joined if len(self._joins) == 1 else None

    def column(self, ref: str) -> ColumnElement[Any]:
        entity, _, name = ref.partition(".")
        if name == "id":
            return self.id_of(entity)
        info = self.vocabulary.fields.get(ref)
        if info is None:
            raise RejectedError(f"The record has no column {name}.")
        if ref in self.vocabulary.sealed:
            raise RejectedError(SEALED.format(f"“{spoken(info.label)}”"))
        row = self.alias(entity)
        if ref == "deal.cycle_days":
            return DaysBetween(row.close_date, row.opened_on)
        if ref == "interaction.age_days":
            return DaysBetween(func.coalesce(literal(self.today), row.occurred_at), func.date(row.occurred_at))
        if ref == "deal.age_days":
            return DaysBetween(func.coalesce(literal(self.today), row.opened_on), row.opened_on)
        if ref == "deal.stage_days":
            return stage_days(row, self.today)
        if of_step(ref):
            return step_column(ref, row)
        if info.core:
            return getattr(row, name)  # type: ignore[no-any-return]
        return attribute(row.attributes, info)

    def shown(self, ref: str) -> ColumnElement[Any]:
        """A column to be shown and nothing else: of a sealed field its token, or its value where none is sealed yet."""
        if ref not in self.vocabulary.sealed or ref not in self.vocabulary.fields:
            return self.column(ref)
        info, row = self.vocabulary.fields[ref], self.alias(ref.partition(".")[0])
        bare = getattr(row, info.key) if info.core else row.attributes[info.key].as_string()
        return func.coalesce(row.sealed[info.key].as_string(), bare)

    def apply(self, statement: Select[Any]) -> Select[Any]:
        statement = statement.select_from(self.root)
        for target, condition in self._joins:
            statement = statement.outerjoin(target, condition)
        return statement.where(*self.own())

    def own(self) -> list[ColumnElement[bool]]:
        found = [self.root.tenant_id == self.vocabulary.tenant_id]
        if self.entity == "manager":
            leads = select(User.manager_id).where(
                User.tenant_id == self.vocabulary.tenant_id, User.manager_id.is_not(None)
            )
            found.append(self.root.id.in_(leads))
        kind = self.vocabulary.entity(self.entity).kind
        return [*found, self.root.kind == kind] if kind else found

    # --- conditions -------------------------------------------------------------------------------------------

    def where(self, condition: Condition) -> ColumnElement[bool]:
        entity = condition.field.split(".")[0]
        if self.vocabulary.path(self.entity, entity) is not None:
            if condition.field == WORDS:
                return and_(*(holds(self.alias(entity).id, str(value)) for value in condition.values))
            if condition.figure and condition.figure.by:
                return self._of_own(condition, condition.figure.by)
            if condition.other:
                return self._against(condition, condition.other)
            return compared(self.column(condition.field), condition)
        return self.exists(Exists(entity=entity, filters=[condition]))

    def _of_own(self, condition: Condition, by: str) -> ColumnElement[bool]:
        """Held against the figure of the rows that share a column."""
        column, own = self.column(condition.field), self.column(by)
        each = condition.figure.each if condition.figure else {}
        plain = condition.model_copy(update={"figure": None})
        ways = [
            and_(own == value, compared(column, plain.model_copy(update={"values": [limit]})))
            for value, limit in each.items()
        ]
        return or_(*ways) if ways else false()

    def _against(self, condition: Condition, other: str) -> ColumnElement[bool]:
        """One column against another; days where one of them holds days only."""
        refs = (condition.field, other)
        infos = [self.vocabulary.fields[ref] for ref in refs]
        left, right = (self.column(ref) for ref in refs)
        if condition.values:
            plain = condition.model_copy(update={"other": None})
            return compared(DaysBetween(func.date(left), func.date(right)), plain)
        if all(info.temporal for info in infos) and any(info.core or info.type == "date" for info in infos):
            left, right = (func.substr(cast_text(column), 1, 10) for column in (left, right))
        found: dict[str, Any] = {"gt": left > right, "ge": left >= right, "lt": left < right, "le": left <= right}
        return cast("ColumnElement[bool]", found[condition.op])

    def within(self, span: Span) -> ColumnElement[bool]:
        if span.field is None:
            return true()
        info = self.vocabulary.fields[span.field]
        column = self.column(span.field)
        if worded(info):
            return worded_within(column, info, span, self.vocabulary.fiscal_year_start, self.today)
        if span.field in self.vocabulary.days and (span.start or span.end):
            return between(column, span.start, span.end)
        limits: list[ColumnElement[bool]] = []
        if span.start is not None:
            limits.append(column >= _edge(span.start, info.type, core=info.core))
        if span.end is not None:
            limits.append(column < _edge(span.end, info.type, core=info.core))
        return and_(*limits) if limits else column.is_not(None)

    def exists(self, wanted: Exists) -> ColumnElement[bool]:
        """Rows that hang on this one, as `id IN (…)`: one pass over the child, whichever index the database picks."""
        child = Frame(self.vocabulary, wanted.entity, self.today)
        between = self._between(child)
        if between is not None:
            return self.exists(wanted.model_copy(update={"entity": between}))
        limits = [child.where(condition) for condition in wanted.filters]
        limits += [child.within(span) for span in wanted.periods]
        ways = []
        for mine, theirs in self._hangs(child, direct=wanted.direct):
            held = child.apply(select(theirs)).where(theirs.is_not(None), *limits)
            ways.append(and_(mine.is_not(None), mine.in_(held)))
        found = or_(*ways)
        return not_(found) if wanted.absent else found

    def _between(self, child: Frame) -> str | None:
        """The table that connects rows which do not hang on each other: the lines of orders, for their products."""
        vocabulary = self.vocabulary
        hang = any(
            vocabulary.path(child.entity, common) is not None and vocabulary.path(self.entity, common) is not None
            for common in (self.entity, "account", "deal")
        )
        return None if hang else vocabulary.between(self.entity, child.entity)

    def _hangs(self, child: Frame, *, direct: bool = False) -> list[tuple[ColumnElement[Any], ColumnElement[Any]]]:
        """How rows of the child belong to rows of this: by a link, or by the account both belong to."""
        vocabulary = self.vocabulary
        if child.entity == "interaction" and self.entity == "contact" and direct:
            return [(self.root.id, child.root.sender_id)]
        if child.entity == "interaction" and self.entity == "contact":
            people = aliased(interaction_contacts)
            child.join(people, people.c.interaction_id == child.root.id)
            return [(self.root.id, people.c.contact_id)]
        ways: list[tuple[ColumnElement[Any], ColumnElement[Any]]] = []
        if vocabulary.path(child.entity, self.entity) is not None:
            ways.append((self.root.id, child.id_of(self.entity)))
        own = bool(ways) and (direct or child.entity in vocabulary.of_deals)
        if self.entity == "deal" and vocabulary.path(child.entity, "account") is not None and not own:
            ways.append((self.root.account_id, child.id_of("account")))
        for common in ("account", "deal") if not ways else ():  # what one person did twice has nothing in common
            if vocabulary.path(child.entity, common) is not None and vocabulary.path(self.entity, common) is not None:
                return [(self.id_of(common), child.id_of(common))]
        if not ways:
            raise RejectedError(UNFIT.format(self.entity, child.entity))
        return ways

    def join(self, target: Any, condition: ColumnElement[bool]) -> None:
        self._joins.append((target, condition))


def _edge(moment: datetime, type_: str, *, core: bool) -> Any:
    """A period's edge as the column holds it."""
    if not core:
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
    return moment.date() if type_ == "date" else moment


def compared(column: ColumnElement[Any], condition: Condition) -> ColumnElement[bool]:
    return cast("ColumnElement[bool]", _compared(column, condition))


def _compared(column: Any, condition: Condition) -> Any:
    values: list[Any] = list(condition.values)
    if isinstance(column.type, Date):
        values = [date.fromisoformat(value) if isinstance(value, str) else value for value in values]
    match condition.op:
        case "in":
            return column.in_(values) if len(values) != 1 else column == values[0]
        case "not_in" | "ne":
            return or_(column.not_in(values), column.is_(None))
        case "eq":
            return column == values[0] if values else false()
        case "gt":
            return column > values[0]
        case "ge":
            return column >= values[0]
        case "lt":
            return column < values[0]
        case "le":
            return column <= values[0]
        case "between":
            return column.between(values[0], values[1])
        case "null":
            return column.is_(None)
        case "not_null":
            return column.is_not(None)
        case "true":
            return column == true()
        case "false":
            return or_(column == false(), column.is_(None))
        case "contains":
            return func.lower(column).contains(str(values[0]).lower(), autoescape=True)
