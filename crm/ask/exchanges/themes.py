"""What was spoken of: the words of a question that are no part of it, where it asks about what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm.ask.exchanges.mark import Mark
from crm.naming import word_set

TAILS = frozenset({"trouble", "troubles", "problem", "problems", "issue", "issues", "question", "questions", "matter"})
STRUCTURE = word_set(
    "about at from to with by period us they which who when last first account user contact most fewest how_many "
    "how_often subject theme"
)
BETWEEN = STRUCTURE | word_set("noun ticketing shared verb clients persons reps")  # a theme and what is said of it


def themed(marks: Sequence[Mark]) -> list[Mark] | None:
    """The parts with the unknown words as one theme; None where they are none, or several."""
    places = [place for place, mark in enumerate(marks) if mark.symbol == "theme"]
    first, last = places[0], places[-1]
    if last - first + 1 != len(places) or not any(mark.symbol == "about" for mark in marks):
        return None
    words = [marks[place] for place in places]
    while len(words) > 1 and words[-1].text in TAILS:
        words.pop()
    behind = next((place for place, mark in enumerate(marks) if mark.symbol == "about"), 0) + 1
    if first > behind - 1 and behind < len(marks) and marks[behind].symbol not in STRUCTURE:
        return None  # `about contact data`: more is said of it than the unknown word
    theme = replace(words[0], value=" ".join(mark.text for mark in words))
    at = next((place for place, mark in enumerate(marks) if mark.symbol == "about"), 0)
    if first < at and any(mark.symbol not in BETWEEN for mark in marks[last + 1 : at]):
        return None
    return [
        *marks[:first],
        theme,
        *(replace(mark, value="") for mark in marks[first + 1 : last + 1]),
        *marks[last + 1 :],
    ]
