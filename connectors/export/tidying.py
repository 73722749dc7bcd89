"""What is settled of a table once all its columns have been looked at: one status, one name, one amount."""

from __future__ import annotations

from connectors.export.assignment import Match
from connectors.export.evidence import settle_by_rows
from connectors.export.lexicon import lexicon
from connectors.export.names import singular
from connectors.export.recognition import Recognised
from connectors.export.sales import settle_closing
from connectors.export.stages import outcome_of, says_outcome
from crm.model import Outcome

NO_AMOUNT = lexicon("no_amount")  # sums that are not a deal's, or are written in thousands
MOST_SORTS, FEWEST_EACH = 12, 8  # values of a column of sorts, and rows of each on average
LOGINS = {("user", "name"), ("username",), ("login",)}


def tidy(item: Recognised) -> None:
    """A status is the stage where there is no other; a row's own name is no reference to itself."""
    fields = item.assignment.fields
    spoken = fields.get("outcome")
    if item.entity == "deal" and "stage" not in fields and spoken is not None and spoken.column.type != "boolean":
        fields["stage"] = fields.pop("outcome")
    if item.entity == "deal" and (stage := item.assignment.column("stage")) is not None and says_outcome(stage.counts):
        _without_reasons(item)
    if item.entity == "deal" and not _ends_by_flag(item):
        fields.pop("active", None)
    if item.entity == "deal" and not item.forced:
        settle_closing(item.assignment, item.columns, frozenset(map(singular, item.stem)))
    first = item.columns[0]
    used = {match.column.index for match in fields.values()}
    if "external_id" not in fields and first.type == "id" and first.is_key and first.index not in used:
        fields["external_id"] = Match(first, 0.6, "each row begins with its own")
    if item.entity == "deal":
        _without_sorts(item)
    if item.entity == "deal" and "amount" not in fields:
        sums = [column for column in item.columns if column.type == "money" and not set(column.words) & NO_AMOUNT]
        if len(sums) == 1 and sums[0].index not in used:
            fields["amount"] = Match(sums[0], 0.6, "it is the only sum of money")
    settle_by_rows(item)
    whole = item.assignment.column("name")
    composed = {"first_name", "last_name"} <= fields.keys()
    if composed and whole is not None and (whole.type == "email" or whole.words in LOGINS):
        del fields["name"]
    if item.entity == "product":
        _called_by_description(item)
    if item.entity == "task" and "what" not in fields and "text" in fields:
        fields["what"] = fields.pop("text")


def _ends_by_flag(item: Recognised) -> bool:
    """Whether what is lost keeps its stage and is no longer active: no stage means lost."""
    stage = item.assignment.column("stage")
    outcomes = {outcome_of(each) for each in stage.counts} if stage is not None else set()
    said = {"outcome", "closed"} & item.assignment.fields.keys()
    return Outcome.WON in outcomes and Outcome.LOST not in outcomes and not said


def _without_reasons(item: Recognised) -> None:
    """Where the stage itself says what was won and what was lost, a second status only says why."""
    outcome = item.assignment.column("outcome")
    if outcome is not None and outcome.type != "boolean" and not item.forced:
        del item.assignment.fields["outcome"]


def _without_sorts(item: Recognised) -> None:
    """A few words for all deals say of what sort each is, and are no names: “Pipeline name”."""
    name = item.assignment.column("name")
    if (
        name is not None
        and not item.forced
        and len(name.counts) <= MOST_SORTS
        and name.filled >= FEWEST_EACH * len(name.counts)
    ):
        del item.assignment.fields["name"]


def _called_by_description(item: Recognised) -> None:
    """A price list of numbers and descriptions: what a product is called is its description."""
    if "name" in item.assignment.fields:
        return
    for column in item.columns:
        if column.words[-1:] == ("description",) and column.is_key and column.type in {"text", "category"}:
            item.assignment.fields["name"] = Match(column, 0.7, "nothing else says what a product is called")
            return
