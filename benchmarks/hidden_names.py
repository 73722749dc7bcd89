"""Names that quotes hide: the sample company's interactions, each quoted as an answer quotes it.

python -m benchmarks.hidden_names

`stored` counts `<PERSON>` in the stored texts and subjects, `quotes` and `subjects` the “(name hidden)” that somebody reads
who may see everything: in the quote that an answer shows of each interaction, and in the line that a list shows of it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.sample.export import write_export
from bot.settings import Settings
from bot.wiring import Rapport
from crm.ask.rows.listing import interactions_table
from crm.ask.telling.citing import MOST, cite
from crm.clock import FixedClock
from crm.model import Interaction

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
HIDDEN = "(name hidden)"


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        app = Rapport(Settings(home=Path(home)), FixedClock(NOW))
        with tempfile.TemporaryDirectory() as folder:
            write_export(Path(folder), NOW.date())
            app.importer.run(app.tenants.home(), Path(folder))
        sys.stdout.write(json.dumps(counted(app), indent=1) + "\n")
        app.close()


def counted(app: Rapport) -> dict[str, int]:
    told = {"interactions": 0, "stored": 0, "quotes": 0, "subjects": 0}
    tenant = app.tenants.home()
    with app.store.read() as session:
        rows = list(session.scalars(select(Interaction).order_by(Interaction.id)))
        for start in range(0, len(rows), MOST):
            page = rows[start : start + MOST]
            told["interactions"] += len(page)
            told["stored"] += sum(f"{row.subject} {row.text}".count("<PERSON>") for row in page)
            told["quotes"] += sum(each.quote.count(HIDDEN) for each in cite(session, tenant, page))
            told["subjects"] += sum(str(row).count(HIDDEN) for row in interactions_table(session, tenant, page).rows)
    return told


if __name__ == "__main__":
    main()
