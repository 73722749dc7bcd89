"""When a deal came into a stage: the day of that change."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.plan import Condition, Order
from crm.ask.planning.reading import Reading
from crm.ask.planning.stepping import GOING, INTO, STRAIGHT, stages_named
from crm.ask.record.steps import STEP

NAMED = "deal.name"
WHEN = frozenset({"when", "day", "date", "since when"})


def read_entry(reading: Reading) -> bool:
    """`When did that deal get to Negotiation`: the steps of one deal, with their days."""
    words, stages = reading.words(), stages_named(reading)
    asks = bool(words) and (
        words[0] == "when" or bool({"day", "date"} & set(words[:4]) and {"what", "which"} & set(words[:3]))
    )
    named = [at for at, item in enumerate(reading.items) if any(s.value == NAMED for s in item.all("value"))]
    if not asks or len(stages) != 1 or len(named) != 1 or STEP not in reading.vocabulary.entities:
        return False
    if not GOING & set(words) and not {"moved", "put"} & set(words):
        return False
    [place], [deal] = stages, named
    rest = [item for at, item in enumerate(reading.items) if at not in {place, deal} and not _small(item)]
    if rest:
        return False
    for at in range(len(reading.items)):
        reading.items[at].senses = reading.items[at].all("value") if at in {place, deal} else []
        reading.use(at, "filter")
    reading.items[place].senses = []
    called = [sense.detail for sense in reading.items[deal].all("value") if sense.value == NAMED]
    plan = reading.plan
    plan.yes_no = False
    plan.subject, plan.shape, plan.columns = STEP, "lookup", [NAMED, "stage", "changed_at"]
    plan.filters = [
        Condition(field=NAMED, op="in", values=list(dict.fromkeys(called))),
        Condition(field=f"{STEP}.stage", op="eq", values=[stages[place]]),
    ]
    plan.order = [Order(field=f"{STEP}.changed_at", descending=False)]
    return True


def _small(item: Item) -> bool:
    word = item.text.casefold()
    deal = any(sense.value == "deal" for sense in item.all("entity"))
    return item.stop or deal or word in WHEN | GOING | STRAIGHT | INTO | {"what", "which", "exactly"}
