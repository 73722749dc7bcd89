"""How often `rapport ask` is right on outside exports. Prints accuracy by category as JSON."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "ask"


def measure(*, show: bool = False) -> dict[str, Any]:
    """Accuracy by part and category, abstention on the unanswerable, and the time an answer takes."""
    sys.path.insert(0, str(QUESTIONS))
    golden = importlib.import_module("asking_gold")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        askers = {data: golden.asker_over(golden.DATA / data, home) for data in ("maventech", "ravenstack")}
        score: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
        times: list[float] = []
        for question in golden.questions():
            asker, tenant_id = askers[question.data]
            gold = question.gold(getattr(golden, question.data)()) if question.gold else None
            answer = asker.ask(tenant_id, question.text, user=None)
            good = golden.right(gold, answer)
            score[question.part][question.category].append(good)
            times.append(answer.took_ms)
            if show and not good:
                _show(question, gold, answer)
    return {part: _accuracy(found) for part, found in score.items()} | {"p95_ms": sorted(times)[int(len(times) * 0.95)]}


def _show(question: Any, gold: Any, answer: Any) -> None:
    lines = [f"{question.part} {question.category}: {question.text}", f"   gold {str(gold)[:200]}"]
    lines += [f"   said {answer.answer[:200]}", f"   {answer.understood} {answer.confidence} {answer.rows[:2]}"]
    print("\n".join(lines), file=sys.stderr)


def _accuracy(found: dict[str, list[bool]]) -> dict[str, Any]:
    every = [good for name, goods in found.items() if name != "unanswerable" for good in goods]
    return {
        "answerable": round(sum(every) / len(every), 3),
        "questions": len(every),
        "abstained_on_unanswerable": round(sum(found["unanswerable"]) / max(1, len(found["unanswerable"])), 3),
        "unanswerable": len(found["unanswerable"]),
        "by_category": {name: f"{sum(goods)}/{len(goods)}" for name, goods in sorted(found.items())},
    }


if __name__ == "__main__":
    print(json.dumps(measure(show="--show" in sys.argv), indent=2))
