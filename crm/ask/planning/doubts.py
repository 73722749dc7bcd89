"""How sure a plan is: what the question says and the plan does not explain lowers it."""

from __future__ import annotations

from crm.ask.language.lexicon import colour_words, stop_words
from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.planning.accounting import unaccounted
from crm.ask.planning.answered import misanswered
from crm.ask.planning.asked_for import misfits
from crm.ask.planning.based_on import misbased, trivial, uncounted
from crm.ask.planning.connected import unconnected
from crm.ask.planning.demands import demanded
from crm.ask.planning.described import misdescribed
from crm.ask.planning.misdated import misdated
from crm.ask.planning.negated import misdenied
from crm.ask.planning.ordered import misordered
from crm.ask.planning.reading import Reading
from crm.ask.planning.unheeded import unheeded
from crm.ask.record.labels import measured_in
from crm.ask.words import MEASURED_IN, UNIT_WORDS
from crm.naming import common_words, word_set

UNKNOWN = 0.55  # a word that nothing in the record or the language of questions explains
LIGHT = 0.08  # an adverb, a word that only colours
NAME = 0.9  # an unknown name: the question is about somebody else
SHORT_TIMES = frozenset({"hours", "minutes", "seconds"})
LAST_WORD = 0.62  # weight of a word that is more than the beginning of a header
GUESSED = 0.25  # a noun that nothing explains but what is said of it
SAID_AGAIN = 0.03  # a word that only repeats what a column is
UNUSED = 0.2  # a word understood but not used
STRONG_KINDS = ("value", "negation", "field", "sale", "outcome", "exclusion", "unanswerable")
STATES = frozenset({"outcome", "state"})
DECIDED = frozenset({"won", "lost"})
ADJECTIVES = word_set("open closed lost active live current running")
HE_OR_SHE = frozenset({"he", "she", "him"})
PERSONS = frozenset({"user.name", "manager.name", "contact.name"})
JOINING = word_set(
    "since before after until minus plus over under between against without during except excluding anyway anyhow "
    "later nonetheless nevertheless regardless afterwards eventually instead altogether overall somehow early late"
)
SET_AGAINST = frozenset({"vs", "versus", "compared to", "compared with"})
HARMLESS = word_set("question grouper comparator mine said based owns due versus works_at timeline aggregate manages")


def weigh(reading: Reading) -> tuple[float, str | None]:
    """The confidence of a reading, and what to tell the asker where it is too low."""
    if reading.refusal:
        return 0.0, reading.refusal
    if missing := _kind_missing(reading):
        return 0.0, f"The record holds no {missing}."
    lost: list[str] = []
    strange: list[str] = []
    doubt = (
        reading.doubts + _contradicted(reading) + _misplaced(reading) + UNKNOWN * len(reading.bounds)
    )  # limits that nothing in the plan holds to
    for item in reading.items:
        doubt += GUESSED if item.guessed else _loose_head(item, reading)
        if item.used is not None or item.stop:
            doubt += 0.04 if item.fuzzy and item.used else 0
            continue
        weight = UNKNOWN if _share_of(item, reading) else _unit(item, reading) or _weight(item)
        doubt += weight
        if weight >= UNUSED:
            lost.append(item.text)
            strange += [item.text] if weight >= UNKNOWN and _nameless(item) else []
    if not any(item.used for item in reading.items):
        return 0.0, _reason(strange) if strange and reading.has("change") else None
    told = (
        *(item.text for item in unaccounted(reading)),
        *misfits(reading),
        *misdescribed(reading),
        *unheeded(reading),
        *(reading.unmet or demanded(reading.text, reading)),
        *misordered(reading),
        *misdenied(reading),
        *misbased(reading),
        *trivial(reading),
        *uncounted(reading),
        *misdated(reading),
        *misanswered(reading),
    )
    for text in told:
        doubt += UNKNOWN
        lost.append(text)
    sold = reading.plan.subject == "deal" and not reading.vocabulary.has_deals
    if sold:
        return 0.0, "The record holds no deals, so it cannot say what was sold or won."
    unfit = unconnected(reading.plan, reading.vocabulary)
    doubt += UNKNOWN if unfit else 0
    confidence = round(max(0.0, min(1.0, 0.97 - doubt)), 2)
    return confidence, unfit if unfit and not lost else _reason(strange or lost)


def _nameless(item: Item) -> bool:
    """Whether nothing in the record and no word of questions goes by it: that alone is why nothing is told."""
    return not item.senses and item.number is None and item.period is None


def nobody_named(reading: Reading) -> bool:
    """`Which deals does she own`, where nobody is named who that could be."""
    persons = any(sense.value in PERSONS for item in reading.items for sense in item.all("value"))
    return bool(HE_OR_SHE & set(reading.words())) and not persons


def _contradicted(reading: Reading) -> float:
    """What no row can be: open and not open at once."""
    told = {(each.field, repr(each.values)) for each in reading.plan.filters if each.op in {"eq", "in"}}
    turned = {(each.field, repr(each.values)) for each in reading.plan.filters if each.op in {"ne", "not_in"}}
    return UNKNOWN if told & turned else 0.0


