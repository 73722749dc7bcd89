"""The tenant's own people, found in a text by whole names, safe parts of names, addresses and numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from privacy.words import CALENDAR, TITLES, Token, begins_sentence, is_common, tokens, word_set

GAP = re.compile(r"[\s\-._·]{1,3}|\s*,\s*")
EMAIL_IN_VALUE = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
DETERMINERS = word_set("the a an this that these those our your its my his her their each every per new")
ADDRESSED = word_set("hi hello hey dear thanks cc mr mrs ms miss dr sir madam attn cheers regards")
PHONE_TAIL = 9  # digits that tell a subscriber's number whatever was dialled before it


@dataclass(frozen=True)
class Person:
    """Somebody the record knows: a contact (`person`) or a member of the team (`user`)."""

    id: int
    kind: Literal["person", "user"]
    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def placeholder(self) -> str:
        return f"[{self.kind}:{self.id}]"


class Found(NamedTuple):
    """A stretch of text that names somebody; `person` is None where it could be several people or is unknown."""

    start: int
    end: int
    person: Person | None


class _Form(NamedTuple):
    """One way to write a name: its folded words, and whether capitals must show that it is one."""

    keys: tuple[str, ...]
    capitals: bool


@dataclass
class Directory:
    """Everybody a tenant knows, ready to be looked for. `kept` are names of companies and products, which stay."""

    people: Sequence[Person]
    kept: Iterable[str] = ()
    _wholes: dict[str, dict[_Form, set[Person]]] = field(default_factory=lambda: defaultdict(dict), init=False)
    _parts: dict[str, set[Person]] = field(default_factory=lambda: defaultdict(set), init=False)
    _firsts: set[str] = field(default_factory=set, init=False)
    _kept: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set), init=False)
    _emails: dict[str, Person] = field(default_factory=dict, init=False)
    _phones: dict[str, set[Person]] = field(default_factory=lambda: defaultdict(set), init=False)
    _unspaced: dict[str, Person] = field(default_factory=dict, init=False)
    _unspaced_pattern: re.Pattern[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        for person in sorted(self.people, key=lambda one: one.kind != "user"):
            self._add(person)
        for name in self.kept:
            keys = tuple(token.key for token in tokens(name))
            if keys:
                self._kept[keys[0]].add(keys)
        if self._unspaced:
            longest_first = sorted(self._unspaced, key=len, reverse=True)
            self._unspaced_pattern = re.compile("|".join(map(re.escape, longest_first)))

    def by_email(self, address: str) -> Person | None:
        return self._emails.get(address.strip().casefold())

    def by_phone(self, number: str) -> Person | None:
        tail = phone_tail(number)
        return _only(self._phones.get(tail, set())) if tail else None

    def find(self, text: str, words: Sequence[Token] | None = None, meant: Collection[str] = ()) -> list[Found]:
        """The people named in a text, in order, without overlaps.

        `meant` are placeholders of those whom the text is about: where several go by a name it is theirs.
        """
        words = tokens(text) if words is None else words
        kept = self.kept_spans(text, words)
        found = list(self._whole_names(text, words, meant))
        taken = [(one.start, one.end) for one in found]
        here = {one.person for one in found if one.person}
        for index, word in enumerate(words):
            if word.key not in self._parts or _inside(word, taken) or _inside(word, kept):
                continue
            part = self._part(text, words, index, here, meant)
            if part and not any(part.start < end and start < part.end for start, end in [*taken, *kept]):
                found.append(part)
                taken.append((part.start, part.end))
        return sorted(found)

    def _add(self, person: Person) -> None:
        known = next((self._emails[mail.casefold()] for mail in person.emails if mail.casefold() in self._emails), None)
        who = known or person
        for mail in person.emails:
            self._emails.setdefault(mail.strip().casefold(), who)
        for number in person.phones:
            if tail := phone_tail(number):
                self._phones[tail].add(who)
        for name in person.names:
            if UNSPACED.search(name):
                self._unspaced[name] = who
                continue
            for spelling in {name, name.translate(UMLAUTS)}:
                self._add_name(spelling, who)

    def _add_name(self, name: str, who: Person) -> None:
        if "," in name:
            family, _, given = name.partition(",")
            name = f"{given} {family}"
        keys = [token.key for token in tokens(name) if token.key not in TITLES]
        if not keys or "@" in name:
            return
        for form in _forms(keys):
            self._wholes[form.keys[0]].setdefault(form, set()).add(who)
        for key in {keys[0], keys[-1]}:
            if len(key) > 2:
                self._parts[key].add(who)
        self._firsts.add(keys[0])

    def _whole_names(self, text: str, words: Sequence[Token], meant: Collection[str]) -> Iterator[Found]:
        if self._unspaced_pattern:
            for match in self._unspaced_pattern.finditer(text):
                yield Found(match.start(), match.end(), self._unspaced[match[0]])
        index = 0
        while index < len(words):
            best, used = None, 1
            for form, owners in self._wholes.get(words[index].key, {}).items():
                length = _matches(form, text, words, index)
                if length >= max(used, 2):
                    best, used = (owners, length)
            if best:
                yield Found(words[index].start, words[index + used - 1].end, _only(best, meant))
            index += used

    def kept_spans(self, text: str, words: Sequence[Token]) -> list[tuple[int, int]]:
        spans = []
        for index, word in enumerate(words):
            for keys in self._kept.get(word.key, ()):
                last = index + len(keys)
                if tuple(one.key for one in words[index:last]) == keys and text[word.start : word.start + 1].isupper():
                    spans.append((word.start, words[last - 1].end))
        return spans

    def _part(
        self, text: str, words: Sequence[Token], index: int, here: set[Person], meant: Collection[str]
    ) -> Found | None:
        word = words[index]
        if is_common(word.key) and not _stands_for_a_name(text, words, index):
            return None
        stranger = self._stranger(text, words, index)
        if stranger:
            return stranger
        owners = self._parts[word.key]
        return Found(word.start, word.end, _only(owners & here) or _only(owners, meant))

    def _stranger(self, text: str, words: Sequence[Token], index: int) -> Found | None:
        """A known first name before another family name, or the reverse, is somebody else."""
        word = words[index]
        if word.key in self._firsts:
            after = words[index + 1] if index + 1 < len(words) else None
            if after and _is_name_word(after) and text[word.end : after.start] == " ":
                return Found(word.start, after.end, None)
            return None
        before = words[index - 1] if index else None
        if before and _is_name_word(before) and text[before.end : word.start] == " ":
            return Found(before.start, word.end, None)
        return None


def phone_tail(number: str) -> str:
    """The last digits of a number, which stay the same however the country and the trunk are dialled."""
    digits = "".join(letter for letter in re.split(r"(?i)\b(?:ext|x)\b", number)[0] if letter.isdigit())
    return digits[-PHONE_TAIL:] if len(digits) >= 7 else ""


def addresses_in(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(match for value in values if isinstance(value, str) for match in EMAIL_IN_VALUE.findall(value))


def _forms(keys: list[str]) -> set[_Form]:
    if len(keys) < 2:
        return set()
    first, last = keys[0], keys[-1]
    sequences = {tuple(keys), (first, last), (last, first), (last, *keys[:-1])}
    forms = {_Form(sequence, all(map(is_common, sequence))) for sequence in sequences}
    if len(last) > 2:
        forms.add(_Form((first[0], last), capitals=True))
    if len(first) > 2:
        forms.add(_Form((first, last[0]), capitals=True))
    return forms


def _matches(form: _Form, text: str, words: Sequence[Token], index: int) -> int:
    """How many words of the text the form explains from `index` on; a middle initial may stand between; 0 for none."""
    position = index
    for number, key in enumerate(form.keys):
        if number and position < len(words) and words[position].key != key and _is_initial(words[position]):
            position += 1
        if position >= len(words) or words[position].key != key:
            return 0
        if position > index and not GAP.fullmatch(text, words[position - 1].end, words[position].start):
            return 0
        position += 1
    if form.capitals and not all(word.text[0].isupper() for word in words[index:position]):
        return 0
    if form.capitals and any(len(key) == 1 for key in form.keys):
        return position - index if _initial_stands_alone(text, words, index, position) else 0
    return position - index


def _initial_stands_alone(text: str, words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the initial is a name's: "Jane D." and "J. Doe" abbreviate one; "Jane I met" and "Plan B Doe" do not."""
    last = words[end - 1]
    if len(last.key) == 1:
        return last.text != "I" and (text[last.end : last.end + 1] == "." or end == len(words))
    first = words[index]
    return first.text != "I" and (text[first.end : first.end + 1] == "." or not is_common(last.key))


def _is_initial(word: Token) -> bool:
    return len(word.text) == 1 and word.text.isupper()


def _is_name_word(word: Token) -> bool:
    return len(word.key) > 2 and word.text[0].isupper() and not word.text.isupper() and not is_common(word.key)


def _stands_for_a_name(text: str, words: Sequence[Token], index: int) -> bool:
    """Whether a word such as "Mark" is a name here: its capital is not the sentence's, or somebody is addressed."""
    word = words[index]
    before = words[index - 1] if index else None
    if not word.text.istitle() or word.key in CALENDAR:
        return False
    if before and before.key in ADDRESSED and before.text[0].isupper():
        return True
    if begins_sentence(text, word.start) or before is None:
        return False
    after = words[index + 1] if index + 1 < len(words) else None
    title_case = after is not None and after.text[0].isupper() and text[word.end : after.start].isspace()
    return before.text.islower() and before.key not in DETERMINERS and not title_case


def _only(people: Iterable[Person], meant: Collection[str] = ()) -> Person | None:
    distinct = list(people)
    if len(distinct) > 1 and meant:
        distinct = [person for person in distinct if person.placeholder in meant]
    return distinct[0] if len(distinct) == 1 else None


def _inside(word: Token, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in spans)
