"""Whether anybody is told what they may not see: `python -m benchmarks.leaking [--probes N]`.

Two companies with words that stand nowhere else, three settings of who sees accounts. Everybody (reps, managers, admins,
another team, a guest, a stranger of a shared channel, people deactivated here or in Slack, one who is not in the record)
writes, goes on from answers, their own and in others' threads, mentions, commands, opens Home, presses and submits, with
what they know by right, by half, or from somebody else's buttons. Prints counts as JSON; fails where one word reached somebody who may not see it.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import structlog

from crm.clock import FixedClock

RIGHTS = Path(__file__).resolve().parents[1] / "tests" / "rights"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
PROBES = 10_000
MINE = 0.8  # of the questions are about clients of their own company
SETTINGS = ("everyone", "team", "owner")
CHANNELS = ("everybody", "north", "rep-and-guest", "rep-and-unknown", "outside", "rep-and-boss")

APART = timedelta(minutes=11)  # between two rounds: longer than a question outside of a thread can be gone on from

Probe = tuple[str, Callable[[], Any]]  # what was typed, and the doing of it
Round = list[tuple[str, str, Probe]]  # entry, who, and what they do, within minutes


def rounds(front: Any, kit: Any, seed: int) -> Iterator[Round]:
    """What somebody does within minutes, on and on: by itself, in threads of their own and of others; the same in every run."""
    chance = random.Random(seed)
    everybody = [*front.people]
    mine, theirs = kit.questions(front.mine, seed), kit.questions(front.theirs, seed)
    logged = [*kit.messages(front.mine), *kit.messages(front.theirs)]
    taken, ids = _taken(front, kit), _ids(front)
    for number in itertools.count(1):
        who, channel = chance.choice(everybody), chance.choice(CHANNELS)
        question = next(mine if chance.random() < MINE else theirs)
        message, row = chance.choice(logged), chance.choice(ids)
        action, value = chance.choice(taken)
        by_id = chance.choice(BY_ID)
        typed = str(chance.randint(1, 60)) if by_id.startswith("log_") else row
        chosen = {"selected_option": {"value": row}}
        form = {
            "which": {"which": chosen},
            "account": {"account": {"value": chance.choice([*front.mine.clients.values()]).name}},
        }
        another, root = chance.choice([each for each in everybody if each != who]), f"1600000000.{number:06d}"
        remarks = [chance.choice(kit.REMARKS) for _ in range(3)]
        yield [
            ("message", who, (question, partial(front.says, who, question))),
            ("remark", who, (remarks[0], partial(front.says, who, remarks[0]))),
            ("mention", another, (question, partial(front.mentions, another, channel, question, ts=root))),
            ("thread", who, (remarks[1], partial(front.mentions, who, channel, remarks[1], thread=root))),
            ("mention", who, (question, partial(front.mentions, who, channel, question))),
            ("remark", who, (remarks[2], partial(front.mentions, who, channel, remarks[2]))),
            ("command", who, (question, partial(front.commands, who, f"ask {question}", channel))),
            ("log", who, (message, partial(front.says, who, message))),
            ("home", who, ("", partial(front.opens_home, who))),
            ("button", who, ("", partial(front.presses, who, action, value, channel))),
            ("ids", who, (front.typed(who, typed), partial(front.presses, who, by_id, typed, channel))),
            ("form", who, (str(form), partial(front.submits, who, "correct_form", {"channel": "D0"}, form))),
            ("shortcut", who, (message, partial(front.keeps, who, message))),
            ("rights", who, ("", partial(front.commands, who, "rights"))),
        ]


def _taken(front: Any, kit: Any) -> list[tuple[str, str]]:
    """Buttons of an admin's answers, in everybody's hands."""
    buttons = importlib.import_module("front").buttons
    shown = [each for question in kit.AT_LARGE[::3] for each in buttons(front.says("admin", question))]
    return shown + [(action, value) for action in ("answer_csv", "answer_chart") for value in _plans(front, kit)]


def _ids(front: Any) -> list[str]:
    clients = [one for each in (front.mine, front.theirs) for one in each.clients.values()]
    return [str(row) for one in clients for row in (*one.interactions, one.task)]


CHANGING = {"ids", "form", "button"}  # what somebody may be right to do is taken back: it would change what is whose
BY_ID = (
    "correct_open",
    "task_done",
    "log_confirm",
    "log_edit",
    "log_undo",
    "log_discard",
    "word_forget",
    "answer_good",
)


def _plans(front: Any, kit: Any) -> list[str]:
    """Plans of an admin's answers, as the buttons for files carry them."""
    admin = front.mine.users["admin"]
    found = [front.app.asker.ask(front.mine.tenant_id, question, user=admin, now=NOW) for question in kit.AT_LARGE]
    return [json.dumps({"plan": each.plan, "at": NOW.isoformat()}) for each in found if each.plan]


def measure(count: int) -> dict[str, Any]:
    """All settings, each in a process of its own."""
    shares = [count // len(SETTINGS) + (place < count % len(SETTINGS)) for place in range(len(SETTINGS))]
    with ProcessPoolExecutor(len(SETTINGS), mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_measured, SETTINGS, shares, range(len(SETTINGS))))
    sums = {name: sum(each[name] for each in found) for name in ("told_something", "processor_s")}
    entries, people = (sum((each[name] for each in found), Counter[str]()) for name in ("by_entry", "by_person"))
    leaks = [leak for each in found for leak in each["leaks"]]
    return {
        "probes": sum(entries.values()), "leaks": len(leaks), "examples": leaks[:10], **sums,
        "by_entry": dict(entries), "by_person": dict(people),
    }  # fmt: skip


def _measured(access: str, count: int, seed: int) -> dict[str, Any]:
    sys.path.insert(0, str(RIGHTS))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # refused calls are part of it
    kit, behind = importlib.import_module("probes"), importlib.import_module("front")
    entries: Counter[str] = Counter()
    people: Counter[str] = Counter()
    told, leaks = 0, []
    began = time.process_time()
    with tempfile.TemporaryDirectory() as home:
        front = behind.opened(Path(home), access, FixedClock(NOW))
        try:
            for entry, who, found, words, asked in islice(done(front, kit, seed), count):
                told += any(word in str(found.said) for word in front.mine.secrets)
                leaks += [f"{access} {who} {entry}: {asked}: {word}" for word in words]
                entries[entry] += 1
                people[who] += 1
        finally:
            behind.closed(front)
    took = round(time.process_time() - began)
    return {
        "leaks": leaks, "told_something": told, "processor_s": took, "by_entry": entries, "by_person": people,
    }  # fmt: skip


def done(front: Any, kit: Any, seed: int) -> Iterator[tuple[str, str, Any, set[str], str]]:
    """Entry, who, what came of it, the words that leaked, and what was typed: without end.

    Answers repeat the question before, so what somebody typed in this round is no news to them. The clock goes on
    between rounds, and nothing typed in an earlier one is excused.
    """
    behind = importlib.import_module("front")
    for steps in rounds(front, kit, seed):
        front.app.clock.instant += APART
        typed: dict[str, str] = defaultdict(str)
        for entry, who, (asked, do) in steps:
            typed[who] += f"{asked}\n"
            found = do()
            yield entry, who, found, behind.leaks(front, who, found, typed[who]), asked
            if entry in CHANGING:
                front.restore()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--probes", type=int, default=PROBES)
    found = measure(parser.parse_args().probes)
    print(json.dumps(found, indent=2))
    if found["leaks"]:
        sys.exit("somebody was told what they may not see")


if __name__ == "__main__":
    main()
