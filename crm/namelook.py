"""Whether the words around a name's form make it likely that the name is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm.nameindex import PARTICLES, PEOPLE, Form
from crm.naming import COMPANY_NOUNS, TITLES, TITLES_AFTER, TITLES_TOO, Token, common_words, fold, word_set

PERSON_BEFORE = word_set(
    "with w met told asked ping pinged call called calls phoned rang emailed texted messaged from to by and spoke cc "
    "ask tell meet meeting introduced thanks hi hey hello dear remind loop lm vm mr mrs ms dr & saw"
)
PERSON_AFTER = word_set(
    "said says wants wanted asked asks told mentioned thinks agreed confirmed will is was has needs called "
    "emailed replied sent loves loved likes liked hates signed from at who and promised would can "
    "did does joined left rang phoned texted wrote s"
)
COMPANY_BEFORE = word_set("with w from at visit visited for to by met client customer account re called")
_VERBAL = ("ed", "ing", "s", "ly")
_MEETING = word_set("with w met told asked called emailed texted phoned")
_SPEAKS = word_set("said says wants wanted asked asks told mentioned thinks agreed confirmed loves loved hates")
_SPOKEN_TO = re.compile(r",?\s+(?:can|could|would|will|do|did|have|are) you\b|,\s+(?:please|pls)\b", re.IGNORECASE)
_MONTHS = word_set("jan april apr may june august aug mar mai")
_DAY_BEFORE = re.compile(
    r"(?:\b\d{1,2}(?:st|nd|rd|th)?(?: of)?|\b(?:early|mid|late|end of|in|since|until|till|by|last|next)),?\s*$",
    re.IGNORECASE,
)
_DAY_AFTER = re.compile(r"[.,]?\s*(?:\d{1,2}(?:st|nd|rd|th)?\b|20\d\d\b|'\d\d\b)")
_JOURNEY = re.compile(
    r"\b(?:live[sd]?|living|based|trip|travel\w*|flights?|fly|flying|flew|drive|driving|drove|train|holidays?|mov(?:ed?|ing)|relocat\w+|home|born|traffic|weather|airport|station)"
    r"\s+(?:over |back |down |up )?(?:to|in|from|near|of|at)\s+$",
    re.IGNORECASE,
)  # a place that is named so, not the company
_SENTENCE_END = re.compile(r"[.!?:;\n•*]|^\s*$")


@dataclass(frozen=True)
class Candidate:
    first: int  # token positions, `last` inclusive
    last: int
    forms: tuple[Form, ...]

    @property
    def strong(self) -> bool:
        return any(form.strong for form in self.forms)

    @property
    def rank(self) -> tuple[bool, int, float]:
        return (self.strong, self.last - self.first, max(form.score for form in self.forms))


@dataclass(frozen=True)
class Look:
    """A text around a candidate: what stands before and after it."""

    text: str
    words: Sequence[Token]
    taken: frozenset[int]

    def allows(self, candidate: Candidate, form: Form) -> bool:
        """Whether the words around make it likely that this name is meant."""
        span = self.words[candidate.first : candidate.last + 1]
        ordinary = is_ordinary(tuple(word.norm for word in span))
        if form.known.entity in PEOPLE:
            if self._month(candidate):
                return False
            if ordinary and not self._cued(candidate, PERSON_BEFORE, PERSON_AFTER):
                return False
            if form.how == "last" and len(span) == 1 and not (span[0].capital or self._titled(candidate.first)):
                return not ordinary and self._dictated(candidate)
            last = form.how == "last"
            return form.strong or not (
                self._goes_on(candidate.last, 1) or self._goes_on(candidate.first, -1, whole_name=last)
            )
        if form.how == "acronym":
            return span[0].raw.isupper()
        if form.how == "kind" and self._names_another(candidate.last + 1):
            return False
        if form.how == "part" and (
            self._titled(candidate.first) or _JOURNEY.search(self.text[: span[0].start]) or not self._large(candidate)
        ):
            return False
        if form.how == "part" and ordinary and not all(word.capital for word in span):
            return False
        if ordinary and form.known.entity == "account" and not self._cued(candidate, COMPANY_BEFORE, PERSON_AFTER):
            return False
        if ordinary and len(span) == 1 and not (span[0].capital and not self._opens(candidate.first)):
            return form.known.entity == "account"
        if form.known.entity == "account" and self._other_company(candidate, form):
            return False
        if form.known.entity == "account" and self._open_to_goods(candidate):
            return True
        return form.strong or not (
            self._goes_on(candidate.last, 1) or self._goes_on(candidate.first, -1, whole_name=True)
        )

    def _cued(self, candidate: Candidate, before: frozenset[str], after: frozenset[str]) -> bool:
        """An everyday word is a name when written large in mid-sentence, or where a name is due."""
        first, last = self.words[candidate.first], self.words[candidate.last]
        capital = first.capital or last.capital
        if candidate.last > candidate.first and (candidate.strong or (first.capital and last.capital)):
            return True
        previous = self.words[candidate.first - 1].norm if candidate.first else ""
        if "@" in self.text[self.words[candidate.first - 1].end if candidate.first else 0 : first.start]:
            return True  # "@ summit"
        following = self.words[candidate.last + 1].norm if candidate.last + 1 < len(self.words) else ""
        owned = self.text[last.end : last.end + 2].lower() in {"'s", "\u2019s"}
        if after is PERSON_AFTER and _SPOKEN_TO.match(self.text[last.end :]):
            return True  # "Grace, could you"
        if capital:
            opens = self._opens(candidate.first)
            return owned or previous in before or (following in after if opens else True)
        if after is PERSON_AFTER and following in _SPEAKS:
            return True  # "will said", "grace wants": no everyday word goes before these
        if after is PERSON_AFTER and before is PERSON_BEFORE and previous in before and following in {"at", "from"}:
            return True  # "a line to grace at ..."
        return previous in before & _MEETING and (candidate.last > candidate.first or following in {"at", "from"})

    def _month(self, candidate: Candidate) -> bool:
        """Whether a name that is a month's too stands in a date: "12 Jan", "April 3rd"."""
        word = self.words[candidate.first]
        if candidate.first != candidate.last or word.norm not in _MONTHS:
            return False
        return bool(_DAY_BEFORE.search(self.text[: word.start]) or _DAY_AFTER.match(self.text[word.end :]))

    def _names_another(self, position: int) -> bool:
        """Whether a kind of company goes on to a name of its own: Clinique du Parc, for Clinique du Fleuve."""
        if position >= len(self.words) or self.text[self.words[position - 1].end : self.words[position].start] != " ":
            return False
        return self.words[position].capital or self.words[position].norm in PARTICLES

    def _dictated(self, candidate: Candidate) -> bool:
        """Whether a text without capitals speaks of somebody at this place: "costigan rang"."""
        following = self.words[candidate.last + 1].norm if candidate.last + 1 < len(self.words) else ""
        return self.text.islower() and following in PERSON_AFTER

    def _large(self, candidate: Candidate) -> bool:
        """Whether a name is written large, in a text that does so at all."""
        return self.words[candidate.first].capital or self.text.islower()

    def _titled(self, position: int) -> bool:
        return position > 0 and self.words[position - 1].norm in TITLES | TITLES_TOO

    def _opens(self, position: int) -> bool:
        if position == 0:
            return True
        gap = self.text[self.words[position - 1].end : self.words[position].start]
        return _SENTENCE_END.search(gap) is not None and bool(gap.strip())

    def _goes_on(self, position: int, step: int, *, whole_name: bool = False) -> bool:
        """Whether a further part of a longer, unknown name stands next to it ("Jane" in "Jane Smith")."""
        other = position + step
        if not 0 <= other < len(self.words) or other in self.taken:
            return False
        left, right = sorted((position, other))
        word = self.words[other]
        if self.text[self.words[left].end : self.words[right].start] not in {" ", "-"}:
            return False
        if word.norm in common_words() or not word.norm.isalpha() or len(word.norm) < 2:
            return False
        if word.norm in TITLES or word.norm in (TITLES_AFTER if step > 0 else TITLES_TOO):
            return False
        if word.capital:
            return step > 0 or not self._opens(other) or whole_name
        return step > 0 and not self.words[position].capital and len(word.norm) > 3 and not word.norm.endswith(_VERBAL)

    def _open_to_goods(self, candidate: Candidate) -> bool:
        """Whether a word in small letters follows that names no kind of company: "kessler pumpe"."""
        following = candidate.last + 1
        if following >= len(self.words) or self._goes_on(candidate.first, -1, whole_name=True):
            return False
        word = self.words[following]
        return not word.capital and word.norm not in COMPANY_NOUNS

    def _other_company(self, candidate: Candidate, form: Form) -> bool:
        """Whether the text names another company: Acme Logistics is not Acme Corp."""
        position = candidate.last + 1
        if position >= len(self.words) or position in self.taken:
            return False
        word = self.words[position]
        if self.text[self.words[position - 1].end : word.start] != " ":
            return False
        known = {fold(part) for part in form.known.name.replace(",", " ").replace(".", " ").split()}
        return word.capital and word.norm in COMPANY_NOUNS and word.norm not in known


def is_ordinary(parts: tuple[str, ...]) -> bool:
    return all(part in common_words() or len(part) < 3 for part in parts)
