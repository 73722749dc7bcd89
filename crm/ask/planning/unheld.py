"""What no row of the record holds: how often something unknown happens, the number of a thing."""

from __future__ import annotations

import re

from crm.ask.language.text import key
from crm.ask.planning.reading import Reading
from crm.ask.words import PAPERS

OFTEN = frozenset({"how often", "times"})
SOMEBODY = frozenset({"account", "contact", "user", "manager", "product", "parent"})
NUMBERS = frozenset({"number", "numbers"})
ASKING = frozenset({"which", "what", "whose", "list", "show"})
LOST = 0.6  # confidence that what is missing costs
PAPER = re.compile(rf"\b(?:{'|'.join(PAPERS)})s?\b", re.IGNORECASE)
PLAIN = frozenset({"the", "a", "what", "which", "total", "whose", "same", "this", "that", "highest", "lowest"})


def read_unheld(reading: Reading) -> None:
    """Doubts questions whose one noun or verb nothing of the record answers to."""
    for at, item in enumerate(reading.items):
        if item.text.casefold() == "times" and at and reading.items[at - 1].text.casefold() == "how many":
            item.senses, item.stop = [], True  # how often, and no column of times
        if item.text.casefold() in NUMBERS and item.used is None and not item.has("value"):
            _number_of_one(reading, at)
    _wages(reading)
    _papers(reading)


def _papers(reading: Reading) -> None:
    """`Whose purchase order expires in May`, of a record that holds none: neither sales nor orders are meant."""
    named = {key(match.group()) for match in PAPER.finditer(reading.text)}
    if any(not reading.vocabulary.senses.get(each) for each in named):
        reading.doubts += LOST


def _wages(reading: Reading) -> None:
    """`What do we pay Priya an hour`: hours and sales tell nothing of wages."""
    words = reading.words()
    for at, item in enumerate(reading.items[:-1]):
        ours = bool({"we", "i", "you"} & set(words[max(0, at - 2) : at]))
        person = any(
            sense.value not in {"account.name", "product.name"} for sense in reading.items[at + 1].all("value")
        )
        if words[at] == "pay" and ours and person and not item.has("field", "value"):
            item.senses, item.stop = [], False


def settle_events(reading: Reading) -> None:
    """`How many times did users log in`: an event is counted, and those who take part in it are none."""
    words = reading.words()
    often = next((at for at, word in enumerate(words) if word in OFTEN), None)
    if often is None or (words[often] == "times" and "how many" not in words[:often]):
        return
    counted = any(measure.kind in {"count", "count_distinct"} for measure in reading.plan.measures)
    if counted and reading.plan.subject in SOMEBODY:
        reading.doubts += LOST


def _number_of_one(reading: Reading, at: int) -> None:
    """`Which order number`, `the invoice numbers`: what one thing is numbered by, and not how many there are."""
    before = reading.items[at - 1] if at else None
    follow = reading.words()[at + 1 : at + 2]
    if (
        before is None
        or before.stop
        or before.text.casefold() in PLAIN
        or before.text.casefold().endswith("s")
        or follow == ["of"]
    ):
        return
    plural = reading.items[at].text.casefold().endswith("s")
    of_many = before.has("question", "grouper", "aggregate", "superlative")
    if of_many or not (plural or ASKING & set(reading.words()[:at])):
        return
    numbered = [sense.value for sense in before.all("entity") if sense.value in reading.vocabulary.numbered]
    reading.items[at].senses = []
    if numbered:
        reading.use(at, "columns")
    else:
        reading.doubts += LOST
