"""Which stages deals went into, through or were lost from, and when: read off the changes of stage."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.ask.language.linking import Item
from crm.ask.plan import Condition, Exists, Span
from crm.ask.planning.reading import Noun, Reading
from crm.ask.record.steps import STEP
from crm.naming import word_set

UNKEPT = "The record keeps no changes of stage, so it cannot tell which deals went into one, or when."
GOING = word_set(
    "went go goes gone going move moves moved moving get gets got getting gotten come comes came coming advance "
    "advanced advances progress progressed progresses push pushed put land landed arrive arrived make made jump "
    "jumped slip slid drop dropped fall fell bump bumped bring brought promote promoted pass passed shift shifted "
    "reach reached reaching reaches enter entered entering enters hit step stepped switch switched transition "
    "transitioned start started"
)
DIRECT = word_set("reach reached reaching reaches enter entered entering enters hit")
INTO = word_set("into to in onto through as")
THROUGH = word_set("through in into reached reach entered enter hit saw see seen via visited visit touched")
SKIPPED = word_set("skip skipped skipping bypass bypassed bypassing jumped over missed")
LEAVING = word_set("left leave leaving exited")
FROM = frozenset({"from", "out of", "out"})
STRAIGHT = word_set(
    "straight right directly even ever once actually been being be have has had just again back forward on the of "
    "up down all stage at while still it they their there our its a an it's was were is are did do does that "
    "which who we stages yet first finally"
)
CHANGED = word_set("moved move moving changed change changing advanced progressed switched shifted advance progress")
DECIDED = frozenset({"won", "lost"})
REACH = 5  # items between the verb and the stage


@dataclass
class Move:
    """What is said of the changes of stage."""

    places: list[int] = field(default_factory=list)  # of the words that say it
    filters: list[Condition] = field(default_factory=list)
    absent: bool = False


def read_moves(reading: Reading) -> Exists | None:
    """The steps that deals must have taken, or must not; its words are used up, and their period with them."""
    move = _skipped(reading) or _lost_from(reading) or _entered(reading) or _left(reading) or _moved(reading)
    if move is None:
        return None
    if STEP not in reading.vocabulary.entities:
        reading.refusal = UNKEPT
        return None
    exists = Exists(entity=STEP, absent=move.absent, filters=move.filters, periods=_periods(reading, move))
    for at in move.places:
        reading.items[at].senses, reading.items[at].stop = [], True
        reading.use(at, "filter")
    if not any(sense.value == "deal" for item in reading.items for sense in item.all("entity")):
        reading.head = reading.head or Noun("entity", "deal", -1)
    return exists


def settle_moves(reading: Reading, exists: Exists | None) -> None:
    """The steps join the plan of the deals, which are not those now in the stage."""
    plan = reading.plan
    if exists is None:
        return
    if plan.subject != "deal" or any(group.grain for group in plan.group_by):
        reading.doubts += 0.7
        return
    plan.exists.append(exists)


def stages_named(reading: Reading) -> dict[int, str]:
    """Where stages that deals go through are named, and which."""
    found = {}
    for at, item in enumerate(reading.items):
        for sense in item.all("value"):
            if sense.value == "deal.stage" and reading.vocabulary.stages.get(sense.detail) == "open":
                found[at] = sense.detail
    return found


def _between(reading: Reading, start: int, end: int, allowed: frozenset[str]) -> bool:
    """Whether nothing but small words stands between two items."""
    return all(word in allowed for word in reading.words()[start + 1 : end])


def _verb(reading: Reading, at: int, verbs: frozenset[str]) -> int | None:
    """The verb before a stage, with nothing but small words between."""
    for place in range(at - 1, max(-1, at - 1 - REACH), -1):
        word = reading.items[place].text.casefold()
        if word in verbs:
            return place
        if word not in STRAIGHT | INTO:
            return None
    return None


def _denied(reading: Reading, verb: int) -> int | None:
    """The negation shortly before a verb: `never went`, `have not been through`."""
    for place in range(verb - 1, max(-1, verb - 1 - REACH), -1):
        if reading.items[place].has("negation"):
            return place
        if reading.items[place].text.casefold() not in STRAIGHT:
            return None
    return None


def _tail(reading: Reading, at: int) -> list[int]:
    """The stage, and the noun behind it: `the Proposal stage`."""
    words = reading.words()
    return [at, at + 1] if at + 1 < len(words) and words[at + 1] in {"stage", "phase"} else [at]


def _into(stage: str) -> Condition:
    return Condition(field=f"{STEP}.stage", op="eq", values=[stage])


def _out_of(stage: str) -> Condition:
    return Condition(field=f"{STEP}.from_stage", op="eq", values=[stage])


def _skipped(reading: Reading) -> Move | None:
    """`Skipped Contract Sent`, `without going through Proposal`, `were never in Negotiation`."""
    for at, stage in stages_named(reading).items():
        verb = _verb(reading, at, SKIPPED | THROUGH)
        if verb is None:
            continue
        word = reading.items[verb].text.casefold()
        if word in SKIPPED:
            return Move([*range(verb, at), *_tail(reading, at)], [_into(stage)], absent=True)
        verb = _going_before(reading, verb)
        no = _denied(reading, verb)
        past = no is not None and (
            verb < at - 1 or word != "in" or reading.items[no].text.casefold() in {"never", "without"}
        )
        if no is not None and past:
            return Move([*range(no, at), *_tail(reading, at)], [_into(stage)], absent=True)
    return None


def _going_before(reading: Reading, at: int) -> int:
    """The verb that a small word belongs to: `went through`."""
    words = reading.words()
    place = at
    while place > 0 and words[place - 1] in GOING | STRAIGHT - {"have", "has", "had", "do", "does", "did"}:
        place -= 1
    return place


def _entered(reading: Reading) -> Move | None:
    """`Moved into Proposal`, `reached Negotiation`, `ever made it to Contract Sent`."""
    stages = stages_named(reading)
    for at, stage in stages.items():
        verb = _verb(reading, at, GOING) or _mover(reading, at, stages)
        if verb is None:
            continue
        words = reading.words()
        joined = words[verb] in DIRECT or bool(set(words[verb + 1 : at]) & INTO)
        if not joined or (words[verb] in {"start", "started"} and "into" not in words[verb:at]):
            continue
        other = _left_before(reading, verb, at, stages)
        filters = [_into(stage), *([_out_of(other[1])] if other else [])]
        said = (n for n in range(verb, at) if n == verb or not reading.items[n].senses or words[n] in INTO)
        places = [*said, *_tail(reading, at), *(other[0] if other else [])]
        return Move(_with_help(reading, places), filters)
    return None


def _mover(reading: Reading, at: int, stages: dict[int, str]) -> int | None:
    """`Moved the most deals into Proposal`, `went from Qualified to Proposal`: the verb with other words behind it."""
    words = reading.words()
    joined = [n for n in range(max(0, at - 2), at) if words[n] in INTO - {"in", "as"}]
    if not joined:
        return None
    for place in range(joined[0] - 1, max(-1, joined[0] - 1 - REACH), -1):
        if words[place] in GOING:
            return place
        item = reading.items[place]
        deals = any(sense.value == "deal" for sense in item.all("entity"))
        if not (deals or item.stop or place in stages or item.has("superlative") or words[place] in STRAIGHT | FROM):
            return None
    return None


def _left_before(reading: Reading, verb: int, at: int, stages: dict[int, str]) -> tuple[list[int], str] | None:
    """`From Qualified to Proposal`: the stage that they came from, before the other or behind it."""
    words = reading.words()
    for place, stage in stages.items():
        if place != at and place > verb and words[place - 1] in {"from", "of"}:
            return [place - 1, place], stage
    return None


def _with_help(reading: Reading, places: list[int]) -> list[int]:
    """With the helping words before the verb: `that ever got as far as`."""
    first, words = min(places), reading.words()
    while first > 0 and words[first - 1] in {"ever", "once", "actually"}:
        first -= 1
        places = [first, *places]
    return places


def _lost_from(reading: Reading) -> Move | None:
    """`Lost straight out of Proposal`, `won from Qualified`: the stage before the last."""
    for at, stage in stages_named(reading).items():
        outcome = next((n for n in range(at - 1, max(-1, at - 8), -1) if _decided(reading.items[n])), None)
        if outcome is None or not _between(
            reading, outcome, at, STRAIGHT | {"deals", "deal"} | {"out", "from", "in", "during"}
        ):
            continue
        joint = set(reading.words()[outcome + 1 : at])
        if _denied(reading, outcome) is not None:
            reading.doubts += 0.7  # never lost there: lost elsewhere, or not at all
            return None
        if not joint & {"out", "from", "in", "during", "at"}:
            continue
        ends = next(s.value for s in reading.items[outcome].all("outcome") if s.value in DECIDED)
        last = [name for name, held in reading.vocabulary.stages.items() if held == ends]
        filters = [_out_of(stage), Condition(field=f"{STEP}.stage", op="in", values=list(last))]
        places = [n for n in range(outcome + 1, at) if not reading.items[n].has("entity")]
        return Move([*places, *_tail(reading, at)], filters)
    return None


def _decided(item: Item) -> bool:
    return any(sense.value in DECIDED for sense in item.all("outcome")) and not item.has("value")


def _left(reading: Reading) -> Move | None:
    """`Left Proposal`, `moved out of Proposal`, `moved on from Proposal`."""
    words = reading.words()
    for at, stage in stages_named(reading).items():
        verb = _verb(reading, at, LEAVING | GOING | FROM)
        while verb is not None and words[verb] in FROM and verb > 0 and words[verb - 1] in FROM | GOING | STRAIGHT:
            verb -= 1
        joint = verb is not None and (words[verb] in LEAVING or set(words[verb:at]) & {"out", "from"})
        if verb is not None and joint and (words[verb] in LEAVING or words[verb] in GOING):
            return Move([*range(verb, at), *_tail(reading, at)], [_out_of(stage)])
    return None


def _moved(reading: Reading) -> Move | None:
    """`Moved stage this month`, `changed stages`, `haven't moved a stage since May`."""
    words = reading.words()
    for at, item in enumerate(reading.items):
        if not any((s.kind, s.value) == ("field", "deal.stage") for s in item.senses):
            continue
        verb = _verb(reading, at, CHANGED)
        if verb is None or any(item.number is not None for item in reading.items[verb:at]):
            continue
        no = _denied(reading, verb)
        first = no if no is not None else verb
        kept = Condition(field=f"{STEP}.from_stage", op="not_null")
        if not any(item.period for item in reading.items) and no is None and "ever" not in words:
            continue
        return Move([*range(first, at + 1)], [kept], absent=no is not None)
    return None


def _periods(reading: Reading, move: Move) -> list[Span]:
    """The period said of the steps: the one behind the stage, else the only one, where no other date is named."""
    dated = [at for at, item in enumerate(reading.items) if item.period is not None]
    behind = [at for at in dated if at > max(move.places)]
    chosen = behind[:1] if behind else dated[:1]
    if not chosen:
        return []
    at = chosen[0]
    if len(dated) > 1 and not behind:
        reading.doubts += 0.7
        return []
    period = reading.items[at].period
    if period is None or (not behind and _said_of_deals(reading, at)):
        return []
    reading.items[at].period = None
    reading.items[at].stop = True
    reading.use(at, "filter")
    return [Span(text=period.text, start=period.start, end=period.end, field=f"{STEP}.changed_at")]


def _said_of_deals(reading: Reading, at: int) -> bool:
    """`Deals created this year that reached Proposal`: the period is that of the word before it."""
    before = reading.items[max(0, at - 2) : at]
    return any(item.has("outcome") or any(reading.field(s).temporal for s in item.all("field")) for item in before)
