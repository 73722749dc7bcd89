"""How fast mail becomes the record: `python -m benchmarks.capturing [--mails 2000] [--fresh-seconds 30]`.

An mbox of mails of about 500 characters between the sample company's people and its clients is taken in by `rapport
sync` in a process of its own: parsed, linked, redacted, captured, read and indexed; then once more, which must add
nothing. The embedder alone reads the same texts before and after, for the ratios: in time by the clock, and in
processor time, which tells more where other work runs beside. Then mails arrive one by one in a
Maildir that a running Rapport looks at, and each is waited for until it can be searched. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import mailbox
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from benchmarks.large_texts import CLIENT, PERSON, written
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Contact, Interaction, User
from indexing.embedder import MiniLmEmbedder

LENGTH = 500  # characters of a mail, about
RATE = 5  # mails a second, fresh
ALONE = 400  # texts that the embedder reads by itself
LAST = datetime(2026, 11, 19, 17, tzinfo=UTC)


def measure(mails: int, fresh_seconds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        app = Rapport(Settings(home=home, log_level="error", http_port=0))
        home.mkdir()
        company(app)  # known, and indexed, before the clock starts
        while app.indexer.run_once(app.tenants.home()):
            pass
        written_mails = list(letters(app, mails + fresh_seconds * RATE))
        box = Path(name) / "old.mbox"
        fill(box, written_mails[:mails])
        app.sources.add(app.tenants.home(), "old", "mail-folder", {"path": str(box)}, timedelta(days=1))
        app.close()
        texts = [str(mail.get_content()) for mail in written_mails[:ALONE]]
        before = embedded(texts)
        first, again = _sync(home), _sync(home)
        after = embedded(texts)
        alone, busy = (before[0] + after[0]) / 2, (before[1] + after[1]) / 2
        result = {
            "mails": mails,
            "characters": round(sum(map(len, texts)) / len(texts)),
            "mails_per_second": round(mails / first["seconds"], 1),
            "embedder_alone_per_second": round(alone, 1),
            "ratio_to_embedder": round(mails / first["seconds"] / alone, 2),
            "processor_ms_a_mail": round(1_000 * first["busy"] / mails, 1),
            "processor_ms_a_text_of_the_embedder": round(1_000 * busy, 1),
            "ratio_in_processor_time": round(busy / (first["busy"] / mails), 2),
            "megabytes_resident_by_quarter": first["memory"],
            "new": first["new"],
            "new_the_second_time": again["new"],
            "seconds_the_second_time": round(again["seconds"], 1),
        }
        return result | (_fresh(home, Path(name) / "new", written_mails[mails:]) if fresh_seconds else {})


def company(app: Rapport) -> None:
    from bot.sample.export import write_export  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        write_export(Path(folder), LAST.date())
        app.importer.run(app.tenants.home(), Path(folder))


def letters(app: Rapport, count: int) -> Iterator[EmailMessage]:
    """Mails out of the sample company's pieces, each with people, a client and a reference of its own."""
    random = Random(7)
    with app.store.read() as session:
        theirs = session.execute(
            select(Contact.name, Contact.email, Account.name).join(Account, Account.id == Contact.account_id)
        ).all()
        ours = session.execute(select(User.name, User.email)).all()
    pieces = [(subject or "", text) for _, _, subject, text in written(4000)]
    for number in range(count):
        name, address, client = random.choice(theirs)
        colleague, own = random.choice(ours)
        subject, text = random.choice(pieces)
        while len(text) < LENGTH * 0.55:  # a piece, a closing and a name follow
            text += "\n\n" + random.choice(pieces)[1]
        inward = random.random() < 0.6
        mail = EmailMessage()
        mail["From"], mail["To"] = (f"{name} <{address}>", own) if inward else (f"{colleague} <{own}>", address)
        mail["Subject"] = _filled(subject, name, client) or "Hello"
        mail["Date"] = format_datetime(LAST - timedelta(minutes=3 * (count - number)))
        mail["Message-ID"] = f"<{number}.{random.getrandbits(48):x}@mail.example>"
        mail.set_content(
            f"{_filled(text, name, client)}\n\nOur reference is {number}.\n\nBest,\n{name if inward else colleague}\n"
        )
        yield mail


def _filled(text: str, name: str, client: str) -> str:
    return (
        text.replace(PERSON, name.split(maxsplit=1)[0])
        .replace(CLIENT, client)
        .replace("<PHONE_NUMBER>", "+44 20 7946 0312")
    )


