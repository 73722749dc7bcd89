"""The steps of a sale in their many words: what each means and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from connectors.export.lexicon import lexicon
from connectors.export.names import words
from crm.model import Outcome

_WON = lexicon("won")
_WON_ALONE = lexicon("won_alone")
_LOST = lexicon("lost")
_RANKS = {word: rank for rank in range(7) for word in lexicon(f"funnel_{rank}")}
_NOT = lexicon("negations")
MOST_STATES = 12


def outcome_of(stage: str) -> Outcome:
    """What a stage means by its name; open where it does not say that all is over."""
    spoken = words(stage)
    joined = {*spoken, *map("".join, pairwise(spoken))}
    if joined & _LOST or (joined & _NOT and joined & _WON):
        return Outcome.LOST
    if joined & _WON and not joined & {"pending", "order"} - {"order"}:
        return Outcome.WON
    if len(spoken) == 1 and joined & _WON_ALONE:
        return Outcome.WON
    return Outcome.OPEN


def says_outcome(stages: Iterable[str]) -> bool:
    """Whether some of the stages are won and some are lost."""
    return {outcome_of(stage) for stage in stages} >= {Outcome.WON, Outcome.LOST}


def decides(states: Iterable[str]) -> bool:
    """Whether a few states are all there is, won and lost in so many words among them."""
    spoken = [set(words(state)) for state in states]
    return len(spoken) <= MOST_STATES and all(any(word in each for each in spoken) for word in ("won", "lost"))


def is_stage_word(value: str) -> bool:
    spoken = set(words(value))
    known = _WON | _WON_ALONE | _LOST | _RANKS.keys()
    return bool(spoken and len(spoken) <= 6 and spoken & known)


def ordered(stages: Iterable[str]) -> list[str]:
    """Stages as a deal passes them: by numbers in their names, by what the words usually mean, else as observed."""
    observed = list(dict.fromkeys(stages))
    numbers = [match for stage in observed if (match := re.match(r"\s*(\d+)", stage))]
    numbered = len(numbers) >= max(2, len(observed) * 0.6)

    def place(stage: str) -> tuple[int, float, int]:
        outcome = outcome_of(stage)
        ending = {Outcome.OPEN: 0, Outcome.WON: 1, Outcome.LOST: 2}[outcome]
        match = re.match(r"\s*(\d+)", stage)
        rank = float(match.group(1)) if numbered and match else _rank(stage)
        return ending, rank, observed.index(stage)

    return sorted(observed, key=place)


def _rank(stage: str) -> float:
    known = [_RANKS[word] for word in words(stage) if word in _RANKS]
    return float(max(known)) if known else 3.5
