"""Which stages deals went into, through or were lost from, and when: read off the changes of stage."""

from __future__ import annotations

from crm.ask.plan import Exists, Span
from crm.ask.planning.counted import settle_any, settle_decided, settle_grain, settle_passed, settle_share, settle_when
from crm.ask.planning.leaving import read_decided, read_left
from crm.ask.planning.reading import Noun, Reading
from crm.ask.planning.stepping import (
    FROM,
    GOING,
    INTO,
    REACH,
    STRAIGHT,
    Move,
    between,
    dayed,
    denied,
    into,
    out_of,
    stages_named,
    tail,
    verb_before,
)
from crm.ask.planning.unmoved import read_unmoved
from crm.ask.record.steps import STEP
from crm.naming import word_set

MOST_STEPS = 3  # that one question speaks of
UNKEPT = "The record keeps no changes of stage, so it cannot tell which deals went into one, or when."
BEEN = word_set("been was were is are sat stood stayed spent had")  # of a stage that they once were in
ONCE = frozenset({"ever", "once", "previously", "formerly", "earlier"})
DIRECT = word_set("reach reached reaching reaches enter entered entering enters hit")
THROUGH = word_set("through in into reached reach entered enter hit saw see seen via visited visit touched")
SKIPPED = word_set("skip skipped skipping bypass bypassed bypassing jumped over missed")
ARRIVING = word_set("entries arrivals entrants newcomers additions inflow")
DOING = word_set("has had have been was were is are being got gets get already the ever once just yet not never that")


def read_moves(reading: Reading) -> list[Exists]:
    """The steps that deals must have taken, or must not; their words are used up, and their period with them."""
    found: list[Exists] = []
    while (step := _read_step(reading)) is not None and len(found) < MOST_STEPS:
        found.append(step)
    return found


def _read_step(reading: Reading) -> Exists | None:
    move = (
        _skipped(reading)
        or read_decided(reading)
        or _phrased(reading)
        or _entered(reading)
        or _headed(reading)
        or read_left(reading)
        or read_unmoved(reading)
    )
    if move is None:
        return None
    if STEP not in reading.vocabulary.entities:
        reading.refusal = UNKEPT
        return None
    exists = Exists(entity=STEP, absent=move.absent, filters=move.filters, periods=_periods(reading, move))
    for at in move.places:
        reading.items[at].senses, reading.items[at].stop = [], True
        reading.use(at, "filter")
    if move.absent and "yet" in reading.words() and not reading.has("outcome"):
        reading.filter("deal.outcome", "eq", "open")  # what is closed never will
    if not any(sense.value == "deal" for item in reading.items for sense in item.all("entity")):
        reading.head = reading.head or Noun("entity", "deal", -1)
    return exists


def settle_moves(reading: Reading, steps: list[Exists]) -> None:
    """The steps join the plan of the deals, which are not those now in the stage."""
    plan = reading.plan
    settle_passed(reading)
    if not steps:
        settle_decided(reading)
        return
    settle_any(reading)
    exists = steps[0]
    if plan.subject == "deal" and any(group.grain for group in plan.group_by) and len(steps) == 1:
        settle_grain(reading, exists)
    elif plan.subject != "deal" or any(group.grain for group in plan.group_by):
        reading.doubts += 0.7
    elif any(measure.kind == "share" and not measure.where for measure in plan.measures) and len(steps) == 1:
        settle_share(reading, exists)
    elif len(steps) > 1 or not settle_when(reading, exists):
        plan.exists += steps


def _skipped(reading: Reading) -> Move | None:
    """`Skipped Contract Sent`, `without going through Proposal`, `were never in Negotiation`."""
    for at, stage in stages_named(reading).items():
        verb = verb_before(reading, at, SKIPPED | THROUGH)
        if verb is None:
            continue
        word = reading.items[verb].text.casefold()
        if word in SKIPPED:
            return Move([*range(verb, at), *tail(reading, at)], [into(stage)], absent=True)
        verb = _going_before(reading, verb)
        no = denied(reading, verb)
        past = no is not None and (
            verb < at - 1 or word != "in" or reading.items[no].text.casefold() in {"never", "without"}
        )
        if no is not None and past:
            return Move([*range(no, at), *tail(reading, at)], [into(stage)], absent=True)
    return None


def _going_before(reading: Reading, at: int) -> int:
    """The verb that a small word belongs to: `went through`."""
    words = reading.words()
    place = at
    while place > 0 and words[place - 1] in GOING | STRAIGHT - {"have", "has", "had", "do", "does", "did"}:
        place -= 1
    return place


def _phrased(reading: Reading) -> Move | None:
    """`Whose contract has been sent`, `we sent them a contract`: a stage named by what is done, of whatever tense."""
    words = reading.words()
    for stage, held in reading.vocabulary.stages.items():
        said = stage.casefold().split()
        if held != "open" or len(said) != len(("noun", "verb")) or not said[1].endswith(("ed", "nt", "en")):
            continue
        for at, word in enumerate(words):
            noun = word.removesuffix("s") == said[0]
            behind = next((n for n in range(at + 1, min(len(words), at + REACH + 1)) if words[n] == said[1]), None)
            if not noun or behind is None or behind == at + 1 or not between(reading, at, behind, DOING):
                continue
            no = next((n for n in range(at + 1, behind) if reading.items[n].has("negation")), None)
            return Move([*range(at, behind + 1)], [into(stage)], absent=no is not None)
    return None


def _headed(reading: Reading) -> Move | None:
    """`Qualified: entries per quarter`: the stage first, then the comings into it."""
    words = reading.words()
    for at, stage in stages_named(reading).items():
        follow = words[at + 1] if at + 1 < len(words) else ""
        if follow in ARRIVING:
            return Move([at, at + 1], [into(stage)])
    return None


def _entered(reading: Reading) -> Move | None:
    """`Moved into Proposal`, `reached Negotiation`, `ever made it to Contract Sent`."""
    stages = stages_named(reading)
    for at, stage in stages.items():
        words = reading.words()
        once = bool(ONCE & set(words)) and not any(dayed(item) for item in reading.items)
        verb = verb_before(reading, at, GOING | BEEN if once else GOING) or _mover(reading, at, stages)
        if verb is None:
            continue
        joined = words[verb] in DIRECT or bool(set(words[verb + 1 : at]) & INTO)
        if not joined or (words[verb] in {"start", "started"} and "into" not in words[verb:at]):
            continue
        other = _left_before(reading, verb, at, stages)
        filters = [into(stage), *([out_of(other[1])] if other else [])]
        said = (
            n
            for n in range(verb, at)
            if n == verb or words[n] in ONCE or not reading.items[n].senses or words[n] in INTO
        )
        places = [*said, *tail(reading, at), *(other[0] if other else [])]
        if words[at + 1 : at + 2] in (["and"], ["or"]) and at + 2 in stages:
            reading.doubts += 0.7  # both of them, or either: which is not told apart
        no = denied(reading, min(places))
        if no is not None:
            return Move([*range(no, at), *places], filters, absent=True)
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
