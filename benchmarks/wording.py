"""Fits and tries the reader that tells by its wording what a logged message is, and which of its days are due.

`python -m benchmarks.wording` leaves out one set of messages after the other and prints how many messages and how many days
of each are read rightly by the wording alone; `--write` fits `indexing/models/wording.npz` on all but the newest set,
which stays unseen. It learns from `indexing/models/wording.tsv` (kind and message, days that are due in brackets) and from tests/log.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np

from benchmarks.logging_calls import UNSEEN, gold_context, messages
from crm.log.days import Day, working_day
from crm.log.reader import Reader
from crm.ports import DaySaid
from indexing.wording import FOLDER, KINDS, Fitted, day_features, day_placed, features, placed

OWN = FOLDER / "wording.tsv"
KIND_STRENGTH, DAY_STRENGTH = 20.0, 1.0  # how much an example counts against the size of the weights
SEEN = 3  # examples that a feature must be in
STEPS, TURNS = 25, 120  # of Newton's method, and within one of them
CLOSE = 1e-2  # in the logarithm of the odds
SLICE = 4096  # features that are held densely at once
Filled = tuple[np.ndarray, np.ndarray]  # places and amounts


@dataclass(frozen=True)
class Told:
    """A message: its outline, the kinds that are right (the likeliest first), its days and whether each is due."""

    set: str
    text: str
    kinds: tuple[str, ...]
    days: tuple[tuple[DaySaid, bool], ...] = ()


@dataclass(frozen=True)
class Lesson:
    """What is learnt from: the features of each example, the answers (examples x answers), and of which set it is."""

    known: np.ndarray
    filled: list[Filled]
    right: np.ndarray
    sets: np.ndarray
    strength: float

    def only(self, rows: np.ndarray) -> Lesson:
        return Lesson(self.known, [self.filled[row] for row in rows], self.right[rows], self.sets[rows], self.strength)


def told() -> list[Told]:
    """All that may be learnt from, and the unseen sets."""
    own = [line.split("\t", 1) for line in OWN.read_text(encoding="utf-8").splitlines()]
    return [*map(_of_corpus, messages()), *(_of_ours(kind, text.replace("\\n", "\n")) for kind, text in own)]


def _of_corpus(row: dict[str, Any]) -> Told:
    want = {*row.get("due", ()), *(due for other in row.get("others", ()) for due in other.get("due", ()))}
    judged = "due" in row and row["kind"] != "none"
    text, named = _reader(row).worded(row["text"])
    days = [
        (each.said, bool(_dates(each.day) & want))
        for each in named
        if judged and not _dates(each.day) & {*row.get("due_ok", ())}
    ]
    return Told(row["set"], text, (row["kind"], *row.get("kind_ok", ())), tuple(days))


def _of_ours(kind: str, marked: str) -> Told:
    text = re.sub(r"[\[\]]", "", marked)
    due = [words.lower() for words in re.findall(r"\[(.*?)\]", marked)]
    reader = max(_readers(), key=lambda each: each.names(text))  # that of the record it speaks of
    outlined, named = reader.worded(text)
    days = [
        (each.said, any(each.said.words in words or words in each.said.words for words in due))
        for each in named
        if kind != "none"
    ]
    return Told("own", outlined, (kind,), tuple(days))


@cache
def _readers() -> tuple[Reader, ...]:
    return tuple(
        _reader({"now": "2027-02-25T10:00:00", "record": record, "as": author})
        for record, author in (("demo", "Maya Lindqvist"), ("trades", "Derek Hollins"))
    )


def _reader(row: dict[str, Any]) -> Reader:
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=UTC)
    record = f"record_{row['record']}.json" if "record" in row else "record.json"
    return Reader(gold_context(now, row.get("as", "Nina Rossi"), record))


def _dates(day: Day) -> set[str]:
    return {each.isoformat() for each in (day.first, day.last, working_day(day.last))}


def of_kinds(examples: Sequence[Told]) -> Lesson:
    known = _known(np.unique(np.concatenate(features(each.text))) for each in examples)
    right = np.array([[each.kinds[0] == kind for kind in KINDS] for each in examples], float)
    sets = np.array([each.set for each in examples])
    return Lesson(known, [placed(each.text, known) for each in examples], right, sets, KIND_STRENGTH)


def of_days(examples: Sequence[Told]) -> Lesson:
    days = [(each.set, said, due) for each in examples for said, due in each.days]
    known = _known(np.fromiter(day_features(said), np.uint32) for _, said, _ in days)
    filled = [day_placed(said, known) for _, said, _ in days]
    right = np.array([[due] for *_, due in days], float)
    return Lesson(known, filled, right, np.array([name for name, *_ in days]), DAY_STRENGTH)


def _known(found: Iterable[np.ndarray]) -> np.ndarray:
    """The features that are in enough examples."""
    numbers, counts = np.unique(np.concatenate(list(found)), return_counts=True)
    return np.asarray(numbers[counts >= SEEN])


def fit(lesson: Lesson) -> Fitted:
    """A logistic regression for each answer, solved by Newton's method on the examples' likeness."""
    shares = _shares(_likeness(lesson), lesson)
    weights = np.zeros((len(lesson.known), lesson.right.shape[1]))
    for (where, amounts), share in zip(lesson.filled, shares, strict=True):
        np.add.at(weights, where, amounts[:, None] * share)
    unit = np.maximum(np.abs(weights).max(0), 1e-6) / np.iinfo(np.int8).max
    small = np.round(weights / unit).astype(np.int8)
    said = np.abs(small).max(1) > 0
    return Fitted(lesson.known[said], small[said], unit.astype(np.float32), shares.sum(0).astype(np.float32))


def _likeness(lesson: Lesson) -> np.ndarray:
    """(examples x examples): the product of what they fill, and 1 for the bias."""
    found = np.ones((len(lesson.filled), len(lesson.filled)), np.float32)
    for start in range(0, len(lesson.known), SLICE):
        part = np.zeros((len(lesson.filled), SLICE), np.float32)
        for row, (where, amounts) in enumerate(lesson.filled):
            here = (where >= start) & (where < start + SLICE)
            np.add.at(part[row], where[here] - start, amounts[here])
        found += part @ part.T
    return found


def _shares(likeness: np.ndarray, lesson: Lesson) -> np.ndarray:
    """(examples x answers): how much each example counts."""
    right, share = lesson.right.astype(np.float32), np.zeros(lesson.right.shape, np.float32)
    said = share
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-said))
        spread = np.maximum(chance * (1 - chance), 1e-4)
        share = _conjugate(likeness, 1 / (lesson.strength * spread), said + (right - chance) / spread, share)
        said, before = likeness @ share, said
        if np.abs(said - before).max() < CLOSE:
            break
    return share


def _conjugate(likeness: np.ndarray, own: np.ndarray, target: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Solves (likeness + own) share = target for each answer, from a first guess, by conjugate gradients."""
    steady = 1 / (np.diag(likeness)[:, None] + own)
    left = target - likeness @ share - own * share
    way = steady * left
    near = (left * way).sum(0)
    for _ in range(TURNS):
        along = likeness @ way + own * way
        length = near / np.maximum((way * along).sum(0), 1e-12)
        share, left = share + length * way, left - length * along
        if np.abs(left).max() < CLOSE:
            break
        eased = steady * left
        near, before = (left * eased).sum(0), near
        way = eased + near / np.maximum(before, 1e-12) * way
    return share


