"""From the text of a question to a reading: plainer words, periods, linked items, a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from crm.ask.assisting.asked import asked as as_assistant
from crm.ask.compound.compounds import compound, otherwise
from crm.ask.compound.parts import Parts
from crm.ask.errands.reader import read_errand
from crm.ask.exchanges.reader import read_exchange
from crm.ask.language.asides import without_asides
from crm.ask.language.audience import asked_alone
from crm.ask.language.backdated import backdated
from crm.ask.language.colloquial import plainly
from crm.ask.language.linking import Item, link
from crm.ask.language.narrowing import narrowed
from crm.ask.language.requests import plainly_asked
from crm.ask.language.rewriting import change_as_versus, in_known_words, spelt_out
from crm.ask.language.showing import read_show
from crm.ask.language.speaking import as_named
from crm.ask.language.taxes import untaxed
from crm.ask.language.timing import dated_ago, periods_of
from crm.ask.planning.alternatives import best, fresh, others
from crm.ask.planning.demands import demanded
from crm.ask.planning.doubts import weigh
from crm.ask.planning.hearts import hearts
from crm.ask.planning.ones import settle_ones
from crm.ask.planning.planner import Planner
from crm.ask.planning.pointing import pointed
from crm.ask.planning.posts import posted
from crm.ask.planning.reading import Reading
from crm.ask.planning.ringing import rung
from crm.ask.planning.wrapping import unwrapped
from crm.ask.record.called import settle_activities
from crm.ask.record.identifiers import Identified
from crm.ask.record.vocabulary import Vocabulary
from crm.errors import RejectedError

FLOOR = 0.5  # under it a message is not understood
LEAD = 8  # words of a question that another one spells out
SURE = 0.85  # what a question inside of a message must come to


@dataclass(frozen=True)
class Ground:
    """What a question is read against: the record's words, the asker's moment, the month a business year begins in."""

    vocabulary: Vocabulary
    moment: datetime
    fiscal_year_start: int
    numbers: Callable[[str], Sequence[Identified]] = lambda _: ()  # the numbers of rows that a text names


def heard(text: str, ground: Ground) -> Reading:
    """The reading of a message; where the whole is not understood, of the question inside of it."""
    reading = read(text, ground)
    if weigh(reading)[0] >= FLOOR:
        return _held_to(text, reading)
    typed, text = text, _in_full(plainly_asked(text, ground.vocabulary.knows), ground)
    periods = periods_of(text, ground.moment, ground.fiscal_year_start)
    for heart, left in hearts(text, ground.vocabulary, periods):
        found = _understood(heart, ground)
        if weigh(found)[0] >= SURE:
            found.note(f"“{left}” was left out")
            return _held_to(typed, found)
    after = _after_lead(text, ground)
    return _held_to(typed, after) if after is not None else reading


def _held_to(typed: str, reading: Reading) -> Reading:
    """What was typed asks for nothing that was lost on the way to plainer words."""
    reading.unmet = list(demanded(typed, reading))
    return reading


def _after_lead(text: str, ground: Ground) -> Reading | None:
    """`Who beat us in May? Number of deals lost, per competitor`: the second says what the first wants to know."""
    lead, mark, rest = text.partition("? ")
    periods = periods_of(lead, ground.moment, ground.fiscal_year_start)
    items = link(lead, ground.vocabulary, periods)
    long = len(items) > LEAD or len(rest.split()) < len(lead.split())
    names = any(item.has("value", "field", "negation") or (item.unknown and item.capital) for item in items[1:])
    if not mark or long or names or len(periods) > 1:
        return None
    timed = bool(periods_of(rest, ground.moment, ground.fiscal_year_start))
    when = "" if timed or not periods else f" {lead[slice(*periods[0].span)]}"
    found = _understood(f"{rest.rstrip(' .?!')}{' in' if when and when.strip()[:1].isdigit() else ''}{when}", ground)
    return found if weigh(found)[0] >= SURE else None


def read(text: str, ground: Ground) -> Reading:
    """The reading that explains most of a question; what a team's own words meant is noted in it."""
    text = _in_full(plainly_asked(text, ground.vocabulary.knows), ground)
    text = backdated(text, periods_of(text, ground.moment, ground.fiscal_year_start))
    bare = unwrapped(text, ground.vocabulary, periods_of(text, ground.moment, ground.fiscal_year_start))
    reading = _understood(bare, ground)
    if bare == text or weigh(reading)[0] >= FLOOR:
        return reading
    whole = _understood(text, ground)
    return whole if weigh(whole)[0] >= FLOOR else reading


def _in_full(text: str, ground: Ground) -> str:
    """With what it points back at by name, and calls and posts as the record calls them."""
    return rung(posted(pointed(text, ground.vocabulary), ground.vocabulary), ground.vocabulary)


def _understood(text: str, ground: Ground) -> Reading:
    vocabulary = ground.vocabulary
    text = without_asides(
        asked_alone(text, vocabulary.knows, vocabulary.teammate), vocabulary.knows, vocabulary.teammate
    )
    asked, show = read_show(text, vocabulary.knows)
    notes: list[str] = []
    if (put := as_assistant(asked or text, vocabulary, ground.moment, ground.fiscal_year_start)) is not None:
        if put.reading is not None:
            put.reading.plan.show = show
            return put.reading
        asked, notes = put.plain, put.notes
    text = untaxed(asked or text, vocabulary)
    text = as_named(plainly(text, vocabulary.knows), vocabulary.teammate)
    text = spelt_out(text, vocabulary.knows)
    whole = partial(_taught, ground=ground)
    periods = partial(periods_of, now=ground.moment, fiscal_year_start=ground.fiscal_year_start)
    parts = Parts(whole, vocabulary, periods)
    reading = compound(text, parts) or whole(text)
    if weigh(reading)[0] < FLOOR:
        reading = otherwise(text, parts) or reading
    for note in notes:
        reading.note(note)
    reading.plan.show = show
    return reading


def _taught(text: str, ground: Ground) -> Reading:
    """The reading of a text in the record's words and those that a team has taught."""
    plain, meant = in_known_words(text, ground.vocabulary.taught, ground.vocabulary.knows)
    plan = partial(_read, ground=ground)
    reading = narrowed(text, meant[0], ground.vocabulary, plan) if len(meant) == 1 else None
    reading = reading or plan(plain)
    for each in meant:
        reading.note(f"“{each.phrase}” means {each.meaning}")
    return reading


def _read(text: str, ground: Ground) -> Reading:
    text = dated_ago(text, ground.moment)
    text = change_as_versus(text, lambda part: periods_of(part, ground.moment, ground.fiscal_year_start))
    periods = periods_of(text, ground.moment, ground.fiscal_year_start)
    items = link(text, ground.vocabulary, periods, ground.numbers(text))
    settle_activities(items)
    settle_ones(items, ground.vocabulary)

    def planned(linked: list[Item]) -> Reading:
        return _planned(Reading(text, linked, ground.vocabulary, ground.moment))

    bare = Reading(text, fresh(items), ground.vocabulary, ground.moment)
    whole = read_errand(bare) or read_exchange(bare)
    if whole is not None:
        return whole
    chosen = best(planned(fresh(items)), items, planned)
    chosen.others = partial(others, chosen, items, planned)
    return chosen


def _planned(reading: Reading) -> Reading:
    try:
        Planner(reading).build()
    except (RejectedError, LookupError, ValueError):
        # a combination of words that no rule foresaw: abstaining is the answer, not a traceback
        reading.doubts += 1.0
    return reading
