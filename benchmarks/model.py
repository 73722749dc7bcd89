"""What a real Ollama adds to the rules, on the repository's question sets: who was right, and what it took.

Needs a host and a chat model (RAPPORT_OLLAMA_HOST, RAPPORT_OLLAMA_CHAT_MODEL); without one it ends with 1.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.logs import configure
from bot.settings import read
from bot.wiring import Rapport
from crm.errors import RapportError
from crm.ports import ChatModel

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "ask"
NO_HOST = "no model host"


@dataclass
class Score:
    """Questions of one part. The rules alone are read off the same run: they decline what the model then planned."""

    rules: Counter[str] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)
    by_model: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Any, answer: Any, *, good: bool) -> None:
        said = "right" if good else "declined" if answer.abstained else "wrong"
        self.together[said] += 1
        if answer.planner == "model":
            self.by_model[said] += 1
            self.rules["right" if gold is None else "declined"] += 1
        else:
            self.rules[said] += 1


def measure(model: ChatModel, *, show: bool = False, most: int | None = None) -> dict[str, Any]:
    """Right, wrong and declined by part, for rules alone and for both; tokens, seconds and joules in all."""
    sys.path[:0] = [str(QUESTIONS), str(QUESTIONS.parent)]
    golden, every = importlib.import_module("asking_gold"), importlib.import_module("asking_sets")
    chosen = [*_colloquial(golden), *every.questions()][:most]
    scores: dict[str, Score] = defaultdict(Score)
    usage: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        names = {question.data for question in chosen}
        askers = {data: golden.asker_over(every.folder_of(data), Path(name), model) for data in names}
        for question in chosen:
            asker, tenant_id = askers[question.data]
            gold = question.gold(every.frames_of(question.data)) if question.gold else None
            answer = asker.ask(tenant_id, question.text, user=None)
            good = golden.right(gold, answer)
            scores[question.part].add(gold, answer, good=good)
            usage.update(answer.usage)
            if show and answer.usage:
                print(question.text, "|", answer.planner, good, answer.understood, answer.usage, file=sys.stderr)
    parts = {part: {name: dict(count) for name, count in vars(score).items()} for part, score in scores.items()}
    return {**parts, "usage": dict(usage)}


def _colloquial(golden: Any) -> list[Any]:
    """Questions in words that the rules do not know; the other sets are ones that rules answer already."""
    asked = importlib.import_module("asking_model").QUESTIONS
    return [golden.mav("colloquial", "model", text, gold) for text, gold, _ in asked]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="each question that the model was asked")
    parser.add_argument("--most", type=int, help="questions at most")
    chosen = parser.parse_args()
    configure("warning", "console")
    with tempfile.TemporaryDirectory() as home:
        chat = Rapport(read(Path(home))).chat
        if chat is None:
            sys.exit(f"{NO_HOST}: RAPPORT_OLLAMA_CHAT_MODEL is not set")
        try:
            chat.load()
        except RapportError as error:
            sys.exit(f"{NO_HOST}: {error.message}")
        print(json.dumps({"model": chat.name, **measure(chat, show=chosen.show, most=chosen.most)}, indent=2))


if __name__ == "__main__":
    main()