def fill(box: Path, mails: list[EmailMessage]) -> None:
    made = mailbox.mbox(box)
    for mail in mails:
        made.add(mail)
    made.close()


def embedded(texts: list[str]) -> tuple[float, float]:
    """Texts a second that the embedder reads, and does nothing else with; seconds of processor time a text."""
    embedder = MiniLmEmbedder()
    embedder.embed(texts[:32])
    begun, busy = time.perf_counter(), time.process_time()
    for start in range(0, len(texts), 64):
        embedder.embed(texts[start : start + 64])
    return len(texts) / (time.perf_counter() - begun), (time.process_time() - busy) / len(texts)


def _sync(home: Path) -> dict[str, Any]:
    """One `rapport sync`; its memory is looked at all along."""
    command = [str(Path(sys.executable).with_name("rapport")), "--home", str(home), "sync", "old", "--json"]
    begun, busy = time.perf_counter(), _busy()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    seen: list[int] = []
    watch = threading.Thread(target=_watch, args=(process, seen))
    watch.start()
    output, _ = process.communicate()
    watch.join()
    if process.returncode:
        raise SystemExit(f"rapport sync failed: {output[-500:]}")
    quarters = [max(seen[len(seen) * part // 4 : len(seen) * (part + 1) // 4 or 1] or [0]) for part in range(4)]
    return {
        "seconds": time.perf_counter() - begun,
        "busy": _busy() - busy,
        "memory": quarters,
        "new": json.loads(output)["sources"][0]["new"],
    }


def _busy() -> float:
    """Seconds of processor time that all ended child processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[str], seen: list[int]) -> None:
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        except (OSError, StopIteration):
            return
        seen.append(int(line.split()[1]) // 1024)
        time.sleep(0.25)


def _fresh(home: Path, folder: Path, mails: list[EmailMessage]) -> dict[str, Any]:
    """Seconds from a mail's arrival until it can be searched, at `RATE` a second."""
    from bot.backlog import index_all  # noqa: PLC0415
    from bot.queues import INDEX, INTAKE, SYNC  # noqa: PLC0415
    from bot.schedule import LOOK, Looks, Ticks  # noqa: PLC0415
    from bot.source_looks import SourceLooks  # noqa: PLC0415
    from bot.watching import Watches  # noqa: PLC0415

    app = Rapport(Settings(home=home, log_level="error", http_port=0))
    inbox = mailbox.Maildir(folder)
    app.sources.add(app.tenants.home(), "new", "mail-folder", {"path": str(folder)}, timedelta(seconds=1))
    app.jobs.register(INDEX, index_all(app.indexer.run_once))
    look = SourceLooks(app.sync.run)
    app.jobs.register(SYNC, lambda _tenant, source: look(source))
    app.jobs.register(INTAKE, app.chain.run)
    app.jobs.start()
    app.warm_up()
    ticks = Ticks()
    ticks.every(LOOK, "sources", Looks(app.sources, app.jobs))
    ticks.start()
    watches = Watches(app.sources, app.connector, app.jobs.enqueue_look)
    watches()
    came: dict[str, float] = {}
    seen: dict[str, float] = {}
    begun = time.perf_counter()
    try:
        for number, mail in enumerate(mails):
            time.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
            inbox.add(mail)
            came[str(mail["Message-ID"]).strip("<>")] = time.perf_counter()
            _note(app, seen)
        while len(seen) < len(mails) and time.perf_counter() < begun + len(mails) / RATE + 60:
            _note(app, seen)
            time.sleep(0.05)
    finally:
        watches.stop()
        ticks.stop()
        app.jobs.stop()
        app.close()
    waits = sorted(seen[key] - at for key, at in came.items() if key in seen)
    return {
        "fresh_mails": len(mails),
        "fresh_searchable": len(waits),
        "fresh_p50_s": round(waits[len(waits) // 2], 2),
        "fresh_p95_s": round(waits[int(len(waits) * 0.95)], 2),
        "fresh_max_s": round(waits[-1], 2),
    }


def _note(app: Rapport, seen: dict[str, float]) -> None:
    with app.store.read() as session:
        found = session.scalars(
            select(Interaction.identity).where(
                Interaction.source == "new", Interaction.indexed_version >= Interaction.version
            )
        ).all()
    now = time.perf_counter()
    for identity in found:
        seen.setdefault(str(identity), now)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2_000)
    parser.add_argument("--fresh-seconds", type=int, default=30)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.mails, asked.fresh_seconds), indent=2))
