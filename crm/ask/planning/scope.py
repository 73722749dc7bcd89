"""What is asked for at all: refusals, whose rows, comparatives."""

from __future__ import annotations

from crm.ask.language.lexicon import VERB, Sense
from crm.ask.language.linking import Item
from crm.ask.language.text import stem, tokens
from crm.ask.planning.reading import Reading
from crm.ask.words import COMPARATIVES

FOREMOST = frozenset({"main", "chief", "primary", "principal", "prime", "usual", "biggest", "key", "major"})
SINGLED = frozenset(
    {
        "biggest",
        "largest",
        "smallest",
        "greatest",
        "tiniest",
        "latest",
        "newest",
        "most recent",
        "last",
        "first",
        "earliest",
        "fastest",
        "quickest",
        "slowest",
        "longest",
        "shortest",
    }
)
DECIDED = {"win": "won", "wins": "won", "loss": "lost", "losses": "lost", "victory": "won", "victories": "won"}
ASKING = frozenset(
    {"is", "are", "was", "were", "do", "does", "did", "has", "have", "any", "anything", "anyone", "anybody"}
)
SAYS = frozenset({"=", "is", "are", "set to", "set", "to", "equals", ":", "says", "ticked"})
FAILING = frozenset({"failed", "fails", "fail", "failing"})
THEIRS = frozenset({"their", "its", "his", "her", "the", "our", "a", "an", "any", "last"})
YES, NO = frozenset({"yes", "true", "y"}), frozenset({"no", "false", "n"})
CAUSING = frozenset({"over", "because of", "due to", "owing to", "on account of", "thanks to"})
OF_LOSSES = frozenset({"about", "down to", "for", "on", "to", "went to", "with"})
DIRECTIONS = dict.fromkeys(COMPARATIVES["more"], "desc") | dict.fromkeys(COMPARATIVES["less"], "asc")


def settle_words(reading: Reading) -> None:
    """What words mean by the words beside them."""
    for settle in (owners, comparatives, superlatives, sides, flags, contacts, states, causes, failures):
        settle(reading)


def failures(reading: Reading) -> None:
    """`Failed their last inspection`: whoever failed something lost no deal by it."""
    for at, item in enumerate(reading.items[:-1]):
        follow = reading.items[at + 1].text.casefold()
        if item.text.casefold() in FAILING and item.has("outcome") and follow in THEIRS:
            item.senses = []


def owners(reading: Reading) -> None:
    """`Deal owners with …`: those who own, where nobody is said to own what."""
    for at, item in enumerate(reading.items):
        if item.text.casefold().endswith(" owners") and {sense.kind for sense in item.senses} == {"owns"}:
            follow = reading.items[at + 1].text.casefold() if at + 1 < len(reading.items) else ""
            if follow != "of":
                item.senses = [Sense("entity", "user")]


def comparatives(reading: Reading) -> None:
    """`Who won more deals, A or B` asks for the most among the two."""
    if not chooses(reading):
        return
    for item in reading.items:
        direction = DIRECTIONS.get(item.text.casefold())
        if direction and not item.has("value"):
            item.senses, item.stop = [Sense("superlative", direction)], False


def chooses(reading: Reading) -> bool:
    """`Which of the two`: A or B, between A and B, of A and B."""
    words = reading.words()
    told = "or" in words or bool({"between", "among"} & set(words)) or words[:1] == ["of"]
    return told and bool({"who", "which", "what", "whose"} & set(words))


def superlatives(reading: Reading) -> None:
    """`The main reason` is the most frequent one; `webinar leads` leads nothing."""
    for at, item in enumerate(reading.items):
        follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
        word = item.text.casefold()
        if word in {"worst", "bad"} and follow is not None and follow.text.casefold().startswith("debtor"):
            item.senses = [Sense("superlative", "desc")]
        if word in FOREMOST and follow is not None and _reasons(reading, follow):
            item.senses, item.stop = [Sense("superlative", "desc")], False
        if word in SINGLED and follow is not None and follow.text.casefold() in DECIDED and _no_rate(reading, at + 2):
            reading.filter("deal.outcome", "eq", DECIDED[follow.text.casefold()])
            follow.senses = [Sense("entity", "deal")]
        if word in {"lead", "leads"} and at and _counts_as_noun(reading.items[at - 1]):
            item.senses = [sense for sense in item.senses if sense.kind != "superlative"]
            item.stop = not item.senses


def _no_rate(reading: Reading, place: int) -> bool:
    follow = reading.items[place] if place < len(reading.items) else None
    return reading.vocabulary.has_deals and not (follow and follow.has("entity", "aggregate", "metric"))


