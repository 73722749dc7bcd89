"""Words for what deals do between stages, and where a question says them."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.ask.language.linking import Item
from crm.ask.plan import Condition
from crm.ask.planning.reading import Reading
from crm.ask.record.steps import STEP
from crm.naming import word_set

GOING = word_set(
    "went go goes gone going move moves moved moving get gets got getting gotten come comes came coming advance "
    "advanced advances progress progressed progresses push pushed put land landed arrive arrived make made jump "
    "jumped slip slid drop dropped fall fell bump bumped bring brought promote promoted pass passed shift shifted "
    "reach reached reaching reaches enter entered entering enters hit step stepped switch switched transition "
    "transitioned start started race raced racing rush rushed sprint sprinted sail sailed fly flew climb climbed crawl "
    "crawled hop hopped leap leapt leaped proceed proceeded travel travelled graduate graduated convert converted "
    "entries entry arrivals arrival transition transitions"
)
INTO = word_set("into to in onto through as")
FROM = frozenset({"from", "out of", "out"})
STRAIGHT = word_set(
    "straight right directly even ever once actually been being be have has had just again back forward on the of "
    "up down all stage at while still it they their there our its a an it's was were is are did do does that "
    "which who we stages yet first finally far way immediately instantly shortest fastest quickest time"
)
DECIDED = frozenset({"won", "lost"})
REACH = 5  # items between the verb and the stage


@dataclass
class Move:
    """What is said of the changes of stage."""

    places: list[int] = field(default_factory=list)  # of the words that say it
    filters: list[Condition] = field(default_factory=list)
    absent: bool = False


def stages_named(reading: Reading) -> dict[int, str]:
    """Where stages that deals go through are named, and which."""
    found = {}
    for at, item in enumerate(reading.items):
        for sense in item.all("value"):
            if sense.value == "deal.stage" and reading.vocabulary.stages.get(sense.detail) == "open":
                found[at] = sense.detail
    return found


def dayed(item: Item) -> bool:
    """A single day: what was then is told otherwise."""
    period = item.period
    if period is None or period.start is None or period.end is None:
        return False
    return (period.end - period.start).days <= 1


def decided_as(item: Item) -> list[str]:
    return [sense.value for sense in item.all("outcome") if sense.value in DECIDED]


def between(reading: Reading, start: int, end: int, allowed: frozenset[str]) -> bool:
    """Whether nothing but small words stands between two items."""
    return all(word in allowed for word in reading.words()[start + 1 : end])


def verb_before(reading: Reading, at: int, verbs: frozenset[str]) -> int | None:
    """The verb before a stage, with nothing but small words between."""
    for place in range(at - 1, max(-1, at - 1 - REACH), -1):
        word = reading.items[place].text.casefold()
        if word in verbs:
            return place
        if word not in STRAIGHT | INTO:
            return None
    return None


def denied(reading: Reading, verb: int) -> int | None:
    """The negation shortly before a verb: `never went`, `have not been through`."""
    for place in range(verb - 1, max(-1, verb - 1 - REACH), -1):
        if reading.items[place].has("negation"):
            return place
        if reading.items[place].text.casefold() not in STRAIGHT:
            return None
    return None


def tail(reading: Reading, at: int) -> list[int]:
    """The stage, and the noun behind it: `the Proposal stage`."""
    words = reading.words()
    return [at, at + 1] if at + 1 < len(words) and words[at + 1] in {"stage", "phase"} else [at]


def into(stage: str) -> Condition:
    return Condition(field=f"{STEP}.stage", op="eq", values=[stage])


def out_of(stage: str) -> Condition:
    return Condition(field=f"{STEP}.from_stage", op="eq", values=[stage])
