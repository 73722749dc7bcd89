"""A program that writes to the record beside Rapport: committed, changed, rolled back; and killed like any other.

It says what it does, a line each, before and after: a line that is missing is a transaction of which nobody knows.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from benchmarks.chaos.codes import prose
from bot.settings import read
from bot.wiring import Rapport
from crm.capture import Captured
from crm.errors import RejectedError, RetryableError
from crm.model import Interaction, Kind


def main() -> None:
    app = Rapport(read(Path(sys.argv[1])))
    tenant = app.tenants.home()
    print("ready", flush=True)
    for line in sys.stdin:
        what, word, *former = line.split()
        try:
            _write(app, tenant, what, word, former)
        except RejectedError:
            print(f"rolledback {word}", flush=True)
        except (RetryableError, SQLAlchemyError):  # the database is gone, or another was faster
            print(f"refused {word}", flush=True)
        else:
            print(f"committed {word}", flush=True)


def _write(app: Rapport, tenant: int, what: str, word: str, former: list[str]) -> None:
    text = f"Note {word} of the harbour office: {prose(word)}."
    with app.store.write() as session:
        if what == "change":
            row = session.get_one(Interaction, int(former[0]))
            row.text = text
            row.updated_at = app.clock.now()
        else:
            at = app.clock.now() - timedelta(days=len(word + text) % 90)
            app.capture.add(session, tenant, [Captured("harbour", word, Kind.NOTE, at, text=text)])
        session.flush()
        if what == "rollback":
            raise RejectedError("called off")


if __name__ == "__main__":
    main()
