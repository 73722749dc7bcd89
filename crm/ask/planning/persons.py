"""Whom `who` means where it is no one of the team: those who pay, those we did not speak to, those at a client."""

from __future__ import annotations

from crm.ask.planning.reading import Noun, Reading

PAYING = frozenset({"pay", "pays", "paid", "paying"})
PASSIVE = frozenset({"been", "is", "are", "was", "were", "be"})
OURS = frozenset({"we", "i", "us", "our"})
AT = frozenset({"at", "from", "in", "of"})


def whom(reading: Reading, at: int) -> Noun | None:
    """Clients or their people; None where the team may be meant."""
    words, rest = reading.words(), reading.items[at + 1 :]
    if any(word in PAYING for word in words[at + 1 : at + 2]):
        return Noun("entity", reading.vocabulary.clients, at)
    spoken = next((place for place, item in enumerate(rest) if item.has("gap")), None)
    if spoken is None:
        return None
    before = set(words[at + 1 : at + 1 + spoken])
    passive = any(word.split(" ")[0] in PASSIVE for word in before) or words[at + 1 + spoken].startswith("been ")
    if not (before & OURS or passive):
        return None
    return Noun("entity", _of_client(reading, at) or reading.vocabulary.clients, at)


def _of_client(reading: Reading, at: int) -> str | None:
    """`Who at Globex`, `who did we speak to at Acme`: one of its people."""
    behind = zip(reading.words()[at + 1 :], reading.items[at + 2 :], strict=False)
    told = (item for word, item in behind if word in AT)
    return "contact" if any(sense.value == "account.name" for item in told for sense in item.all("value")) else None
