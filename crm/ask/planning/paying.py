"""Slow and prompt payers: clients by the days from a bill to its payment."""

from __future__ import annotations

import re

from crm.ask.language.lexicon import Sense
from crm.ask.plan import Measure
from crm.ask.planning.dating import default_date
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken
from crm.ask.record.states import due_date
from crm.naming import word_set

PAYERS = word_set("payers payer")
PAYING = PAYERS | word_set("pay pays paying paid")
SLOW = {
    "slowest": "longest", "slow": "longest", "longest": "longest", "worst": "longest", "slower": "longest",
    "fastest": "shortest", "quickest": "shortest", "prompt": "shortest", "best": "shortest", "quick": "shortest",
    "promptest": "shortest", "fast": "shortest",
}  # fmt: skip
AFTER_DUE = re.compile(r"\b(?:after|past|beyond|since|from) (?:the |their |its )?(?:due\b|deadline)", re.IGNORECASE)
BESIDE = frozenset({"take", "takes", "took", "taking", "to", "the"})
LAG = frozenset({"after", "past", "beyond", "since", "from", "counting", "days", "day", "measured", "counted", "in"})
NEAR = 4  # items between how fast and the paying


def read_paying(reading: Reading) -> Wanted | None:
    """The days to payment, where clients are ranked by them."""
    at = next((at for at, word in enumerate(reading.words()) if word in PAYING), None)
    dates = _dates(reading) if at is not None else None
    speed = _speed(reading, at) if at is not None else None
    if at is None or speed is None or dates is None:
        return None
    start, end = dates
    _name_clients(reading, at)
    reading.items[speed].senses = [Sense("superlative", SLOW[reading.words()[speed]])]
    reading.items[speed].stop = False
    end_of_lag = AFTER_DUE.search(reading.text) is not None
    for place, word in enumerate(reading.words()):
        bills = any(sense.value == end.split(".")[0] for sense in reading.items[place].all("entity"))
        mean = any(sense.value == "avg" for sense in reading.items[place].all("aggregate"))
        lag = end_of_lag and (word in LAG or any(sense.value == start for sense in reading.items[place].all("field")))
        if lag or word in BESIDE or bills or mean or (word in PAYING and not reading.items[place].has("entity")):
            reading.use(place, "measure")
    label = f"average days from {spoken(reading.field(start).label)} to {spoken(reading.field(end).label)}"
    return Wanted(Measure(kind="avg", field=end, since=start, label=label), end.split(".")[0], -1)


def _speed(reading: Reading, at: int) -> int | None:
    near = range(max(0, at - NEAR), min(len(reading.items), at + NEAR))
    words = reading.words()
    ranked = PAYERS & set(words) or reading.has("superlative")
    return next((place for place in near if words[place] in SLOW), None) if ranked else None


def _dates(reading: Reading) -> tuple[str, str] | None:
    """When a bill was written and when it was paid."""
    vocabulary = reading.vocabulary
    for name, entity in vocabulary.entities.items():
        if not entity.kind or due_date(vocabulary, name) is None or not reading.reaches(name, vocabulary.clients):
            continue
        dates = [info for info in vocabulary.fields_of(name) if info.temporal]
        paid = next((info.ref for info in dates if {"paid", "payment"} & word_set(spoken(info.label).casefold())), None)
        due = due_date(vocabulary, name)
        start = due if AFTER_DUE.search(reading.text) else default_date(vocabulary, name)
        if paid is not None and start not in {None, paid}:
            return str(start), paid
    return None


def _name_clients(reading: Reading, at: int) -> None:
    """Those who pay are clients, whether they are called so or not."""
    clients = reading.vocabulary.clients
    if any(sense.value == clients for item in reading.items for sense in item.all("entity")):
        return
    item = reading.items[at]
    item.senses, item.stop, item.used = [Sense("entity", clients)], False, None
    for place, word in enumerate(reading.words()):
        if word in {"who", "whom"}:
            reading.use(place, "question")
