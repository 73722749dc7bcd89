"""What happens to the team meanwhile: calls to log, questions, other systems' events, and another program's writes."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import subprocess
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from benchmarks.chaos.codes import code, codes, prose
from benchmarks.chaos.ledger import Ledger
from benchmarks.chaos.program import PYTHON
from benchmarks.chaos.world import CLIENTS, ROOT, SECRET, SOURCE, World
from crm.errors import RejectedError

MIX = {"told": 35, "log": 15, "question": 8, "add": 22, "change": 10, "rollback": 10}  # of a hundred
GIVE_UP = 900.0  # seconds after which a sender that was never answered gives up
MOST_UNDER_WAY = 300  # events: what a minute's outage leaves behind at the pace of a full run
LATE = 1.0  # seconds that are made up for when the pace was not kept
PRESS_AGAIN = 4.0  # seconds until somebody whose press came to nothing presses again


class Load:
    """Sends events at a pace, each at its time, and notes in the ledger what was accepted."""

    def __init__(self, world: World, ledger: Ledger, chance: random.Random, rate: float) -> None:
        self._world, self._ledger, self._chance, self._rate = world, ledger, chance, rate
        self._pool = ThreadPoolExecutor(24, thread_name_prefix="load")
        self.writer = Writer(world, ledger)
        self._sent = 0
        self._numbers = iter(range(1 << 24))
        self._cards: set[str] = set()
        self._pressing = 0
        self._lock = threading.Lock()
        self._listen()

    @property
    def sent(self) -> int:
        return self._sent

    def run(self, events: int, ended: threading.Event) -> None:
        """Sends so many, and more until `ended`; answers and retries may go on when it returns."""
        due = time.monotonic()
        for number in itertools.count():
            if number >= events and ended.is_set():
                return
            time.sleep(max(0.0, due - time.monotonic()))
            while self._under_way() > MOST_UNDER_WAY:
                time.sleep(0.2)
            due = max(due, time.monotonic() - LATE) + 1 / self._rate
            kind = self._chance.choices(list(MIX), list(MIX.values()))[0]
            self._ledger.sorts[kind] += 1
            self._one(kind, code(next(self._numbers)))
            self._sent += 1

    def settled(self) -> bool:
        """Whether nothing is under way any more on the senders' side."""
        with self._lock:
            pressing = self._pressing
        return self._world.slack.delivery.idle() and not pressing and self.writer.idle() and not self._due()

    def _under_way(self) -> int:
        """What was sent and is not done: a machine that is slower than the pace is sent no more than it can take."""
        with self._lock:
            pressing = self._pressing
        unanswered = len(self._ledger.answers) - len(self._ledger.said)
        return pressing + unanswered + self.writer.waiting()

    def _due(self) -> int:
        """Messages that wait for Slack's next repetition."""
        return sum(timer.is_alive() for timer in self._world.slack.delivery._timers)  # noqa: SLF001

    def stop(self) -> None:
        self.writer.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _one(self, kind: str, word: str) -> None:
        if kind == "told":
            with self._lock:
                self._pressing += 1
            self._pool.submit(self._done, self._tell, word, self._chance.randrange(CLIENTS))
        elif kind == "log":
            self._say(word, f"called Client {self._chance.randrange(CLIENTS)} about lot {word}, follow up next week")
        elif kind == "question":
            self._say(word, f"who owns Client {self._chance.randrange(CLIENTS)}?")
        else:
            self.writer.give(kind, word)

    def _done(self, action: Callable[..., None], *given: Any) -> None:
        try:
            action(*given)
        finally:
            with self._lock:
                self._pressing -= 1

    def _say(self, word: str, text: str) -> None:
        person = self._chance.choice(self._world.staff)
        ledger = self._ledger
        with ledger.lock:
            ts = self._world.slack.say(person, "dm", text)
            ledger.answers[ts] = word
            if word in text:
                ledger.calls[word] = []
                ledger.cards.add(word)

    def _listen(self) -> None:
        """Counts what Rapport says by the message it answers, and presses the button of every card."""
        heard = self._world.slack.state.on_app_message

        def spoke(kind: str, message: Any) -> None:
            heard(kind, message)
            if kind != "posted" or not message.thread_ts:
                return
            self._ledger.said[message.thread_ts] += 1
            word = self._ledger.answers.get(message.thread_ts, "")
            self._ledger.calls.get(word, []).append(message.text)
            if "log_confirm" in json.dumps(message.blocks) and message.thread_ts not in self._cards:
                self._cards.add(message.thread_ts)
                with self._lock:
                    self._pressing += 1
                self._pool.submit(self._done, self._confirm, message)

        self._world.slack.state.on_app_message = spoke

    def _confirm(self, message: Any) -> None:
        """Somebody presses “Log it”, and again where nothing was heard."""
        place = self._world.slack.workspace
        who = next(each for each in place.channels[message.channel].members if each != message.user)
        word = self._ledger.answers.get(message.thread_ts) or codes(json.dumps(message.blocks))[0]
        for attempt in range(int(GIVE_UP / PRESS_AGAIN)):
            if self._took(who, message.ts):
                with self._ledger.lock:
                    self._ledger.rows.add(word)
                    self._ledger.taken.add(word)
                    self._ledger.first_try += attempt == 0
                return
            time.sleep(PRESS_AGAIN)

    def _took(self, who: str, ts: str) -> bool:
        """Whether a press was taken, or one before whose answer did not come back in time: then the button is gone."""
        try:
            return self._world.slack.press(who, ts, "log_confirm").ok
        except RejectedError:
            message = self._world.slack.state.log.find_anywhere(ts, who)
            return message is not None and "log_undo" in json.dumps(message.blocks)

    def _tell(self, word: str, client: int) -> None:
        """Another system posts an event, sometimes twice, and again until it is taken."""
        event = {
            "key": word,
            "kind": "email",
            "occurred_at": (datetime.now(UTC) - timedelta(days=client)).isoformat(),
            "subject": "Delivery",
            "text": f"Hello, lot {word} came late: {prose(word)}. Please call us.",
            "account": f"Client {client}",
        }
        end = time.monotonic() + GIVE_UP
        twice = client % 7 == 0
        with self._ledger.lock:
            self._ledger.maybe.add(word)
        while time.monotonic() < end:
            if self._post(event):
                with self._ledger.lock:
                    self._ledger.rows.add(word)
                if not twice:
                    return
                twice = False
            else:
                time.sleep(1.0 + random.random())

    def _post(self, event: dict[str, Any]) -> bool:
        from standardwebhooks.webhooks import Webhook  # noqa: PLC0415

        ports = [program.port for program in self._world.programs if program.port]
        if not ports:
            return False
        body, now, name = json.dumps(event), datetime.now(UTC), uuid.uuid4().hex
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(SECRET).sign(name, now, body),
            "Content-Type": "application/json",
        }
        request = Request(
            f"http://127.0.0.1:{random.choice(ports)}/events/{SOURCE}", body.encode(), headers, method="POST"
        )
        try:
            with urlopen(request, timeout=30) as answer:
                return bool(answer.status == 202)
        except (HTTPError, HTTPException, OSError):
            return False


