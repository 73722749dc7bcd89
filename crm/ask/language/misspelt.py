"""Words written wrong: what the record or the language of questions has that is nearly the same."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense, fixed
from crm.ask.language.text import Token, stem, tokens
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import english_words
from crm.naming import common_words

PERSONS = frozenset({"contact.name", "user.name", "manager.name"})
LETTERS = frozenset("csat nps arr ltv cac roi sla acv tcv arpu gmv kpi okr".split())  # noqa: SIM905  # no slips
LONG = 9  # letters of a value that is no name for being written with a capital


SHORTEST = 2  # letters of an abbreviation that is nobody's name


def slips(part: list[Token], vocabulary: Vocabulary) -> list[Sense]:
    """A word of the language is what it says; only others are taken for misspelt ones."""
    phrase = "".join(word.base for word in part)
    if phrase in LETTERS:
        return []
    english = len(part) == 1 and (part[0].fold in english_words() or part[0].base in english_words())
    found: list[Sense] = []
    near = vocabulary.near(phrase)
    if not english and near and (nearer := _nearer(phrase, near[0])):
        return list(fixed()[nearer])
    for known in _alike(phrase, near):
        senses = [*fixed().get(known, ()), *vocabulary.senses.get(known, ()), *vocabulary.partial.get(known, ())]
        if english:
            senses = [sense for sense in senses if sense.kind == "value" and sense.value not in PERSONS]
            senses = [sense for sense in senses if _misspelt(sense.detail)]
        found += senses
    if any(word.raw.isupper() and len(word.raw) > SHORTEST for word in part):
        found = [sense for sense in found if sense.value not in PERSONS]  # an IBAN is no Ivan
    return found or _fixed_slip(phrase, kin=english)


def _alike(phrase: str, near: list[str]) -> list[str]:
    """Of words that are equally near those that begin alike: acounts are accounts before they are amounts."""
    shared = {known: _shared(phrase, known) for known in near}
    longest = max(shared.values(), default=0)
    return [known for known in near if shared[known] == longest] if longest > 1 else near


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return next((n for n, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))


def _nearer(phrase: str, known: str) -> str | None:
    """A word of the language of questions that is a smaller slip away than a word of the record."""
    from rapidfuzz.distance import OSA, Indel  # noqa: PLC0415

    def slip(other: str) -> tuple[int, int]:
        return OSA.distance(phrase, other), Indel.distance(phrase, other)

    limit = slip(known)
    others = [each for each in fixed() if abs(len(each) - len(phrase)) <= limit[0] and each[0] == phrase[0]]
    best = min(others, key=slip, default=None)
    return best if best is not None and len(best) > 3 and slip(best) < limit else None


def _misspelt(value: str) -> bool:
    """The export itself may hold the slip: technolgy for technology."""
    strange = any(word.fold not in common_words() for word in tokens(value))
    return strange and (not value[:1].isupper() or len(value) >= LONG)


def _fixed_slip(phrase: str, *, kin: bool) -> list[Sense]:
    """Senses of the word of questions that is meant; `averaged` is no slip, and yet the same word: `kin` alone."""
    if len(phrase) < 4:
        return []
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    known = [each for each in fixed() if len(each) > 3 and each[0] == phrase[0]]
    hit = process.extractOne(phrase, known, scorer=OSA.distance, score_cutoff=1 if len(phrase) < 8 else 2)
    return list(fixed()[hit[0]]) if hit and (not kin or stem(hit[0]) == stem(phrase)) else []
