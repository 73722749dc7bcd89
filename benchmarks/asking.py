"""How often `rapport ask` is right without a model. Prints accuracy by set and category as JSON.

`told_wrong` counts the answers that are wrong and not declined: whoever asked would believe them.

python -m benchmarks.asking [--set NAME …] [--show]

Without a set those are asked that something was mended for; the others are asked by their names alone.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

UNANSWERABLE = "unanswerable"
QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "ask"


def measure(sets: Sequence[str] = (), *, show: bool = False) -> dict[str, Any]:
    """Accuracy by set and category, abstention on the unanswerable, and the time an answer takes."""
    sys.path[:0] = [str(QUESTIONS), str(QUESTIONS.parent)]
    golden, every = importlib.import_module("asking_gold"), importlib.import_module("asking_sets")
    chosen = [
        each
        for each in every.questions()
        if (each.part in sets or each.data in sets if sets else each.part not in every.UNMEASURED)
    ]
    with tempfile.TemporaryDirectory() as name:
        askers = {data: golden.asker_over(every.folder_of(data), Path(name)) for data in {q.data for q in chosen}}
        score: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
        told_wrong: Counter[str] = Counter()
        times: list[float] = []
        for question in chosen:
            asker, tenant_id = askers[question.data]
            gold = question.gold(every.frames_of(question.data)) if question.gold else None
            answer = asker.ask(tenant_id, question.text, user=None)
            good = golden.right(gold, answer)
            score[question.part][question.category if gold is not None else UNANSWERABLE].append(good)
            told_wrong[question.part] += not good and not answer.abstained
            times.append(answer.took_ms)
            if show and not good:
                _show(question, gold, answer)
    told = {part: _accuracy(found, told_wrong[part]) for part, found in score.items()}
    return told | {"p95_ms": sorted(times)[int(len(times) * 0.95)]}


def _show(question: Any, gold: Any, answer: Any) -> None:
    lines = [f"{question.data} {question.category}: {question.text}", f"   gold {str(gold)[:200]}"]
    lines += [
        f"   said {answer.answer[:200]}",
        f"   {answer.understood} {answer.confidence} {answer.columns} {answer.rows[:2]}",
    ]
    print("\n".join(lines), file=sys.stderr)


def _accuracy(found: dict[str, list[bool]], told_wrong: int) -> dict[str, Any]:
    every = [good for name, goods in found.items() if name != UNANSWERABLE for good in goods]
    declined = found.get(UNANSWERABLE, [])
    return {
        "answerable": round(sum(every) / max(1, len(every)), 3),
        "questions": len(every),
        "abstained_on_unanswerable": round(sum(declined) / max(1, len(declined)), 3),
        "unanswerable": len(declined),
        "told_wrong": told_wrong,
        "by_category": {name: f"{sum(goods)}/{len(goods)}" for name, goods in sorted(found.items())},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", action="append", default=[], help="a set of questions, or an export")
    parser.add_argument("--show", action="store_true", help="show what is wrong")
    asked = parser.parse_args()
    print(json.dumps(measure(asked.set, show=asked.show), indent=2))
