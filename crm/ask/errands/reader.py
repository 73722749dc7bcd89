"""Questions for tasks by what they say: `by when should Tom visit Acme`, `who owes them an answer on pricing`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from crm.ask.language.lexicon import phrases
from crm.ask.language.linking import Item
from crm.ask.language.text import fold, stem
from crm.ask.plan import Condition, Exists, Group, Measure, Order, QueryPlan
from crm.ask.planning.alternatives import fresh
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.reading import NAMES, Reading
from crm.ask.words import ERRANDS

WHAT, DUE = "task.what", "task.due_on"
SHORTEST = 3  # letters of a word that tells one task from another
LOOSE = frozenset({"field", "question", "about", "said", "based", "kind"})  # what a word of a task may mean besides
DUTIES = (
    "has to",
    "have to",
    "need to",
    "needs to",
    "ought to",
    "supposed to",
    "meant to",
    "got to",
    "due to",
    "agreed to",
    "promised to",
    "should",
    "must",
    "owes",
    "owe",
)
NEITHER = frozenset({"or", "nor"})


@dataclass
class Errand:
    """The parts of a question, and the words that none of them is: those of the task."""

    parts: dict[str, int] = field(default_factory=dict)  # by symbol, where it is said first
    theme: list[int] = field(default_factory=list)

    def has(self, *symbols: str) -> bool:
        return any(symbol in self.parts for symbol in symbols)


def read_errand(reading: Reading) -> Reading | None:
    """The reading of such a question; None for any other."""
    errand = _parts(reading.items, duty=owed(reading))
    if errand is None or not _is_errand(reading, errand):
        return None
    trial = replace(reading, items=fresh(reading.items), plan=QueryPlan(subject="task"), notes=[])
    for at, item in enumerate(trial.items):
        if _kept(item):
            item.senses = item.all("value")
            continue
        item.senses, item.number = [], None
        item.used = "about" if at in errand.theme else "measure"
    return trial if _planned(trial, errand) and all(item.used for item in trial.items) else None


def _kept(item: Item) -> bool:
    """Names and periods limit the tasks."""
    named = {sense.value for sense in item.all("value") if sense.value in NAMES[:3]}
    first = named == {"contact.name"} and " " not in item.text  # tasks speak of `Simon`, whoever they are linked with
    return item.period is not None or (bool(named) and not first)


def _parts(items: list[Item], *, duty: bool) -> Errand | None:
    found = Errand()
    for at, item in enumerate(items):
        if _kept(item):
            continue
        words = " ".join(fold(item.text).replace("-", " ").replace("’", " ").replace("'", " ").split())
        symbol = _table().get(words)
        if symbol is not None:
            found.parts.setdefault(symbol, at)
        elif item.number is not None or item.has("negation") or (_telling(item) and not _of_task(item, duty=duty)):
            return None
        elif not item.stop or words == "answer":
            found.theme.append(at)
    return found


def _telling(item: Item) -> bool:
    """Whether the record knows the word for something of its own."""
    return any(sense.kind not in LOOSE for sense in item.senses)


def _of_task(item: Item, *, duty: bool) -> bool:
    """`Has to call Simon about the renewal`: what is to be done, whatever else of the record goes by that."""
    first = any(sense.value == "contact.name" for sense in item.all("value"))
    return first or (duty and item.has("value") and not item.has("entity", "outcome", "metric", "aggregate"))


def _is_errand(reading: Reading, errand: Errand) -> bool:
    """Whether tasks are meant, and some of their words are said."""
    if "task" not in reading.vocabulary.entities or WHAT not in reading.vocabulary.fields:
        return False
    named = any(sense.value == "user.name" for item in reading.items for sense in item.all("value"))
    duty = errand.has("duty") or owed(reading)
    told = errand.has("task") or (duty and (named or errand.has("open", "who", "clients")))
    if not told or NEITHER & {word for at in errand.theme for word in reading.words()[max(0, at - 1) : at]}:
        return False
    worst = (
        errand.has("overdue") and errand.has("most") and named and not errand.has("who", "how_many", "reps", "clients")
    )
    whole = errand.has("done") and "all" in reading.words() and named and errand.has("task")
    if errand.has("done") and not whole and not errand.has("open"):
        return False
    telling = any(len(reading.items[at].text) >= SHORTEST and not reading.items[at].has("field") for at in errand.theme)
    return telling or whole or (worst and not errand.theme)


def owed(reading: Reading) -> bool:
    """`Has to`, `is supposed to`: what somebody is yet to do."""
    said = f" {' '.join(reading.words())} "
    return any(f" {duty} " in said for duty in DUTIES)


def _planned(reading: Reading, errand: Errand) -> bool:
    plan, yes_no = reading.plan, reading.words()[0] in {"has", "have", "did", "is", "are", "do", "does"}
    if errand.has("done") and not errand.has("open"):
        return yes_no and _all_done(reading)
    if yes_no and errand.theme and not errand.has("which", "who", "when", "clients"):
        plan.yes_no = True
    Conditions(reading, "task").read()
    if plan.exists:
        return False
    for at in errand.theme:
        item = reading.items[at]
        word = fold(item.text) if item.capital else stem(fold(item.text))
        plan.filters.append(Condition(field=WHAT, op="contains", values=[word]))
    bind_dates(reading)
    _asked(reading, errand)
    return True


def _asked(reading: Reading, errand: Errand) -> None:
    """What of the tasks is asked for."""
    plan = reading.plan
    plan.order = [Order(field=DUE, descending=False)]
    if errand.has("overdue") and errand.has("most"):
        plan.limit = 1
        return
    if errand.has("when"):
        plan.columns = ["due_on", "what"]
        return
    by = {"clients": "account.name", "who": "user.name", "reps": "user.name", "deals": "deal.name"}
    target = next((symbol for symbol in by if errand.has(symbol)), None)
    if target is None and not errand.has("how_many"):
        return
    plan.order = []
    plan.measures = [Measure(kind="count", label="number of tasks")]
    if target is None:
        plan.shape = "value"
        return
    plan.shape, plan.group_by, plan.count_groups = "table", [Group(field=by[target])], errand.has("how_many")


def _all_done(reading: Reading) -> bool:
    """`Has Tom finished all his tasks for Acme`: he has, where none of them is open."""
    plan = reading.plan
    Conditions(reading, "task").read()
    mine = [each for each in plan.filters if each.field == "user.name"]
    if plan.exists or plan.periods or len(mine) != 1:
        return False
    rest = [each for each in plan.filters if each not in mine]
    plan.subject, plan.yes_no, plan.filters = "user", True, mine
    plan.exists = [Exists(entity="task", absent=True, filters=rest)]
    return True


@cache
def _table() -> dict[str, str]:
    return {
        " ".join(phrase.split()): symbol
        for symbol, line in reversed(ERRANDS["parts"].items())
        for phrase in phrases(" ".join(line.split()))
    }
