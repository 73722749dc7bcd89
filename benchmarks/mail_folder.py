"""What it costs to read mails from disk: `python -m benchmarks.mail_folder [--mails N]`.

Made-up replies of 2.5 KB with a signature and a quote, as .eml files and as one mbox: processor time a mail, memory, the largest cursor, and
a second look that finds nothing new. Each form in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from connectors.mail_folder import MailFolder

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=50_000)
    parser.add_argument("--look", type=Path, help="looks at this folder or file and tells what it cost")
    chosen = parser.parse_args()
    if chosen.look:
        print(json.dumps(look(chosen.look)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for form, path in written(Path(folder), chosen.mails).items():
            command = [sys.executable, "-m", "benchmarks.mail_folder", "--look", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print(json.dumps({"form": form} | json.loads(done.stdout)))


def written(folder: Path, count: int) -> dict[str, Path]:
    files, box = folder / "mails", folder / "all.mbox"
    files.mkdir()
    with box.open("wb") as file:
        for number in range(count):
            raw = mail(number)
            (files / f"{number * 7919 % 100_003}.eml").write_bytes(raw)
            file.write(b"From anna@client.example Thu Jan  1 00:00:00 2026\n" + raw + b"\n\n")
    return {"eml": files, "mbox": box}


def mail(number: int) -> bytes:
    said = "We would like to know more about it before we decide, and what it costs. " * 10
    quoted = "> and this is what was said about it in the mail before\n" * 20
    return (
        f"From: Anna Berg <anna{number % 100}@client.example>\nTo: Tom <tom@ours.example>\nSubject: Re: Offer {number}\n"
        f"Date: {format_datetime(BEGUN + timedelta(minutes=number))}\nMessage-ID: <{number}@client.example>\n\n"
        f"Hi Tom,\n\n{said}\n\nBest regards,\nAnna\n\nOn Thu, Jan 1, 2026 at 10:00 AM Tom <tom@ours.example> wrote:\n\n{quoted}"
    ).encode()


def look(path: Path) -> dict[str, float | int]:
    begun, at_first, cursor, count, largest = time.process_time(), 0, {}, 0, 0
    for page in MailFolder(path).pages({}):
        count += len(page.items)
        cursor, largest = page.cursor, max(largest, len(json.dumps(page.cursor)))
        at_first = at_first or _memory()
    first = time.process_time() - begun
    again = time.process_time()
    new = sum(len(page.items) for page in MailFolder(path).pages(cursor))
    return {
        "mails": count,
        "ms_a_mail": round(first / count * 1000, 2),
        "mib_after_the_first_page": at_first,
        "mib_in_the_end": _memory(),
        "largest_cursor_bytes": largest,
        "new_in_a_second_look": new,
        "seconds_of_a_second_look": round(time.process_time() - again, 2),
    }


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
