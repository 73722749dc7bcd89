"""First names of the team written small that are common words too: is grace in, did mark win."""

from __future__ import annotations

from collections.abc import Sequence

from crm.ask.language.lexicon import Sense, fixed, function_words, stop_words
from crm.ask.language.text import Token
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import word_set

BEFORE = word_set("is did does was has had can by for of from to with about ask tell under than are")
AFTER = word_set(
    "s won win wins lost lose sold sell sells closed close owns own has have had made make is was did and or in "
    "on at this last next"
)
VERBS = frozenset(["is", "did", "does", "was", "has", "had"])


def called(words: Sequence[Token], position: int, vocabulary: Vocabulary) -> list[Sense]:
    """The one of the team who goes by a word, where it stands as a name does and says nothing else."""
    word, phrase = words[position].fold, words[position].base
    if fixed().get(phrase) or vocabulary.senses.get(phrase) or word in stop_words() or word in function_words():
        return []
    found = [sense for sense in vocabulary.partial.get(phrase, ()) if sense.value == "user.name"]
    if len(found) != 1 or found[0].detail.casefold().split(" ")[0] != word:
        return []
    before = words[position - 1].fold if position else ""
    after = words[position + 1].fold if position + 1 < len(words) else ""
    named = before in VERBS or (before in BEFORE and (not after or after in AFTER)) or after == "s"
    return found if named else []
