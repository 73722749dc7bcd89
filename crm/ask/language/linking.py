"""Cuts a question into items and says what each may mean in this tenant's vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.ask.language.abbreviations import abbreviated
from crm.ask.language.firstnames import called
from crm.ask.language.glosses import glossed
from crm.ask.language.headed import HEADED, as_rows, content, headed, mere_part, named_whole, outdone_by_rows
from crm.ask.language.lexicon import Sense, fixed, function_words, stop_words
from crm.ask.language.misspelt import slips
from crm.ask.language.numerals import CURRENCY, figure
from crm.ask.language.text import Token, key, stem, tokens
from crm.ask.record.identifiers import Identified
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import NUMBER_WORDS, english_words
from crm.naming import common_words
from crm.periods.period import Period

MOST_FIGURES = 3  # parts of a value of figures
LONGEST_PHRASE = 7  # words
APART = (", ", ": ", "; ", "? ")


@dataclass
class Item:
    """A stretch of the question with its possible senses; `used` names the part of the plan that explains it."""

    text: str
    first: int  # number of its first token
    last: int  # number after its last token
    senses: list[Sense] = field(default_factory=list)
    number: float | None = None
    money: bool = False
    period: Period | None = None
    used: str | None = None
    capital: bool = False
    fuzzy: bool = False
    stop: bool = False
    guessed: bool = False  # what it means is told by the words around it alone

    def has(self, *kinds: str) -> bool:
        return any(sense.kind in kinds for sense in self.senses)

    def sense(self, kind: str) -> Sense | None:
        return next((sense for sense in self.senses if sense.kind == kind), None)

    def all(self, kind: str) -> list[Sense]:
        return [sense for sense in self.senses if sense.kind == kind]

    @property
    def unknown(self) -> bool:
        return not (self.senses or self.stop or self.period or self.number is not None)


def link(
    text: str, vocabulary: Vocabulary, periods: Sequence[Period], numbers: Sequence[Identified] = ()
) -> list[Item]:
    """Items in the order of the text. Longest phrase first; exact, then parts of names, roots, slips of the pen."""
    words = tokens(text)
    values = [item for at in range(len(words)) if (item := _literal(words, at, vocabulary, text))]
    periods = [each for each in periods if not any(_within(words[item.first], each) for item in values)]
    items: list[Item] = []
    position = 0
    while position < len(words):
        item = (
            _numbered(words, position, numbers)
            or _literal(words, position, vocabulary, text)
            or _named_over_period(words, position, vocabulary, periods, text)
            or _period(words, position, periods)
            or _misspelt_name(words, position, vocabulary, periods)
            or _phrase(words, position, vocabulary, periods, text)
            or _number(words, position)
            or _word(words, position, vocabulary)
        )
        _take_tail(item, words)
        items.append(item)
        position = item.last
    for at, item in enumerate(items):
        _column_or_metric(items, at, item, vocabulary)
        _sum_or_column(items, at, item, vocabulary)
    return glossed(items, words, text, vocabulary)


def _take_tail(item: Item, words: list[Token]) -> None:
    """`Pit-mounted bridge 638`: the number that a name ends with is a part of it."""
    tail = words[item.last].raw if item.last < len(words) else ""
    whole = [each for each in item.senses if each.kind == "value" and each.detail.endswith(f" {tail}")]
    if tail.isdigit() and whole:
        item.senses, item.text, item.last = whole, f"{item.text} {tail}", item.last + 1


def _numbered(words: list[Token], position: int, numbers: Sequence[Identified]) -> Item | None:
    """The number of a row is one word, whatever it is made of."""
    start = words[position].start
    number = next((each for each in numbers if each.start <= start < each.end), None)
    if number is None:
        return None
    part = [word for word in words[position:] if word.end <= number.end]
    return Item(number.senses[0].detail, position, position + len(part), list(number.senses)) if part else None


def _literal(words: list[Token], position: int, vocabulary: Vocabulary, text: str) -> Item | None:
    """A value of figures alone, as it is written in the record: the season 2025/26."""
    if not words[position].fold.isdigit():
        return None
    for length in range(MOST_FIGURES, 1, -1):
        part = words[position : position + length]
        written = text[part[0].start : part[-1].end].casefold()
        senses = vocabulary.senses.get(_key(part), []) if len(part) == length and "/" in written else []
        told = [sense for sense in senses if sense.kind == "value" and sense.detail.casefold() == written]
        if told:
            return _item(part, position, told)
    return None


def _column_or_metric(items: list[Item], at: int, item: Item, vocabulary: Vocabulary) -> None:
    """`the two pipelines`, `the Partner pipeline`, `by pipeline` of a record that has a column of that name."""
    headed = [sense.value for sense in item.all("field") if sense.weight >= HEADED]
    if any(vocabulary.fields[ref].numeric for ref in headed) and item.text.casefold() == "quantity":
        item.senses = [sense for sense in item.senses if sense.kind != "aggregate"]
    literal = [sense.value for sense in item.all("field") if sense.weight >= 1]
    columns = {ref for ref in literal if not vocabulary.fields[ref].numeric}
    if not columns or not item.has("metric") or item.has("value"):
        return
    beside = items[at - 1] if at else None
    named = beside is not None and any(sense.value in columns for sense in beside.all("value"))
    split = beside is not None and (beside.has("grouper") or beside.text.casefold() in {"which", "what", "whose"})
    if named or split or item.text.casefold().endswith("s"):
        item.senses = [sense for sense in item.senses if sense.kind != "metric"]


def _sum_or_column(items: list[Item], at: int, item: Item, vocabulary: Vocabulary) -> None:
    """`Total quantity` of a record that has a column “Total”: a word of adding before the column that is added up."""
    follow = next((each for each in items[at + 1 :] if not each.stop), None)
    if follow is None or not item.has("aggregate") or not item.has("field") or not follow.has("field"):
        return
    if all(vocabulary.fields[sense.value].numeric for sense in [*item.all("field"), *follow.all("field")]):
        item.senses = [sense for sense in item.senses if sense.kind != "field"]


def _named_over_period(
    words: list[Token], position: int, vocabulary: Vocabulary, periods: Sequence[Period], text: str
) -> Item | None:
    """A known name of several words that happens to hold a date is a name; so is a header, “Hours this year”."""
    if not any(_within(word, period) for word in words[position : position + LONGEST_PHRASE] for period in periods):
        return None
    for length in range(LONGEST_PHRASE, 1, -1):
        part = words[position : position + length]
        known = _unbroken(part, vocabulary.senses.get(_key(part), []), text)
        named = [sense for sense in known if named_whole(sense, vocabulary) and _allowed(part, sense)]
        inside = any(all(_within(word, period) for word in part) for period in periods)
        if len(part) == length and named and not inside:
            return _item(part, position, named)
    return None


def _period(words: list[Token], position: int, periods: Sequence[Period]) -> Item | None:
    for period in periods:
        if _within(words[position], period):
            last = position
            while last < len(words) and _within(words[last], period):
                last += 1
            return Item(period.text, position, last, period=period)
    return None


def _misspelt_name(words: list[Token], position: int, vocabulary: Vocabulary, periods: Sequence[Period]) -> Item | None:
    """A name of several words of which one is written wrong: `Vehement Captial Partners`."""
    if words[position].fold.isdigit():
        return None  # `5 yacht clubs`: how many, and no part of a name
    for length in range(min(4, len(words) - position), 1, -1):
        part = words[position : position + length]
        if any(_within(word, period) for word in part for period in periods) or not _strange(part, vocabulary):
            continue
        if part[-1].base in fixed() and _key(part[:-1]) in vocabulary.senses:
            continue  # `Retrofit vs`: the name is whole, and is set against another
        if _key(part) in vocabulary.senses or part[0].fold in stop_words() or part[-1].fold in stop_words():
            continue
        near = [known for known in vocabulary.near(_key(part)) if _named(known, vocabulary)]
        if near:
            item = _item(part, position, [sense for known in near for sense in _named(known, vocabulary)])
            item.fuzzy = True
            return item
    return None


def _strange(part: list[Token], vocabulary: Vocabulary) -> bool:
    """Whether a word of these is known to nobody."""
    return any(
        len(word.fold) > 3
        and word.fold not in common_words()
        and word.base not in fixed()
        and word.base not in vocabulary.senses
        and word.base not in vocabulary.partial
        for word in part
    )


def _named(known: str, vocabulary: Vocabulary) -> list[Sense]:
    return [sense for sense in vocabulary.senses.get(known, ()) if sense.kind == "value"]


def _within(word: Token, period: Period) -> bool:
    return word.start >= period.span[0] and word.end <= period.span[1]


def _phrase(
    words: list[Token], position: int, vocabulary: Vocabulary, periods: Sequence[Period], text: str
) -> Item | None:
    for length in range(min(LONGEST_PHRASE, len(words) - position), 0, -1):
        part = words[position : position + length]
        if any(_within(word, period) for word in part for period in periods):
            continue
        senses = headed(part, _unbroken(part, _senses(part, vocabulary), text), vocabulary)
        senses = senses or (called(words, position, vocabulary) if length == 1 else [])
        if length > 1 and outdone_by_rows(part[0], senses, vocabulary):
            continue
        if senses and length == 1 and all(sense.kind in {"signal", "change"} for sense in senses):
            senses += vocabulary.stems.get(stem(part[0].base), [])  # a column of that name is meant before a signal
        if senses:
            return _item(part, position, senses)
    return None


def _unbroken(part: list[Token], senses: list[Sense], text: str) -> list[Sense]:
    """A name may hold a comma, a header none."""
    broken = any(mark in text[part[0].start : part[-1].end] for mark in APART)
    return [sense for sense in senses if sense.kind == "value"] if broken else senses


def _senses(part: list[Token], vocabulary: Vocabulary) -> list[Sense]:
    phrase = _key(part)
    if phrase.isdigit() or (len(part) == 1 and part[0].fold in NUMBER_WORDS):
        return []
    found = [sense for sense in fixed().get(phrase, ()) if not vocabulary.outdone(phrase, sense)]
    small = len(part) > 1 and all(word.fold in function_words() and not word.capital for word in part)
    found += [] if small else [sense for sense in vocabulary.senses.get(phrase, ()) if _allowed(part, sense)]
    if any(sense.kind == "entity" and sense.weight >= 1 for sense in found):  # a gift is no part of "Gift Aid"
        found = [sense for sense in found if not mere_part(sense, vocabulary)]
    found = as_rows(part, found, vocabulary)
    if not any(sense.kind == "value" for sense in found):
        partial = vocabulary.partial.get(phrase, [])
        if len(part) > 1 or not found or part[0].capital:
            found += [sense for sense in partial if len(part) > 1 or _name_like(part[0])]
    return found


def _name_like(word: Token) -> bool:
    return word.capital or word.fold not in common_words() or any(letter.isdigit() for letter in word.fold)


def _allowed(part: list[Token], sense: Sense) -> bool:
    """Values spelt like a small word (IN, US) must be written as such."""
    small = len(part) > 1 and all(word.fold in stop_words() for word in part)
    if sense.kind == "value" and small and _key(part) != key(sense.detail):
        return any(word.raw.isupper() and len(word.raw) > 1 for word in part)  # `gave us a deal` is not in the USA
    if sense.kind != "value" or len(part) > 1:
        return True
    word = part[0]
    if word.fold in function_words() or (len(word.fold) <= 2 and word.fold in stop_words()):
        return word.raw.isupper() and len(word.raw) > 1
    return not (word.fold in stop_words() and not word.capital and sense.detail.casefold() != word.fold)


def _number(words: list[Token], position: int) -> Item | None:
    found = figure(words, position)
    if found is None:
        return None
    number, last, money = found
    text = " ".join(word.raw for word in words[position:last])
    return Item(text, position, last, number=number, money=money)


def _word(words: list[Token], position: int, vocabulary: Vocabulary) -> Item:
    word = words[position]
    part = words[position : position + 1]
    if word.fold in stop_words() or word.base in stop_words() or word.base in CURRENCY:
        return _item(part, position, [], stop=True)
    rooted = [*vocabulary.stems.get(stem(word.base), ()), *vocabulary.stems.get(word.base, ())]
    if rooted and len(word.fold) > 3 and word.fold in common_words():
        return _item(part, position, rooted)
    if not rooted and (valued := vocabulary.roots.part(word.base, several=word.fold != word.base)):
        return _item(part, position, valued)
    derived = [] if rooted else vocabulary.roots.derived(word.base)
    if derived and word.fold in common_words():
        return _item(part, position, derived, fuzzy=True)
    made = [] if rooted or derived else vocabulary.origins.senses(word.base) or vocabulary.origins.counted_in(word.fold)
    if made and word.fold in english_words():
        return _item(part, position, made, fuzzy=True)
    for length in (3, 2, 1):
        several = words[position : position + length]
        if len(several) == length and all(content(each) for each in several):
            senses = slips(several, vocabulary)
            if senses:
                item = _item(several, position, senses)
                item.fuzzy = True
                return item
    if not rooted and (short := abbreviated(word.fold, vocabulary)):
        return _item(part, position, short)
    if derived or made:
        return _item(part, position, derived or made, fuzzy=True)
    return _item(part, position, rooted if len(word.fold) > 3 else [])


def _key(part: Sequence[Token]) -> str:
    return "".join(word.base for word in part)


def _item(part: list[Token], position: int, senses: list[Sense], *, stop: bool = False, fuzzy: bool = False) -> Item:
    text = " ".join(word.raw for word in part)
    end = position + len(part)
    return Item(text, position, end, senses=list(senses), stop=stop, fuzzy=fuzzy, capital=part[0].capital)
