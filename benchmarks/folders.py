"""How fast documents and calendars come in, as far as the inbox: `python -m benchmarks.folders`.

Documents are made here: Word files of 60 paragraphs, PDFs of five pages, Markdown of 20 kB. The calendar has single meetings
over four years, weekly series with exceptions, and some events that cannot be read.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.objects import SealedObjects
from connectors.registry import Context, module_of, settings_of
from crm.clock import FixedClock
from crm.intake.event import Broken, Event, Item
from privacy.vault import KeyFileVault

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SENTENCE = "The rollout is late and the customer asks for a lower price before the renewal in March. "


def write_papers(folder: Path, each: int) -> None:
    import docx  # noqa: PLC0415
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    folder.mkdir()
    for number in range(each):
        document = docx.Document()
        for paragraph in range(60):
            document.add_paragraph(f"{number}.{paragraph} {SENTENCE * 3}")
        document.save(str(folder / f"minutes {number}.docx"))
        with PdfPages(folder / f"offer {number}.pdf") as pages:
            for page in range(5):
                figure = Figure(figsize=(8, 11))
                for line in range(40):
                    figure.text(0.05, 0.95 - line / 45, f"{number}.{page}.{line} {SENTENCE}", fontsize=7)
                pages.savefig(figure)
        (folder / f"plan {number}.md").write_text(f"# Plan {number}\n\n" + SENTENCE * 230, "utf-8")


def write_calendar(file: Path, meetings: int) -> None:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:Europe/Berlin"]
    for number in range(meetings):
        at = NOW - timedelta(days=1400) + timedelta(minutes=number * 1_440_000 / meetings * 1.46)
        lines += _event(f"single-{number}", f"DTSTART:{at:%Y%m%dT%H%M%SZ}")
    for number in range(meetings // 100):
        start = f"DTSTART;TZID=Europe/Berlin:202401{number % 28 + 1:02}T{8 + number % 9:02}0000"
        lines += _event(f"weekly-{number}", start, "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Berlin:20261109T100000")
    lines += _event("broken", "DTSTART:soon")
    file.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), "utf-8")


def _event(uid: str, *lines: str) -> list[str]:
    people = [f"ATTENDEE;CN=Person {n};PARTSTAT=ACCEPTED:mailto:person{n}@client.example" for n in range(4)]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@calendar.example",
        "SUMMARY:Renewal",
        "DURATION:PT30M",
        *lines,
        *people,
        "END:VEVENT",
    ]


def computed() -> float:
    """Seconds of computing, of this process and of those it started and that ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def looked(home: Path, kind: str, cursor: Mapping[str, Any], **values: Any) -> tuple[list[Item], dict[str, Any], float]:
    """What a look tells, its cursor, and the seconds of computing it took."""
    context = Context(1, FixedClock(NOW), str, SealedObjects(str(home / "objects"), KeyFileVault(home)))
    connector = module_of(kind).connect(settings_of(kind, values), context)
    begun = computed()
    pages = list(connector.pages(cursor))
    connector.close()
    took = computed() - begun
    return [item for page in pages for item in page.items], pages[-1].cursor if pages else dict(cursor), took


def measured(home: Path, kind: str, **values: Any) -> dict[str, Any]:
    items, cursor, took = looked(home, kind, {}, **values)
    again, _, took_again = looked(home, kind, cursor, **values)
    return {
        "told": sum(isinstance(item, Event) for item in items),
        "unreadable": sum(isinstance(item, Broken) for item in items),
        "characters": sum(len(item.text) for item in items if isinstance(item, Event)),
        "seconds": round(took, 2),
        "cursor kB": round(len(json.dumps(cursor)) / 1000, 1),
        "again": {"told": len(again), "seconds": round(took_again, 2)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=40, help="of each kind")
    parser.add_argument("--meetings", type=int, default=5000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_papers(home / "papers", chosen.papers)
        write_calendar(home / "team.ics", chosen.meetings)
        print(json.dumps({"documents": measured(home, "documents", folder=str(home / "papers"))}))
        print(json.dumps({"calendar": measured(home, "calendar", address=str(home / "team.ics"))}))


if __name__ == "__main__":
    main()
