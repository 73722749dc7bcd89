"""Folders of CSV as tests write them, and an import of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from connectors.export import Importer, ImportReport
from connectors.export.report import ColumnReport, FileReport
from crm.capture import Capture
from crm.clock import FixedClock
from crm.model import Base, Tenant
from crm.ports import Redacted
from crm.store import Store

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


class PlainRedactor:
    """Takes nothing away, but leaves a mark, so that a test sees what came through the door."""

    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text.replace("SECRET", "<SECRET>")) for text in texts]


@dataclass
class Exports:
    """A folder of an export, a record to import it into."""

    folder: Path
    store: Store
    clock: FixedClock
    tenant_id: int

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def run(self, folder: Path | None = None, **options: Any) -> ImportReport:
        importer = Importer(self.store, self.clock, Capture(self.clock, PlainRedactor(), None))
        options.setdefault("rejects", self.folder.parent / "rejects.csv")
        return importer.run(self.tenant_id, folder or self.folder, **options)

    def all(self, model: type[Base]) -> list[Any]:
        with self.store.read() as session:
            return list(session.scalars(select(model).order_by(model.__table__.c.id)))

    def one(self, model: type[Base], **where: Any) -> Any:
        with self.store.read() as session:
            return session.scalars(select(model).filter_by(**where)).one()

    def count(self, model: type[Base]) -> int:
        with self.store.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


def add_tenant(store: Store, clock: FixedClock, name: str) -> int:
    with store.write() as session:
        tenant = Tenant(name=name, created_at=clock.now())
        session.add(tenant)
        session.flush()
        return tenant.id


def of(report: ImportReport, file: str, title: str | None = None) -> FileReport:
    return next(item for item in report.files if item.file == file and title in {None, item.entity, item.kind})


def column(report: FileReport, header: str) -> ColumnReport:
    return next(item for item in report.columns if item.header == header)


def outside(name: str) -> Path:
    """A folder of outside data; the test is skipped, with the reason, where it is missing."""
    if not DATA.is_dir():
        pytest.skip(f"the outside data is not here: {DATA}")
    return DATA / name
