"""Small words that no rule took up though the record has a column for them: the plan must show it, or is doubted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said
from crm.ask.record.steps import STEP

SIDE = re.compile(
    r"\b(?:(?:from|by|on) (?:our|their) (?:own )?(?:side|end)|(?:came|coming|comes) in(?= ?[,;?.!]| and|$)|"
    r"(?:went|going|goes) out(?= ?[,;?.!]| and| to|$))\b",
    re.IGNORECASE,
)
OWED = re.compile(
    r"\b(?:must|has (?:still )?to|have (?:still )?to|still|yet to|needs? to|due to|owes?|owing)(?: [\w'’-]+){0,3} "
    r"(?P<pay>pay|owe)\b",
    re.IGNORECASE,
)
USED = re.compile(
    r"\b(?:people|persons?|users?|contacts?|who|anyone|anybody|somebody|someone|they|customers?|clients?)"
    r"(?: [\w'’-]+){0,5} (?P<used>(?:log(?:s|ged|ging)?|sign(?:s|ed|ing)?) (?:in|on|into|onto) ?to?)\b"
    r"(?! (?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|\d))",
    re.IGNORECASE,
)
STEPS = re.compile(
    r"\b(?:how many|number of|nr of|count of) (?:[\w'’-]+ ){0,2}?"
    r"(?P<steps>(?:stage (?:changes|moves|transitions|shifts|steps)|changes of stage))\b",
    re.IGNORECASE,
)
TWO_CLAUSES = re.compile(
    r"\b(?:what|how (?:much|high|many)) (?:was|is|were|are) [^?.!;]+,? (?P<and>and (?:what|how (?:much|high|many)) "
    r"(?:was|is|were|are)) [^?.!;]*?['’]s?(?= ?[?.!;,]|$)",
    re.IGNORECASE,
)
IDENTITY = re.compile(
    r"\b(?P<number>number) of (?:the|our|their) (?:oldest|newest|latest|last|first|largest|biggest|smallest|"
    r"most recent|earliest|highest|lowest) (?:[\w'’-]+ ){0,2}?(?:invoice|bill|order|contract|ticket|quote)\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\b(?P<one>\w+) (?P<noun>\w{4,}) (?:against|vs\.?|versus|v) (?P<two>\w+) (?P=noun)\b", re.IGNORECASE
)
DECIDED = re.compile(
    r"\b(?:w[io]n|wins|winning|los[et]|losing|losses|deals?|opps?|opportunit\w+|clos\w+|sales?|sold|bought)\b",
    re.IGNORECASE,
)
AUTOMATIC = re.compile(r"\bauto|by (?:itself|themselves)|own accord", re.IGNORECASE)
TIME = re.compile(
    r"\b(?:how many|number of|total) (?P<unit>hours?|minutes?|mins?|seconds?|hrs?)\b(?! (?:ago|old))", re.IGNORECASE
)
RENEWALS = re.compile(r"\brenewals\b", re.IGNORECASE)


def unheeded(reading: Reading) -> Iterator[str]:
    """The words that ask for something the plan says nothing of."""
    said = Said(reading.plan)
    yield from _side(reading, said)
    yield from _owed(reading, said)
    yield from _clauses(reading)
    yield from _rows(reading, said)
    yield from _renewals(reading, said)
    yield from _spans(reading, said)


def _side(reading: Reading, said: Said) -> Iterator[str]:
    """`Mails from our side`: those that went out."""
    found = SIDE.search(reading.text)
    told = said.refs & {"interaction.direction", "sender.name"}
    if found and reading.plan.subject == "interaction" and not told:
        yield found.group()


def _owed(reading: Reading, said: Said) -> Iterator[str]:
    """`What must they still pay`: no sum of deals, where bills are kept."""
    found = OWED.search(reading.text)
    billed = any("paid" in info.label.casefold() for info in reading.vocabulary.fields.values())
    if found and billed and said.entities <= {"deal", "account"} and reading.plan.measures:
        yield found["pay"]
    used = USED.search(reading.text)
    if used and reading.plan.subject in {"contact", "account", "interaction"} and not reading.refusal:
        yield used["used"]


def _clauses(reading: Reading) -> Iterator[str]:
    """`What was one's rate, and what was the other's`: one figure for both together is neither."""
    plan, found = reading.plan, TWO_CLAUSES.search(reading.text)
    single = plan.measures and not (plan.group_by or plan.contrast or len(plan.measures) > 1)
    if found and single:
        yield found["and"]
    one_sided = AGAINST.search(reading.text)
    if one_sided and not (plan.group_by or plan.contrast or plan.compare_periods):
        yield one_sided["two"]


def _rows(reading: Reading, said: Said) -> Iterator[str]:
    """Rows counted that are others than those asked for."""
    plan, steps, number = reading.plan, STEPS.search(reading.text), IDENTITY.search(reading.text)
    counted = bool(plan.measures) and said.kinds <= {"count", "count_distinct"}
    for each in plan.measures:
        if each.kind == "share" and each.where and all(one in plan.filters for one in each.where):
            yield each.label  # all of them, whatever they are
    if steps and plan.subject != STEP and counted:
        yield steps["steps"]
    if number and counted:
        yield number["number"]
    if counted and plan.subject == "user" and any(group.field.startswith("contact.") for group in plan.group_by):
        yield reading.items[0].text  # people of ours by people of theirs
    if counted and plan.subject == "user" and any(group.field == "user.email" for group in plan.group_by):
        yield "emails"
    booked = plan.subject != "deal" and reading.vocabulary.entity(plan.subject).kind
    if booked and any(each.field == "deal.outcome" for each in plan.filters) and not DECIDED.search(reading.text):
        yield next((item.text for item in reading.items if item.has("metric", "outcome")), reading.items[0].text)


def _spans(reading: Reading, said: Said) -> Iterator[str]:
    """`How many hours did they talk`: no number of calls."""
    found = TIME.search(reading.text)
    measured = any(each.field is not None for each in reading.plan.measures) or not said.kinds <= {"count"}
    if found and not measured:
        yield found["unit"]


def _renewals(reading: Reading, said: Said) -> Iterator[str]:
    """`Renewals we lost` are deals of that type, and not those of clients whose subscription renews by itself."""
    found = RENEWALS.search(reading.text)
    sorts = any(sense.value == "deal.type" for sense in reading.vocabulary.senses.get("renewal", ()))
    automatic = "subscription.auto_renew" in said.refs and not AUTOMATIC.search(reading.text)
    if found and sorts and automatic and reading.plan.subject == "deal":
        yield found.group()