def left_out(lesson: Lesson) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """For each set its rows, and what is said of them (rows x answers) by what was fitted without it."""
    likeness = _likeness(lesson)
    found = {}
    for name in sorted(set(lesson.sets) - {"own"}):
        seen = np.flatnonzero((lesson.sets != name) & ~np.isin(lesson.sets, list(UNSEEN)))
        out = np.flatnonzero(lesson.sets == name)
        shares = _shares(likeness[np.ix_(seen, seen)], lesson.only(seen))
        found[str(name)] = (out, likeness[np.ix_(out, seen)] @ shares)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    examples = told()
    if arguments.write:
        seen = [each for each in examples if each.set not in UNSEEN]
        fitted = {"kinds": fit(of_kinds(seen)), "days": fit(of_days(seen))}
        parts = {
            f"{what}_{part}": getattr(each, part) for what, each in fitted.items() for part in Fitted.__annotations__
        }
        np.savez_compressed(FOLDER / "wording.npz", **parts)
        return
    kinds, days = of_kinds(examples), of_days(examples)
    said_of_kinds, said_of_days = left_out(kinds), left_out(days)
    for name, (rows, said) in said_of_kinds.items():
        right = np.mean([KINDS[kind] in examples[row].kinds for row, kind in zip(rows, said.argmax(1), strict=True)])
        places, odds = said_of_days[name]
        due = np.mean((odds > 0) == (days.right[places] > 0))
        print(f"  {name:<12} kinds{right:>7.3f} of{len(rows):>4}   days{due:>7.3f} of{len(places):>4}")


if __name__ == "__main__":
    main()
