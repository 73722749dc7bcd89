"""The typed plan of a question: everything SQL is built from, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from crm.ask.rows.calendar_labels import named

TODAY = "today"  # in the place of a column: days from the day of the question to the field
UNTIL_TODAY = "until today"  # days from the field to the day of the question
Scalar = str | int | float | bool
Operator = Literal[
    "eq", "ne", "in", "not_in", "gt", "ge", "lt", "le", "between", "null", "not_null", "true", "false", "contains"
]
MeasureKind = Literal[
    "count",
    "count_distinct",
    "sum",
    "avg",
    "median",
    "min",
    "max",
    "win_rate",
    "loss_rate",
    "share",
    "ratio",
    "part",
    "per",
]
Grain = Literal["day", "week", "month", "quarter", "year"]
Show = Literal["auto", "table", "chart", "csv"]  # how the asker wants to see it
Shape = Literal["value", "table", "list", "lookup", "timeline", "mood", "passages", "signal", "told"]
Tells = Literal[
    "agenda",
    "urgent",
    "callbacks",
    "promises",
    "owed",
    "asks",
    "complaints",
    "moods",
    "felt",
    "brief",
    "last",
    "role",
    "standing",
    "rivals",
    "growth",
    "target",
]  # what is told as an assistant would


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Figure(Strict):
    """What the record itself comes to, where others are held against it: so many times the figure of a plan.

    With `by` it is the figure of the rows that share that column: their own plan's average.
    """

    plan: QueryPlan
    times: float = 1
    by: str | None = None
    each: dict[str, float] = Field(default_factory=dict)  # by value of that column, once it is known


class Condition(Strict):
    """`field` is `entity.key`; a condition on an entity below the subject means that such a row exists.

    `other` is the column it is compared with, in the place of values; with values, the days from that column to this.
    The values of a `figure` are known when the plan is run.
    """

    field: str
    op: Operator
    values: list[Scalar] = Field(default_factory=list)
    other: str | None = None
    figure: Figure | None = None


class Span(Strict):
    """Start inclusive, end exclusive; None is open. `field` is the date it applies to, once that is known."""

    text: str
    start: datetime | None = None
    end: datetime | None = None
    field: str | None = None

    @property
    def label(self) -> str:
        """How a table names the period: a whole month or quarter as tables by month and quarter do."""
        return named(self.text, self.start, self.end)


class Exists(Strict):
    """Rows of `entity` that hang on the subject: some (`absent` False), none, or a number of them.

    Rows of a deal's account count as the deal's own, unless `direct`. With `grouped`, no row of a whole group has them.
    """

    entity: str
    absent: bool = False
    grouped: bool = False
    direct: bool = False
    filters: list[Condition] = Field(default_factory=list)
    periods: list[Span] = Field(default_factory=list)


class Measure(Strict):
    """`field` is what is measured, `over` what a ratio is divided by, or a part; `where` narrows this measure alone.

    A part is told in percent. With `since`, another column, TODAY or UNTIL_TODAY, it is the days from that date to the
    field, or what the field has more than that; with `times`, the product of both; with `scale`, so many times it.
    """

    kind: MeasureKind
    field: str | None = None
    over: str | None = None
    since: str | None = None
    times: str | None = None
    scale: int = 1
    where: list[Condition] = Field(default_factory=list)
    label: str = ""


class Group(Strict):
    field: str
    grain: Grain | None = None


class Order(Strict):
    """By the measure of that number, or by a field."""

    measure: int | None = None
    field: str | None = None
    descending: bool = True


class Having(Strict):
    measure: int = 0
    op: Operator
    values: list[float]
    figure: Figure | None = None


class Beside(Strict):
    """The figure of another plan beside this one's, group by group.

    `ratio` and `share` divide this one's by it, `gap` takes it away, `more` and `less` keep the groups with that here.
    """

    plan: QueryPlan
    asks: Literal["ratio", "share", "gap", "more", "less"]


class Contrast(Strict):
    """Two values of a field, or the two periods where it is None, set against each other: `of` less `against`.

    `change` asks for the difference, `more` and `less` for those with more of the first, `sides` merely shows both.
    """

    field: str | None = None
    of: str
    against: str
    asks: Literal["sides", "change", "more", "less"] = "change"


class QueryPlan(Strict):
    subject: str
    shape: Shape = "list"
    filters: list[Condition] = Field(default_factory=list)
    exists: list[Exists] = Field(default_factory=list)
    periods: list[Span] = Field(default_factory=list)
    compare_periods: bool = False
    contrast: Contrast | None = None
    quotient: bool = False  # the first measure divided by the second
    beside: Beside | None = None
    together: bool = False  # the groups that are shown are added up
    measures: list[Measure] = Field(default_factory=list)
    group_by: list[Group] = Field(default_factory=list)
    having: list[Having] = Field(default_factory=list)
    order: list[Order] = Field(default_factory=list)
    limit: int | None = Field(default=None, ge=1, le=1000)
    skip: int = Field(default=0, ge=0, le=1000)  # rows before the first that is shown: 1 for the second best
    columns: list[str] = Field(default_factory=list)
    mood: Literal["negative", "positive", "neutral", "mixed"] | None = None
    about: str | None = None
    signal: Literal["leaving", "reference"] | None = None
    scope: Literal["all", "mine", "team"] = "all"
    yes_no: bool = False
    include_empty: bool = False
    count_groups: bool = False
    top_per_group: bool = False
    show: Show = "auto"
    tells: Tells | None = None  # of the shapes told and timeline


for each in (Figure, Condition, Beside):
    each.model_rebuild()
