"""How long forgetting takes in a large record, how long questions wait meanwhile, and what kills leave.

Texts are redacted as capture would leave them, originals sealed by the vault. Vectors are drawn at random: what is
measured is rebuilding their files, not making them.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, select

from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Contact, Interaction, Kind, interaction_contacts
from indexing.vectors import State, quarter_of
from privacy.erasure.scan import Needles
from privacy.erasure.searching import searched
from privacy.erasure.subject import Subject

NAME, EMAIL, PHONE = "Quilla Xanthopoulou", "quilla.xanthopoulou@vexmoor.example", "+44 7911 123456"
SUBJECT = Subject((), (NAME,), (EMAIL,), (PHONE,), ("quilla", "xanthopoulou"))
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
WORDS = [
    "pump",
    "offer",
    "price",
    "contract",
    "delivery",
    "invoice",
    "support",
    "meeting",
    "renewal",
    "release",
    "service",
    "quality",
    "order",
    "plan",
    "team",
]
QUESTIONS = ("how many calls this year?", "calls by month this year", "what was said about the contract?")
PAGE = 5_000
TENANT, NUMBER = 1, 1  # the first of each
DIMENSIONS = 384


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        shutil.copytree(_company(options.keep or Path(scratch), options.interactions), home)
        if options.kills:
            _with_kills(home, options.kills)
        app = Rapport(Settings(home=home))
        if not options.kills:
            _with_questions(app, TENANT, NUMBER)
        told = searched(app.store, home, Needles.of(SUBJECT))
        print(
            f"searched {told.files} files, {told.bytes / 1e6:.0f} MB, {told.rows} rows: found in {told.found or 'none'}"
        )
        app.close()


def _company(folder: Path, count: int) -> Path:
    """A data folder of so many interactions, with a request to forget: made at the first time, found again later."""
    home = folder / f"forgetting-{count}"
    if not (home / "made").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        started = time.monotonic()
        _apart(lambda: _made(home, count))
        (home / "made").touch()
        print(f"{count} interactions made in {time.monotonic() - started:.0f} s")
    return home


class _Work:
    """Seconds of the processor: of the thread that forgets, and of the processes that it begins."""

    def __init__(self) -> None:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.own, self.elsewhere = time.thread_time(), children.ru_utime + children.ru_stime

    def since(self, former: _Work) -> tuple[float, float]:
        return self.own - former.own, self.elsewhere - former.elsewhere


class _Steps:
    """What each step of forgetting took, and the longest that a question waited which began in it."""

    def __init__(self) -> None:
        self.name, self._since, self._began = "ledger", _Work(), time.monotonic()
        self.took: dict[str, tuple[float, float, float]] = {}
        self.waited: dict[str, float] = {}

    def began(self, name: str) -> None:
        now, work = time.monotonic(), _Work()
        self.took[self.name] = (now - self._began, *work.since(self._since))
        self.name, self._since, self._began = name, work, now

    def tell(self) -> None:
        self.began("end")
        for name, (seconds, own, elsewhere) in sorted(self.took.items(), key=lambda each: -each[1][0])[:6]:
            print(
                f"  {name}: {seconds:.1f} s; of the processor {own:.1f} s, in other processes {elsewhere:.1f} s;"
                f" longest wait {self.waited.get(name, 0.0):.1f} s"
            )


def _with_questions(app: Rapport, tenant: int, number: int) -> None:
    for question in QUESTIONS:
        app.asker.ask(tenant, question, user=None, now=NOW)
    over, waits, failed, steps = threading.Event(), [], [], _Steps()
    app.erasure._step = steps.began  # noqa: SLF001 - what it is there for

    def ask() -> None:
        while not over.is_set():
            began, within = time.monotonic(), steps.name
            try:
                app.asker.ask(tenant, random.choice(QUESTIONS), user=None, now=NOW)
                waits.append(time.monotonic() - began)
                steps.waited[within] = max(steps.waited.get(within, 0.0), waits[-1])
            except Exception as error:  # noqa: BLE001 - counted
                failed.append(type(error).__name__)

    asker = threading.Thread(target=ask)
    asker.start()
    began, before = time.monotonic(), _Work()
    certificate = app.erasure.run(tenant, number)
    took, (own, elsewhere) = time.monotonic() - began, _Work().since(before)
    steps.tell()
    over.set()
    asker.join()
    removed = {each["place"]: each["removed"] for each in certificate["places"] if each["removed"]}
    print(
        f"forgotten in {took:.0f} s at a load of {os.getloadavg()[0]:.0f}, with {own + elsewhere:.0f} s of the processor"
        f" ({elsewhere:.0f} s of them in processes of their own): {removed}"
    )
    ordered = sorted(waits) or [0.0]
    middle, most, worst = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 1))
    print(
        f"{len(waits)} questions answered meanwhile, median {middle:.2f} s, 95 of 100 within {most:.2f} s,"
        f" longest {worst:.2f} s, failed {failed or 0}"
    )


def _with_kills(home: Path, kills: int) -> None:
    """Each time it is killed a little later than it had got before, at random moments."""
    chance, done, patience = random.Random(7), 0, 0.2
    while done < kills:
        if not _apart(lambda: Rapport(Settings(home=home)).erasure.run(TENANT, NUMBER), chance.uniform(0, patience)):
            break
        done, patience = done + 1, min(patience + 0.2, 6.0)
    _apart(lambda: Rapport(Settings(home=home)).erasure.run(TENANT, NUMBER))
    print(f"{done} kills at random moments, then run to its end")


def _apart(work: Callable[[], object], seconds: float | None = None) -> bool:
    """Works in a process of its own, killed after so many seconds (where given); whether it was."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    until = time.monotonic() + (seconds if seconds is not None else 1e9)
    while not (ended := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < until:
        time.sleep(0.01)
    if ended[0]:
        if ended[1]:
            raise SystemExit("the work failed")
        return False
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _made(home: Path, count: int) -> None:
    app = Rapport(Settings(home=home))
    assert app.tenants.home() == TENANT
    _fill(app, TENANT, count)
    assert app.erasure.request(TENANT, EMAIL).id == NUMBER
    app.close()


def _fill(app: Rapport, tenant: int, count: int) -> None:
    at = {"tenant_id": tenant, "created_at": NOW, "updated_at": NOW}
    with app.store.write() as session:
        account = Account(name="Vexmoor", **at)
        session.add(account)
        session.flush()
        hers = Contact(name=NAME, email=EMAIL, phone=PHONE, account_id=account.id, **at)
        others = [Contact(name=f"Person Number{n}", email=f"p{n}@vexmoor.example", **at) for n in range(count // 100)]
        session.add_all([hers, *others])
        session.flush()
        hers_id, ids = hers.id, [each.id for each in others] or [hers.id]
    for rows, links in _pages(app, tenant, count, account.id, (hers_id, ids)):
        with app.store.write() as session:
            session.execute(insert(Interaction), rows)
            keys = [row["external_id"] for row in rows]
            found = session.execute(
                select(Interaction.external_id, Interaction.id).where(Interaction.external_id.in_(keys))
            )
            known = {row[0]: row[1] for row in found}
            made = [{"interaction_id": known[key], "contact_id": contact} for key, contact in links]
            session.execute(insert(interaction_contacts), made)
        _index(app, tenant, [(known[row["external_id"]], row["occurred_at"]) for row in rows])
    app.vectors.set_state(tenant, State(app.embedder.name))


def _pages(
    app: Rapport, tenant: int, count: int, account_id: int, contacts: tuple[int, list[int]]
) -> Iterator[tuple[list[dict[str, Any]], list[tuple[str, int]]]]:
    """One in a hundred is hers, one in a hundred of another's originals names her."""
    chance, (hers_id, others) = random.Random(11), contacts
    for start in range(0, count, PAGE):
        rows, links = [], []
        for number in range(start, min(start + PAGE, count)):
            said = " ".join(chance.choices(WORDS, k=50))
            hers, named = number % 100 == 0, number % 100 == 50
            contact = hers_id if hers else others[number % len(others)]
            text = f"[person:{contact}] says: {said}"
            whole = f"{NAME}, {EMAIL}: {said}" if hers else f"As {NAME} said: {said}" if named else None
            original = app.vault.seal(tenant, whole or f"Person Number: {said}") if number % 3 == 0 or whole else None
            rows.append(
                {
                    "tenant_id": tenant, "source": "bench", "external_id": f"n{number}", "kind": Kind.CALL,
                    "occurred_at": NOW - timedelta(minutes=number * 3), "subject": None, "text": text, "original": original,
                    "account_id": account_id, "created_at": NOW, "updated_at": NOW, "version": 1, "indexed_version": 1,
                    "passages": 1, "attributes": {},
                }
            )  # fmt: skip
            links.append((f"n{number}", contact))
        yield rows, links


def _index(app: Rapport, tenant: int, rows: list[tuple[int, datetime]]) -> None:
    chance = np.random.default_rng(rows[0][0])
    by_quarter: dict[str, list[int]] = {}
    for id_, when in rows:
        by_quarter.setdefault(quarter_of(when), []).append(id_)
    for quarter, ids in by_quarter.items():
        drawn = chance.normal(size=(len(ids), DIMENSIONS)).astype(np.float32)
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        app.vectors.upsert(tenant, app.embedder.name, quarter, [f"{id_}:0" for id_ in ids], drawn)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="a folder where what was made is kept, for the next time")
    parser.add_argument("--kills", type=int, default=0, help="instead of questions: so many kills on the way")
    return parser.parse_args()


if __name__ == "__main__":
    main()
