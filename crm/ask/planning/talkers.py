"""Who talks to clients most, and whom we talk to most: told by how many activities there were."""

from __future__ import annotations

from crm.ask.plan import Measure
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Noun, Reading
from crm.naming import word_set

VERBS = word_set(
    "talk talks talked talking speak speaks spoke spoken speaking contact contacts contacted contacting engage engages "
    "interact interacts communicate communicates"
)
PHRASES = frozenset(
    {"talked to", "spoken to", "spoken with", "talked with", "speak to", "spoke to", "in touch", "been in touch",
     "reach out", "reached out", "reached out to", "interacted with", "engaged with", "reach out to", "hear from",
     "heard from"}
)  # fmt: skip
OURS = word_set("we us our")
MOST = frozenset({"most", "least", "more often", "most often", "most frequently", "busiest", "most active", "fewest"})
CLIENTS = frozenset({"account", "contact", "user"})


def read_talkers(reading: Reading) -> Wanted | None:
    """Counts of activities, where those who talk or are talked to are ranked."""
    words = reading.words()
    at = next((at for at, word in enumerate(words) if _talks(word)), None)
    ranked = [place for place, word in enumerate(words) if word in MOST and reading.items[place].has("superlative")]
    if at is None or not ranked or _otherwise(reading, at):
        return None
    who = next((place for place in range(at) if words[place] in {"who", "whom"}), None)
    named = [s.value for item in reading.items[:at] for s in item.all("entity") if s.value in CLIENTS]
    ours = bool(OURS & set(words[:at]))
    if who is None and not named:
        return None
    if who is not None:
        reading.use(who, "head")
        reading.head = Noun("entity", reading.vocabulary.clients if ours else "user", who)
    behind = range(at + 1, len(reading.items))
    for place in (at, *(n for n in behind if _spoken_to(reading, n, who is not None or bool(named)))):
        reading.items[place].senses = []
        reading.use(place, "measure")
    return Wanted(Measure(kind="count", label=""), "interaction", -1)


def _talks(word: str) -> bool:
    return word in PHRASES or word.split(" ", maxsplit=1)[0] in VERBS


def _otherwise(reading: Reading, at: int) -> bool:
    """Money, themes, moods, absence and rows of other tables make it another question."""
    follow = reading.items[at + 1].text.casefold() if at + 1 < len(reading.items) else ""
    others = {s.value for item in reading.items for s in item.all("entity")} - CLIENTS - {"interaction"}
    told = reading.has("metric", "sale", "negation", "mood", "outcome") or follow == "about"
    return bool(others) or told or "about" in reading.words() or reading.items[at].has("field", "value")


def _spoken_to(reading: Reading, place: int, headed: bool) -> bool:
    """`To customers`: the other side of every activity."""
    item = reading.items[place]
    return headed and item.text.casefold().endswith("s") and any(s.value in CLIENTS for s in item.all("entity"))