def _counts_as_noun(before: Item) -> bool:
    """What stands before a lead that is no leader: `a lead`, `webinar leads`."""
    articles = {"a", "an", "any", "no", "new", "per", "each"}
    return before.has("value", "outcome", "number", "aggregate") or before.text.casefold() in articles


def sides(reading: Reading) -> None:
    """`Retainers vs projects`: what stands against a value is one of the same column, whatever else it may be."""
    for at in range(1, len(reading.items) - 1):
        if not reading.items[at].has("versus"):
            continue
        left, right = reading.items[at - 1], reading.items[at + 1]
        common = {sense.value for sense in left.all("value")} & {sense.value for sense in right.all("value")}
        for item in (left, right) if common else ():
            item.senses = [sense for sense in item.senses if sense.kind == "value" and sense.value in common]


def contacts(reading: Reading) -> None:
    """`Clients without a contact on file`: persons are missing, where no time is told in which nobody was in touch."""
    if any(item.period for item in reading.items) or not reading.reaches("contact", "account"):
        return
    for at, item in enumerate(reading.items):
        before, follow = reading.before(at), reading.after(at)
        named = item.text.casefold().removeprefix("any ") in {"contact", "contacts"}
        missing = before is not None and reading.items[before].text.casefold() in {"no", "without", "lack", "lacking"}
        us = reading.items[at + 1].text.casefold() if at + 1 < len(reading.items) else ""
        if (
            named
            and missing
            and us not in {"with", "from", "by"}
            and (follow is None or not _touching(reading, follow))
        ):
            item.senses, item.stop = [Sense("entity", "contact")], False


def _touching(reading: Reading, at: int) -> bool:
    return reading.items[at].has("gap", "said", "entity")


def states(reading: Reading) -> None:
    """`The status of order 4711`: a column of that row, where the record has one, and no account of what happened."""
    numbered = {s.value.split(".")[0] for i in reading.items for s in i.all("value") if s.value.endswith("external_id")}
    for item in reading.items if numbered else ():
        if item.has("timeline") and item.text.casefold() == "status of":
            told = [sense for sense in reading.vocabulary.senses.get("status", ()) if sense.kind == "field"]
            own = [sense for sense in told if sense.value.split(".")[0] in numbered]
            item.senses = own or item.senses


def repeated(reading: Reading) -> None:
    """`Booked more than ten times`: how often, whatever that was worth."""
    for bound in reading.bounds:
        follow = reading.items[bound.end + 1].text.casefold() if bound.end + 1 < len(reading.items) else ""
        place = reading.before(bound.at)
        while place is not None and reading.items[place].used == "bound":
            place = reading.before(place)
        if follow != "times" or place is None or not _traded(reading.items[place]):
            continue
        trade = reading.vocabulary.trade
        rows = "deal" if reading.vocabulary.has_deals else trade.rows if trade else None
        if rows is not None:
            reading.items[place].senses = [Sense("entity", rows, VERB)]


def _traded(item: Item) -> bool:
    return item.has("metric", "sale") or any(sense.detail == VERB for sense in item.all("entity"))


def flags(reading: Reading) -> None:
    """`Managed = Yes`, `VIP is no`: the yes-or-no column of that name, whatever else goes by it."""
    for at, item in enumerate(reading.items):
        told = [sense for sense in item.all("field") if reading.field(sense).type == "boolean"]
        place = at + 1
        while told and place < len(reading.items) and reading.items[place].text.casefold() in SAYS:
            place += 1
        if not told or place == at + 1 or place >= len(reading.items):
            continue
        said = reading.items[place].text.casefold()
        if said in YES | NO:
            item.senses = [*told, *([Sense("unset", said)] if said in NO else [])]
            for used in range(at + 1, place + 1):
                reading.items[used].senses, reading.items[used].used = [], "filter"


def causes(reading: Reading) -> None:
    """`Declined over price`, `lost because of timing`: a reason that the record keeps, no column of that name."""
    for at, item in enumerate(reading.items[:-1]):
        word = item.text.casefold()
        if word not in CAUSING and not (word in OF_LOSSES and _losses(reading)):
            continue
        follow = reading.items[at + 1]
        given = [sense for sense in follow.all("value") if _gives_reasons(reading, sense)]
        if given and follow.period is None:
            follow.senses = given
            reading.use(at, "filter")


def _losses(reading: Reading) -> bool:
    return reading.vocabulary.has_deals and reading.value("outcome", "lost")


