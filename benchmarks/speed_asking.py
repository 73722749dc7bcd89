"""How long an answer by rules takes at size, without a model: `python -m benchmarks.speed_asking [--interactions N …]`.

A record of 2,000 clients, 10,000 deals and N interactions, asked some 60 questions of all kinds, in shuffled rounds, in
a process warmed up as the bot warms itself up. Beside it, turn by turn, LlamaIndex's VectorStoreIndex over Chroma is
asked what is of meaning (retrieval only, on the same vectors). Prints JSON; building the records takes minutes, once. Times are of the clock on
the wall, `cpu_…` of the processor alone: where other work runs beside, as `load` tells, only the latter compare.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import structlog
from sqlalchemy import select

from benchmarks.large_company import NOW, made
from benchmarks.speed_questions import MEANING, MINE, QUESTIONS
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.model import Account, Role, User

SIZES = (10_000, 100_000)
ROUNDS = 5
Took = tuple[float, float]  # milliseconds: on the wall, of the processor
CACHE = Path(tempfile.gettempdir()) / "rapport-speed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the records are kept for the next run")
    parser.add_argument("--alone", action="store_true", help="without LlamaIndex beside")
    chosen = parser.parse_args()
    if len(chosen.interactions) == 1:
        print(
            json.dumps(measure(chosen.cache, chosen.interactions[0], chosen.rounds, beside=not chosen.alone), indent=2)
        )
        return
    found = {size: _in_a_process(size, chosen) for size in chosen.interactions}
    first, *_, last = (each["all"] for each in found.values())
    ratio = {name: round(last[name] / first[name], 2) for name in first}
    print(json.dumps({"sizes": found, "the_largest_to_the_smallest": ratio}, indent=2))


def _in_a_process(size: int, chosen: argparse.Namespace) -> Any:
    """Each size in a process of its own: memory is measured."""
    command = [sys.executable, "-m", "benchmarks.speed_asking", "--interactions", str(size)]
    command += ["--rounds", str(chosen.rounds), "--cache", str(chosen.cache), *(["--alone"] if chosen.alone else [])]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def measure(cache: Path, interactions: int, rounds: int, *, beside: bool) -> dict[str, Any]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))  # errors only
    app = Rapport(Settings(home=made(cache, interactions)), FixedClock(NOW))
    ask = _Asking(app)
    load = os.getloadavg()[0]
    warming, _ = _timed(app.warm_up)
    result: dict[str, Any] = {"interactions": interactions, "warm_up_ms": warming, "rss_mib_after_warm_up": _rss()}
    result |= _rounds(ask, rounds)
    result |= {
        "rss_mib": _rss(),
        "after_a_change_ms": _after_changes(app, ask),
        "load": [round(load, 2), round(os.getloadavg()[0], 2)],
    }
    if beside:
        result["beside"] = _beside(app, ask, cache / f"llama-{interactions}", rounds)
    app.close()
    return result


class _Asking:
    """Asks as the administrator, or as a rep."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._tenant = app.tenants.home()
        with app.store.read() as session:
            self._rep = session.scalars(select(User).where(User.role == Role.REP).order_by(User.id)).first()
        self.declined: set[str] = set()

    def __call__(self, question: str, *, mine: bool = False) -> None:
        answer = self._app.asker.ask(self._tenant, question, user=self._rep if mine else None, now=NOW)
        if answer.abstained:
            self.declined.add(question)


def _rounds(ask: _Asking, rounds: int) -> dict[str, Any]:
    """Times by kind; the first round apart, in which nothing of a question was seen before."""
    questions = [(kind, question) for kind, several in QUESTIONS.items() for question in several]
    took: dict[str, list[Took]] = defaultdict(list)
    first: list[Took] = []
    for round_ in range(rounds):
        for kind, question in Random(round_).sample(questions, len(questions)):
            spent = _timed(lambda question=question, kind=kind: ask(question, mine=kind == MINE))  # type: ignore[misc]
            took[kind].append(spent)
            first += [spent] if round_ == 0 else []
    everything = [spent for each in took.values() for spent in each]
    return {
        "questions": len(questions),
        "declined": sorted(ask.declined),
        "all": _spread(everything),
        "first_round": _spread(first),
        "by_kind": {kind: _spread(each) for kind, each in took.items()},
    }


def _after_changes(app: Rapport, ask: _Asking, times: int = 5) -> float:
    """The median of a question of figures, asked right after a client was changed: the vocabulary is read anew."""
    took = []
    for turn in range(times):
        with app.store.write() as session:
            session.get_one(Account, 1).updated_at = NOW + timedelta(seconds=turn + time.time() % 1e6)
        took.append(_timed(lambda: ask("how many open deals do we have"))[0])
    return round(statistics.median(took), 1)


def _beside(app: Rapport, ask: _Asking, folder: Path, rounds: int) -> dict[str, Any]:
    from benchmarks.llama_beside import Beside  # noqa: PLC0415 - after our own memory was measured

    folder.mkdir(parents=True, exist_ok=True)
    other = Beside(app, folder)
    ours: list[Took] = []
    theirs: list[Took] = []
    bare: list[Took] = []
    for round_ in range(rounds + 1):
        for question, (text, held) in MEANING.items():
            spent = _timed(lambda question=question: ask(question))  # type: ignore[misc]
            beside = _timed(lambda text=text, held=held: other.retrieve(text, held))  # type: ignore[misc]
            alone = _timed(lambda text=text, held=held: other.query(text, held))  # type: ignore[misc]
            if round_:  # the first round warms all up
                ours.append(spent)
                theirs.append(beside)
                bare.append(alone)
    return {
        "questions": len(MEANING), "passages": other.rows, "rapport_whole_answers": _spread(ours),
        "llamaindex_retrieval_alone": _spread(theirs), "chroma_with_filters_alone": _spread(bare),
        "rss_mib_with_all": _rss(),
    }  # fmt: skip


def _timed(call: Callable[[], Any]) -> Took:
    begun, worked = time.perf_counter(), time.process_time()
    call()
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked)


def _spread(took: list[Took]) -> dict[str, float]:
    wall, worked = sorted(each for each, _ in took), sorted(each for _, each in took)
    last = len(took) - 1
    return {
        "p50_ms": round(wall[len(took) // 2], 1),
        "p95_ms": round(wall[min(last, int(len(took) * 0.95))], 1),
        "max_ms": round(wall[last], 1),
        "cpu_p50_ms": round(worked[len(took) // 2], 1),
        "cpu_p95_ms": round(worked[min(last, int(len(took) * 0.95))], 1),
    }


def _rss() -> int:
    """MiB of this process in memory."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


if __name__ == "__main__":
    main()