class Writer:
    """The other program, and what it said of each transaction; it is started again when it is killed."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world, self._ledger = world, ledger
        self._waiting: list[tuple[str, str]] = []
        self._more = threading.Condition()
        self._busy, self._ended = False, False
        self.process: subprocess.Popen[str] | None = None
        self.kills = 0
        self._chance = random.Random(5)
        self._thread = threading.Thread(target=self._keep, name="writer", daemon=True)
        self._thread.start()

    def give(self, what: str, word: str) -> None:
        with self._more:
            self._waiting.append((what, word))
            self._more.notify()

    def waiting(self) -> int:
        with self._more:
            return len(self._waiting)

    def idle(self) -> bool:
        with self._more:
            return not self._waiting and not self._busy

    def kill(self) -> bool:
        process = self.process
        if process is None or process.poll() is not None:
            return False
        process.kill()
        self.kills += 1
        return True

    def stop(self) -> None:
        with self._more:
            self._ended = True
            self._more.notify()
        if self.process is not None:
            self.process.kill()
        self._thread.join(30)

    def _keep(self) -> None:
        while not self._ended:
            command = [*PYTHON, "benchmarks.chaos.writer", str(self._world.home)]
            with (
                contextlib.suppress(BrokenPipeError),
                subprocess.Popen(
                    command,
                    env=self._world.environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    cwd=ROOT,
                ) as self.process,
            ):
                assert self.process.stdout is not None
                if self.process.stdout.readline():
                    self._work(self.process)
                self.process.kill()
            time.sleep(0.5)

    def _work(self, process: subprocess.Popen[str]) -> None:
        """One transaction after the other until the program dies or nothing more is wanted."""
        assert process.stdin is not None
        assert process.stdout is not None
        while True:
            with self._more:
                self._more.wait_for(lambda: self._waiting or self._ended)
                if self._ended:
                    return
                self._busy, (what, word) = True, self._waiting.pop(0)
            line, former = self._line(what, word)
            try:
                process.stdin.write(line)
                process.stdin.flush()
                answer = process.stdout.readline().split()
            except OSError:
                answer = []
            with self._more:
                if answer == ["refused", word]:  # nothing was written: tried again, as any program would
                    self._waiting.insert(0, (what, word))
                self._busy = False
            self._note(what, word, answer, former)
            if not answer:
                return
            if answer[0] == "refused":
                time.sleep(1.0)

    def _line(self, what: str, word: str) -> tuple[str, str]:
        """What the program is told, and the word that its change will take the place of."""
        if what == "change":
            row, former = self._own_row()
            if row:
                return f"change {word} {row}\n", former
            what = "add"
        return f"{what} {word}\n", ""

    def _own_row(self) -> tuple[int, str]:
        """A row that the program wrote earlier, picked at random."""
        from sqlalchemy import create_engine, text  # noqa: PLC0415

        url = self._world.url or f"sqlite:///{self._world.home / 'rapport.db'}"
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                query = text("SELECT id, text FROM interactions WHERE source = 'harbour' ORDER BY id DESC LIMIT 200")
                rows = connection.execute(query).all()
        finally:
            engine.dispose()
        row = self._chance.choice(rows) if rows else None
        return (row.id, codes(row.text)[0]) if row else (0, "")

    def _note(self, what: str, word: str, answer: list[str], former: str) -> None:
        ledger = self._ledger
        with ledger.lock:
            if what == "rollback":
                ledger.never.add(word)
            elif not answer:  # it died: committed or not, and its former word gone or not
                ledger.maybe.add(word)
                if former:
                    ledger.rows.discard(former)
                    ledger.maybe.add(former)
            elif answer[0] == "committed":
                ledger.rows.add(word)
                if former:
                    ledger.rows.discard(former)
                    ledger.maybe.discard(former)
                    ledger.former.add(former)
