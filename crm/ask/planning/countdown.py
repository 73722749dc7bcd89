"""Days from today until a date to come, and days by which what is not done yet is overdue."""

from __future__ import annotations

from crm.ask.plan import TODAY, UNTIL_TODAY, Condition, Measure, MeasureKind
from crm.ask.planning.durations import speaks_of
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.ask.record.states import due_date
from crm.naming import word_set

SPANS = frozenset({"days", "day", "how long", "time", "how much time", "number of days"})
UNTIL = frozenset({"until", "till", "til", "before", "left until", "left before"})
AHEAD = word_set(
    "renewal renew renews expiry expires expiration end ends due deadline close closing valid validity return"
)
ENDING = word_set("expire expires expired expiry ends end ending lapses lapse over up out due")  # of the one such date
LEFT = frozenset({"left", "remaining", "remain", "to go", "go", "still", "there"})
LASTING = word_set("take takes took taken taking need needs needed spend spends spent last lasts lasted did was were")
KINDS: tuple[MeasureKind, ...] = ("median", "max", "min", "avg")
NEAR = 8  # items between the days and `until`


def read_countdown(reading: Reading) -> Wanted | None:
    """The measure, where a question asks for such days and names the rows they are of."""
    spans = [at for at, word in enumerate(reading.words()) if word in SPANS and not reading.items[at].used]
    spans = [at for at in spans if not at or reading.items[at - 1].number is None]
    if not spans or any(item.period for item in reading.items) or LASTING & set(reading.words()):
        return None
    return _overdue(reading, spans) or _until(reading, spans[0])


def _overdue(reading: Reading, spans: list[int]) -> Wanted | None:
    """`By how many days are overdue tasks overdue`: from the day they were due until today."""
    late = [at for at, item in enumerate(reading.items) if item.has("overdue") and not item.used]
    entity = next((name for name in _named(reading) if due_date(reading.vocabulary, name)), None)
    if not late or entity is None or ("late" in reading.words() and entity != "task"):
        return None  # bills that were late are paid
    kind = _kind(reading) or "avg"
    _spend(reading, spans)
    label = f"{'average' if kind == 'avg' else kind} days overdue"
    due = due_date(reading.vocabulary, entity)
    return Wanted(Measure(kind=kind, field=due, since=UNTIL_TODAY, label=label), entity, -1)


def _until(reading: Reading, span: int) -> Wanted | None:
    """`How many days until Acme's subscription renews`."""
    words = reading.words()
    joint = next((at for at in range(span + 1, min(len(words), span + NEAR)) if words[at] in UNTIL), None)
    if joint is None or "from" in words[span:joint]:
        return None  # from another day, not from today
    for entity in _named(reading):
        for at in range(joint + 1, len(words)):
            info = _ahead(reading, entity, at)
            if info is not None:
                kind = _kind(reading) or "min"
                _spend(reading, [span, joint, at])
                for place in range(span, joint):
                    if words[place] in LEFT:
                        reading.use(place, "measure")
                label = f"{'' if kind == 'min' else kind + ' '}days until {spoken(info.label)}"
                later = Condition(field=info.ref, op="ge", values=[reading.now.date().isoformat()])
                measure = Measure(kind=kind, field=info.ref, since=TODAY, label=label)
                return Wanted(measure, entity, -1, filters=[later])
    return None


def _named(reading: Reading) -> list[str]:
    return list(dict.fromkeys(sense.value for item in reading.items for sense in item.all("entity")))


def _ahead(reading: Reading, entity: str, at: int) -> FieldInfo | None:
    """The date of the rows that a word speaks of, if it is one that lies ahead."""
    dates = [info for info in reading.vocabulary.fields_of(entity) if info.temporal]
    dates = [info for info in dates if AHEAD & set(spoken(info.label).casefold().split())]
    told = next((info for info in dates if speaks_of(reading.items[at].text, info)), None)
    ends = reading.words()[at] in ENDING and len(dates) == 1
    return dates[0] if told is None and ends else told


def _kind(reading: Reading) -> MeasureKind | None:
    said = {
        sense.value for item in reading.items if item.text.casefold() != "how long" for sense in item.all("aggregate")
    }
    return next((kind for kind in KINDS if kind in said), None)


def _spend(reading: Reading, places: list[int]) -> None:
    for place in places:
        reading.items[place].senses = []
        reading.use(place, "measure")
    for place in range(len(reading.items)):
        if reading.items[place].has("aggregate") and not reading.items[place].has("value", "field"):
            reading.use(place, "measure")
