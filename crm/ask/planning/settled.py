"""Whether a client has paid everything: yes where no bill of theirs is unpaid."""

from __future__ import annotations

import re

from crm.ask.plan import Condition, Exists
from crm.ask.planning.reading import Reading
from crm.ask.record.states import due_date
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import word_set

ASKED = re.compile(
    r"\b(?:all |fully |completely )?paid up\b|\b(?:up to date|current|square|squared up|all square)(?: (?:with|on) "
    r"(?:(?:their|its|the|our|all) )*(?:payments?|bills?|invoices?))"
    r"|\bpaid (?:us )?(?:for )?(?:all|every one) (?:of )?(?:(?:their|its|the|our) )*(?:bills|invoices)\b"
    r"|\bpaid (?:us )?(?:everything|every (?:bill|invoice)|in full)\b"
    r"|\b(?:settled|cleared) (?:everything|every (?:bill|invoice)|up)\b"
    r"|\b(?:settled|cleared) all (?:of )?(?:(?:their|its|the|our) )*(?:bills|invoices)\b"
    r"|\ball (?:(?:the|our|their|its) )*(?:bills|invoices) (?:of|from|for|to) .+ (?:been )?(?:paid|settled)\b"
    r"|\ball (?:of )?[\w&' -]+['’]s? (?:bills|invoices) (?:been )?(?:paid|settled)\b",
    re.IGNORECASE,
)
WORDS = word_set(
    "all fully completely paid up to date current square squared with on payments payment bills bill invoices "
    "invoice everything every in full settled cleared been is are has have had us for of from their its one now "
    "already yet by the our did client customer account does so far today s"
)


def read_settled(reading: Reading) -> bool:
    """Makes the whole plan: the client, where no bill of theirs is unpaid; anything else said declines."""
    match = ASKED.search(reading.text)
    states = _unpaid(reading.vocabulary) if match else None
    if states is None:
        return False
    clients: list[str] = []
    for item in reading.items:
        named = [sense.detail for sense in item.all("value") if sense.value == "account.name"]
        told = all(word in WORDS for word in item.text.casefold().split())
        if not named and not told and not item.stop:
            return False
        clients += named if not told else []
    if len(set(clients)) != 1:
        return False
    for item in reading.items:
        item.senses, item.used = [sense for sense in item.senses if sense.value == "account.name"], "filter"
    plan = reading.plan
    plan.subject, plan.shape, plan.yes_no, plan.columns = "account", "list", True, ["name"]
    reading.filter("account.name", "in", *clients)
    entity, unpaid = states
    plan.exists = [Exists(entity=entity), Exists(entity=entity, absent=True, filters=[unpaid])]
    return True


def _unpaid(vocabulary: Vocabulary) -> tuple[str, Condition] | None:
    """The bills and what says of one that it is not paid: no day of payment."""
    for name, entity in vocabulary.entities.items():
        if not entity.kind or due_date(vocabulary, name) is None or vocabulary.path(name, "account") is None:
            continue
        paid = next((i.ref for i in vocabulary.fields_of(name) if i.temporal and "paid" in i.key.split("_")), None)
        if paid is not None:
            return name, Condition(field=paid, op="null")
    return None