def _loose_head(item: Item, reading: Reading) -> float:
    """`Sites` taken for “site type”: what the answer is broken down by is but a part of some header."""
    told = {group.field for group in reading.plan.group_by}
    senses = [sense for sense in item.all("field") if sense.value in told]
    if item.used != "head" or not senses or item.has("entity", "value") or not item.text.casefold().endswith("s"):
        return 0.0
    return UNKNOWN if max(sense.weight for sense in senses) < LAST_WORD else 0.0


def _misplaced(reading: Reading) -> float:
    """`Our open day`, `lost property`: a state taken for one of the rows, though it stands before another thing."""
    words, text = tokens(reading.text), reading.text
    return sum(
        UNKNOWN
        for state, noun in zip(reading.items, reading.items[1:], strict=False)
        if _describes(state) and _thing(noun) and text[words[state.last - 1].end : words[noun.first].start] == " "
    )


def _describes(item: Item) -> bool:
    stated = item.used == "filter" and bool(item.senses) and all(each.kind in STATES for each in item.senses)
    return stated and item.text.casefold() in ADJECTIVES


def _thing(item: Item) -> bool:
    return (item.unknown and item.text.isalpha() and item.text.casefold() not in JOINING) or _grain(item)


def _grain(item: Item) -> bool:
    return item.used is None and item.has("grain") and not item.stop


def _kind_missing(reading: Reading) -> str | None:
    """Tickets, where the record has interactions but none of them is one: none at all is told, not nought."""
    held, plan = reading.vocabulary.kinds, reading.plan
    if plan.subject != "interaction" or not held:
        return None
    told = [value for each in plan.filters if each.field == "interaction.kind" for value in each.values]
    missing = [str(value) for value in told if value not in held]
    return f"{missing[0]}s" if missing and len(missing) == len(told) else None


def _share_of(item: Item, reading: Reading) -> bool:
    """`What part did we lose` with the losing left out: a share of all there is says something else."""
    return item.has("outcome") and any(each.kind == "share" for each in reading.plan.measures)


def _unit(item: Item, reading: Reading) -> float | None:
    """Litres of a plan whose column is in litres; hours of a record that knows days would be another figure."""
    word = item.text.casefold()
    unit = MEASURED_IN.get(word)
    if unit is None or item.has("field"):
        return None
    fields = reading.vocabulary.fields
    refs = {ref for ref in _measured(reading) if ref in fields}
    if any(unit in {*measured_in(fields[ref].label), fields[ref].unit} for ref in refs):
        return SAID_AGAIN
    return UNKNOWN if UNIT_WORDS.get(word) in SHORT_TIMES else None


def _measured(reading: Reading) -> set[str]:
    """The columns whose figures are told or limited."""
    measures = reading.plan.measures
    refs = {ref for each in measures for ref in (each.field, each.times, each.over) if ref}
    refs |= {part.field for each in measures for part in each.where}
    refs |= {each.field for each in reading.plan.filters} | {each.field or "" for each in reading.plan.order}
    return refs | {each.field for one in reading.plan.exists for each in one.filters}


def _weight(item: Item) -> float:
    if item.period is not None:
        return 0.6
    if item.number is not None:
        return UNKNOWN if any(letter.isdigit() for letter in item.text) else 0.3  # `never one of them`
    if not item.senses:
        return _unknown(item)
    if item.text.casefold() in UNIT_WORDS:
        return 0.03
    if any(sense.value == "ratio" for sense in item.all("aggregate")):
        return UNKNOWN  # a quotient was asked for, and none is told
    if item.text.casefold() in SET_AGAINST:
        return UNKNOWN  # two sides, of which the plan has none
    kinds = {sense.kind for sense in item.senses}
    if kinds <= {"signal", "direction"} and set(item.text.casefold().split()) <= stop_words():
        return LIGHT  # `sent us the most units` tells of no reference
    if "comparator" in kinds and item.text.casefold().endswith(" than"):
        return UNKNOWN  # a limit that nothing says
    if kinds & HARMLESS and not kinds & {"value", "field", "negation"}:
        return 0.03
    if kinds == {"outcome"} and {sense.value for sense in item.senses} <= DECIDED:
        return UNKNOWN  # how many did we lose: not how many there are
    if kinds & {"negation", "value", "unanswerable", "exclusion", "signal", "state", "overdue", "change", "direction"}:
        return UNKNOWN
    return 0.3 if kinds & set(STRONG_KINDS) else UNUSED


def _unknown(item: Item) -> float:
    word = item.text.casefold()
    if word in UNIT_WORDS:
        return 0.03
    if len(word) == 1 and not word.isalnum():
        return 0.0
    if word in colour_words() or (word.endswith("ly") and word in common_words()):
        return LIGHT
    if item.capital and item.first > 0:
        return NAME
    return UNKNOWN if len(word) > 1 else LIGHT


def _reason(lost: list[str]) -> str:
    if not lost:
        return "I am not sure how to read this question; please put it differently."
    words = ", ".join(f"“{word}”" for word in dict.fromkeys(lost[:5]))
    return f"I did not understand {words}: nothing in the record goes by that."
