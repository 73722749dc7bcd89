"""What a question asks to be broken down by: `by rep and quarter`, `per sector`, `each close month`."""

from __future__ import annotations

from crm.ask.language.text import tokens
from crm.ask.planning.nouns import NAMED_BY, best_field, noun_at
from crm.ask.planning.owned import owns_next
from crm.ask.planning.reading import Noun, Reading
from crm.ask.record.schema import yearlike

OWNERS = frozenset({"owner", "owners", "responsible", "responsibles"})
JOINERS = frozenset({"and", "then"})


def read_groups(reading: Reading) -> None:
    """`by rep and quarter`, `per sector`, `each manager`; by a measure is an order, by a name is a filter."""
    for at, item in enumerate(reading.items):
        if item.used or not item.has("grouper"):
            continue
        place = reading.after(at)
        if place is not None and (_over_all(reading, at, place) or _decided_only(reading, place)):
            continue
        if place is not None and _says_rate(reading, place):
            reading.use(at, "measure")
            reading.use(place, "measure")
            continue
        found = _run(reading, place, per=item.text.casefold() == "per") if place is not None else []
        if found:
            reading.use(at, "group")
            reading.groups += [noun for noun in found if noun.name not in {group.name for group in reading.groups}]


def _over_all(reading: Reading, at: int, place: int) -> bool:
    """`Total balance across all orders`: of all of them together, where the balance is one of theirs."""
    words = [token.fold for token in tokens(reading.items[at].text)]
    if words != ["across", "all"] or place != at + 1:
        return False
    named = {sense.value for sense in reading.items[place].all("entity")}
    earlier = [sense.value.split(".")[0] for item in reading.items[:at] for sense in item.all("field")]
    if not named & set(earlier):
        return False
    reading.use(at, "measure")
    return True


def _decided_only(reading: Reading, place: int) -> bool:
    """`Per rep this year (by actual close date)`: set apart it says which date counts, and is no other column."""
    told = [sense for sense in reading.items[place].all("field") if reading.field(sense).temporal]
    dated = any(item.period for item in reading.items)
    return bool(told) and bool(reading.groups) and dated and _in_brackets(reading, place)


def _in_brackets(reading: Reading, place: int) -> bool:
    start = tokens(reading.text)[reading.items[place].first].start
    before = reading.text[:start]
    return before.count("(") > before.count(")") or before.rstrip().endswith(("- by", ", by", "– by"))


RATES = {"month": "monthly", "year": "annual yearly", "week": "weekly", "day": "daily"}


def _says_rate(reading: Reading, place: int) -> bool:
    """`ad budget per month` of a column that is monthly by its name."""
    grain = reading.items[place].sense("grain")
    usual = set(RATES.get(grain.value, "").split()) if grain else set()
    others = [item for item in reading.items if not item.has("metric")]  # sales are no monthly sales target
    fields = [reading.field(sense) for item in others for sense in item.all("field")]
    return any(info.numeric and usual & set(info.label.casefold().replace("_", " ").split()) for info in fields)


def _run(reading: Reading, place: int | None, *, per: bool) -> list[Noun]:
    found: list[Noun] = []
    while place is not None:
        while owns_next(reading, place):
            reading.items[place].senses, reading.items[place].used = [], "group"  # they only say whose
            place += 2 if reading.words()[place + 1] == "s" else 1
        place, dated = _to_grain(reading, place)
        item = reading.items[place]
        if _says_of_sum(reading, place):
            return found
        noun = noun_at(reading, place) if not item.used and not item.has("aggregate", "superlative") else None
        if noun is not None and dated:
            noun.detail = dated
        if noun is None and item.text.casefold() in OWNERS and not item.used:
            noun = Noun("entity", "user", place)
        if noun is None or noun.kind == "metric" or not _groupable(reading, noun, per=per):
            return found
        if noun.kind == "entity" and (joined := _absorb_next(reading, place)):
            noun = joined
        found.append(noun)
        reading.use(place, "group")
        follow = place + 1
        if follow >= len(reading.items) or reading.items[follow].text.casefold() not in JOINERS:
            if not (_comma(reading, place) and follow < len(reading.items)) or _narrows(reading, follow):
                return found
            place = follow
            continue
        place = reading.after(follow)
        if place is not None and not (noun_at(reading, place) and not reading.items[place].has("question")):
            return found
    return found


def _says_of_sum(reading: Reading, place: int) -> bool:
    """`Clients by invoiced amount`: the verb says which amount is meant, rows are not broken down by it."""
    item, follow = reading.items[place], reading.after(place)
    if follow is None or not item.text.casefold().endswith("ed") or not item.has("entity", "field"):
        return False
    return any(reading.field(sense).numeric for sense in reading.items[follow].all("field"))


def _to_grain(reading: Reading, place: int) -> tuple[int, str]:
    """`Each close month`, `by signup quarter`: the place of the month, and the date that is said before it."""
    item, follow = reading.items[place], place + 1
    if follow >= len(reading.items) or not reading.items[follow].has("grain") or item.used or item.has("grain"):
        return place, ""
    closed = any(sense.value in {"closed", "won", "lost"} for sense in item.all("outcome"))
    dates = [sense.value for sense in item.all("field") if reading.field(sense).temporal]
    ref = "deal.close_date" if closed else dates[0] if dates else ""
    if ref:
        reading.use(place, "date")
    return (follow, ref) if ref else (place, "")


def _absorb_next(reading: Reading, place: int) -> Noun | None:
    """`product family`, `account industry`: the entity only says whose field it is."""
    follow = place + 1
    if follow < len(reading.items) and reading.items[follow].text.casefold() == "s":
        follow += 1  # the client's country
    if follow >= len(reading.items) or not reading.items[follow].has("field"):
        return None
    entity = noun_at(reading, place)
    field = best_field(reading.items[follow], (entity.name,) if entity else ())
    if entity is None or field.split(".")[0] != entity.name or reading.field(field).type not in NAMED_BY:
        return None
    reading.use(follow, "group")
    return Noun("field", field, follow)


def _comma(reading: Reading, place: int) -> bool:
    last = reading.items[place].text
    return f"{last}," in reading.text


def _narrows(reading: Reading, at: int) -> bool:
    """`By owner, closed ones only`: which rows, and no date of closing."""
    behind = reading.words()[at + 1 : at + 3]
    return reading.items[at].has("outcome") and bool({"ones", "only", "deals", "opportunities"} & set(behind))


def _groupable(reading: Reading, noun: Noun, *, per: bool) -> bool:
    if noun.kind != "field":
        return True
    info = reading.field(noun.name)
    if info.numeric:
        return per or yearlike(info) or (info.type == "integer" and not _many(info.values))
    return True


def _many(values: tuple[str, ...]) -> bool:
    return not values or len(values) > 60
