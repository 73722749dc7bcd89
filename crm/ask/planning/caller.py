"""Whose telephone number it is that stands in a question."""

from __future__ import annotations

from crm.ask.planning.reading import Reading
from crm.naming import word_set

WORDS = word_set(
    "missed miss a an the call calls called calling rang ring phoned phoning phone number telephone who whose is "
    "that was this it from by of me us just got had have has i we someone somebody with belong belongs to does do "
    "which contact person what name whom mobile cell no. number's line tried reach reached trying here rung there"
)


def read_caller(reading: Reading) -> bool:
    """Makes the whole plan: the contacts of that number; with anything else said it is another question."""
    held = [sense.detail for item in reading.items for sense in item.all("value") if sense.value == "contact.phone"]
    words = [
        word
        for item in reading.items
        if not item.has("value") or item.has("kind")
        for word in item.text.casefold().split()
    ]
    if not held or not all(word.strip(".,?!'’") in WORDS for word in words):
        return False
    for item in reading.items:
        item.senses, item.used = [sense for sense in item.senses if sense.value == "contact.phone"], "filter"
    plan = reading.plan
    plan.subject, plan.shape, plan.yes_no = "contact", "list", False
    reading.filter("contact.phone", "in", *dict.fromkeys(held))
    return True
