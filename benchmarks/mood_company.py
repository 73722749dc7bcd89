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


def measure() -> dict[str, object]:
    """Of what is not ours alone: no mail or message that went out, no meeting, in which both sides talk."""
    told = [
        one
        for one in company(TODAY).interactions
        if one.moment.kind != "meeting"
        and (one.moment.direction != "out" or one.moment.kind not in {"email", "message"})
    ]
    cut = [passages(one.subject, one.text) for one in told]
    found = iter(MoodReader().moods([spoken(passage) for one in cut for passage in one]))
    whole = [whole_mood([(next(found), len(passage)) for passage in one]) for one in cut]
    said: list[str | None] = [mood.label if mood else None for mood in whole]
    figures: dict[str, object] = {"texts": len(told)}
    for label, moods in WANTED.items():
        true = [one.moment.mood in moods for one in told]
        hits = sum(right and given == label for right, given in zip(true, said, strict=True))
        figures[label] = {"recall": round(hits / sum(true), 3), "precision": round(hits / max(1, said.count(label)), 3)}
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
