"""Whether anybody is told what they may not see: `python -m benchmarks.leaking [--probes N]`.

Two companies with words that stand nowhere else, three settings of who sees accounts. Everybody (reps, managers, admins,
another team, a guest, a stranger of a shared channel, people deactivated here or in Slack, one who is not in the record)
writes, mentions, commands, opens Home, presses and submits, with what they know by right, by half, or from somebody else's
buttons. Prints counts as JSON; fails where one word reached somebody who may not see it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from crm.clock import FixedClock

RIGHTS = Path(__file__).resolve().parents[1] / "tests" / "rights"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
PROBES = 10_000
SETTINGS = ("everyone", "team", "owner")
CHANNELS = ("everybody", "north", "rep-and-guest", "rep-and-unknown", "outside", "rep-and-boss")

Probe = tuple[str, Callable[[], Any]]  # what was asked, and the doing of it


def probes(front: Any, kit: Any, seed: int) -> Iterator[tuple[str, str, Probe]]:
    """Entry, who, and what they do, without end; the same in every run."""
    chance = random.Random(seed)
    everybody = [*front.people]
    mine, theirs = kit.questions(front.mine, seed), kit.questions(front.theirs, seed)
    logged = [*kit.messages(front.mine), *kit.messages(front.theirs)]
    taken = [
        each
        for question in kit.AT_LARGE[::3]
        for each in importlib.import_module("front").buttons(front.says("admin", question))
    ]
    taken += [(action, value) for action in ("answer_csv", "answer_chart") for value in _plans(front, kit)]
    ids = [
        str(row)
        for each in (front.mine, front.theirs)
        for one in each.clients.values()
        for row in (*one.interactions, one.task)
    ]
    while True:
        who, channel = chance.choice(everybody), chance.choice(CHANNELS)
        question = next(mine if chance.random() < 0.8 else theirs)
        message, row = chance.choice(logged), chance.choice(ids)
        action, value = chance.choice(taken)
        by_id = chance.choice(BY_ID)
        number = str(chance.randint(1, 60)) if by_id.startswith("log_") else row
        chosen = {"selected_option": {"value": row}}
        form = {
            "which": {"which": chosen},
            "account": {"account": {"value": chance.choice([*front.mine.clients.values()]).name}},
        }
        yield from (
            ("message", who, (question, partial(front.says, who, question))),
            ("mention", who, (question, partial(front.mentions, who, channel, question))),
            ("command", who, (question, partial(front.commands, who, f"ask {question}", channel))),
            ("log", who, (message, partial(front.says, who, message))),
            ("home", who, ("", partial(front.opens_home, who))),
            ("button", who, ("", partial(front.presses, who, action, value, channel))),
            ("ids", who, (front.typed(number), partial(front.presses, who, by_id, number, channel))),
            ("form", who, (str(form), partial(front.submits, who, "correct_form", {"channel": "D0"}, form))),
            ("shortcut", who, (message, partial(front.keeps, who, message))),
            ("rights", who, ("", partial(front.commands, who, "rights"))),
        )


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
    sys.path.insert(0, str(RIGHTS))
    kit, behind = importlib.import_module("probes"), importlib.import_module("front")
    entries: Counter[str] = Counter()
    people: Counter[str] = Counter()
    told = 0
    leaks: list[str] = []
    began = time.process_time()
    for place, access in enumerate(SETTINGS):
        with tempfile.TemporaryDirectory() as home:
            front = behind.opened(Path(home), access, FixedClock(NOW))
            try:
                source = probes(front, kit, seed=place)
                for _ in range(count // len(SETTINGS) + (place < count % len(SETTINGS))):
                    entry, who, (asked, do) = next(source)
                    found = do()
                    told += bool(_secrets(front, found))
                    leaks += [
                        f"{access} {who} {entry}: {asked}: {word}" for word in behind.leaks(front, who, found, asked)
                    ]
                    if entry in CHANGING:
                        front.restore()
                    entries[entry] += 1
                    people[who] += 1
            finally:
                behind.closed(front)
    return {
        "probes": sum(entries.values()), "leaks": len(leaks), "examples": leaks[:10], "told_something": told,
        "by_entry": dict(entries), "by_person": dict(people), "processor_s": round(time.process_time() - began),
    }  # fmt: skip


def _secrets(front: Any, told: Any) -> list[str]:
    said = str(told.said)
    return [word for word in front.mine.secrets if word in said]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--probes", type=int, default=PROBES)
    found = measure(parser.parse_args().probes)
    print(json.dumps(found, indent=2))
    if found["leaks"]:
        sys.exit("somebody was told what they may not see")


if __name__ == "__main__":
    main()