def _gives_reasons(reading: Reading, sense: Sense) -> bool:
    label = reading.field(sense).label.casefold()
    return "reason" in label or "cause" in label


def _reasons(reading: Reading, item: Item) -> bool:
    labels = " ".join(reading.field(sense).label.casefold() for sense in item.all("field"))
    return "reason" in labels or "cause" in labels


ENOUGH = frozenset({"do", "suffice", "be fine", "be enough", "be ok", "be okay", "be great", "be perfect"})


def refuse(reading: Reading) -> None:
    """Forecasts, reasons and advice are not in any record."""
    for at, item in enumerate(reading.items):
        sense = item.sense("unanswerable")
        if sense is None or item.used or item.has("field", "value"):
            continue
        if item.text.casefold() in {"why", "why not"} and (reason := _reason_field(reading)):
            item.senses, item.stop = [Sense("field", reason)], False
            continue
        if item.text.casefold() == "will" and ENOUGH & {" ".join(reading.words()[at + 1 : at + n]) for n in (2, 3)}:
            item.senses, item.stop = [], True  # `just the names will do`
            continue
        if item.text.casefold() in {"will", "going to", "should"} and _will_close(reading, at):
            reading.use(at, "filter")
            continue
        reading.refusal = sense.value
        return


def _reason_field(reading: Reading) -> str | None:
    """The column in which the record keeps why: of lost deals, of churn, of what was declined or cancelled."""
    said = {stem(token.base) for token in tokens(reading.text)}
    for info in reading.vocabulary.fields.values():
        words = {stem(token.base) for token in tokens(f"{info.key} {info.entity}".replace("_", " "))}
        if not words & {"reason", "cause"} or info.numeric:
            continue
        if info.entity == "deal":
            if reading.value("outcome", "lost"):
                return info.ref
        elif (words - {"reason", "cause", "code"}) & said:
            return info.ref
    return None


def _will_close(reading: Reading, at: int) -> bool:
    """`Which deals will close this month` asks for expected close dates, which the record has."""
    rest = reading.items[at + 1 : at + 3]
    counted = any(item.has("metric") for item in reading.items)
    named = any(sense.value == "deal" for item in reading.items for sense in item.all("entity"))
    named = named or any(sense.value == "deal.amount" for item in reading.items for sense in item.all("field"))
    return named and not counted and any(item.text.casefold() in {"close", "closing"} for item in rest)


def read_scope(reading: Reading) -> None:
    """What cannot be told at all, and whose rows are meant."""
    refuse(reading)
    for at, item in enumerate(reading.items):
        if item.text.casefold() == "team" and at and reading.items[at - 1].text.casefold() in {"the", "our", "whole"}:
            item.used = item.used or ("scope" if _whole_team(reading, at) else None)
        elif item.has("team") and not item.used:
            reading.plan.scope = "team"
            item.used = "scope"
        elif item.has("mine") and not item.used and not item.has("value"):
            if item.text.casefold() not in {"me", "myself"} and reading.plan.scope == "all":
                reading.plan.scope = "mine"
            item.used = "scope"


def _whole_team(reading: Reading, at: int) -> bool:
    """`Did the team win`: everybody; a team of a name, or by team, is something else."""
    follow = reading.after(at)
    beside = reading.before(at)
    named = any(place is not None and reading.items[place].has("value", "grouper") for place in (follow, beside))
    return (
        not named
        and not reading.has("superlative")
        and {"did", "has", "have", "is", "was"} & set(reading.words()) != set()
    )


def asks_whether(reading: Reading) -> bool:
    """`Is anything overdue?`, also as the last of two questions: yes or no is asked for."""
    text = reading.text.casefold()
    last = [part for part in text.rstrip(" ?!.").split("?") if part.strip()][-1:]
    first = [token.fold for part in (text, *last) for token in tokens(part)[:1]]
    return bool(reading.items) and (any(word in ASKING for word in first) or _asked_behind_period(reading))


def _asked_behind_period(reading: Reading) -> bool:
    """`In June, was it more?`, `1 Oct to 20 Nov: are we ahead?`."""
    dated = next((at for at, item in enumerate(reading.items) if item.period is not None), None)
    if dated is None or dated + 1 >= len(reading.items) or not all(item.stop for item in reading.items[:dated]):
        return False
    follow, words = reading.items[dated + 1], tokens(reading.text)
    between = reading.text[words[reading.items[dated].last - 1].end : words[follow.first].start]
    return follow.text.casefold() in ASKING and bool(between.strip(" "))
