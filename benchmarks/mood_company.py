"""Moods of the sample company's texts, which are known from the stories behind it. Nothing may be fitted or chosen on it.

python -m benchmarks.mood_company
"""

from __future__ import annotations

import json
from datetime import date

from bot.sample.export import company
from indexing.batch import whole_mood
from indexing.mood import MoodReader
from indexing.passages import passages, spoken

TODAY = date(2026, 11, 21)
WANTED = {"negative": {"angry", "worried", "sarcastic"}, "positive": {"happy"}}


def told() -> tuple[list[str], list[str]]:
    """The texts that are not ours alone (no mail or message that went out, no meeting, in which both sides talk), each
    with the label of the mood in its story; "neutral" for every other one.
    """
    heard = [
        one
        for one in company(TODAY).interactions
        if one.moment.kind != "meeting"
        and (one.moment.direction != "out" or one.moment.kind not in {"email", "message"})
    ]
    labels = {mood: label for label, moods in WANTED.items() for mood in moods}
    texts = [f"{one.subject}\n{one.text}" if one.subject else one.text for one in heard]
    return texts, [labels.get(one.moment.mood, "neutral") for one in heard]


def measure() -> dict[str, object]:
    """Of what is not ours alone: no mail or message that went out, no meeting, in which both sides talk."""
    texts, truth = told()
    cut = [passages(None, text) for text in texts]
    found = iter(MoodReader().moods([spoken(passage) for one in cut for passage in one]))
    whole = [whole_mood([(next(found), len(passage)) for passage in one]) for one in cut]
    said: list[str | None] = [mood.label if mood else None for mood in whole]
    figures: dict[str, object] = {"texts": len(texts)}
    for label in WANTED:
        true = [each == label for each in truth]
        hits = sum(right and given == label for right, given in zip(true, said, strict=True))
        figures[label] = {"recall": round(hits / sum(true), 3), "precision": round(hits / max(1, said.count(label)), 3)}
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
