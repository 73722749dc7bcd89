"""What an import did, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field


class ColumnReport(BaseModel):
    """Where a column went. `field` is ours; None where it is kept as the attribute `key`; both None where ignored."""

    header: str
    field: str | None = None
    key: str | None = None
    type: str = "text"
    unit: str | None = None
    reason: str = ""


class FileReport(BaseModel):
    """One file, or one kind of rows of a mixed file."""

    file: str
    entity: str
    kind: str | None = None
    reason: str = ""
    columns: list[ColumnReport] = Field(default_factory=list)
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0  # the same row again in the file: kept once
    rejected: int = 0
    notes: list[str] = Field(default_factory=list)


class LeftOutReport(BaseModel):
    file: str
    reason: str


class AdviceReport(BaseModel):
    """What is likely wrong, and what to do about it. `file` is None where it is said of the whole export."""

    file: str | None
    what: str
    do: str


class ImportReport(BaseModel):
    files: list[FileReport] = Field(default_factory=list)
    left_out: list[LeftOutReport] = Field(default_factory=list)
    created: dict[str, int] = Field(default_factory=dict)  # rows made from a mere mention, by entity
    warnings: list[str] = Field(default_factory=list)
    advice: list[AdviceReport] = Field(default_factory=list)  # likely mistakes, the gravest first
    rejects: Path | None = None

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)

    def lines(self) -> Iterator[str]:
        """The report as a person reads it."""
        for file in self.files:
            yield from _file_lines(file)
        for item in self.left_out:
            yield f"{item.file}: left out, {item.reason}"
        for entity, count in self.created.items():
            yield f"{count} {entity}{'' if count == 1 else 's'} made from mentions in other rows"
        for warning in self.warnings:
            yield f"Note: {warning}"
        for each in self.advice:
            place = f"{each.file}: " if each.file else ""
            yield f"Please check: {place}{each.what}."
            yield f"  What to do: {each.do}"
        if self.rejects is not None:
            yield f"{self.rejected} rows were rejected; they are in {self.rejects} with the reasons"


def _file_lines(file: FileReport) -> Iterator[str]:
    what = file.kind.replace("_", " ") if file.kind else file.entity.replace("_", " ")
    counts = [f"{file.new} new", f"{file.changed} changed", f"{file.unchanged} unchanged"]
    counts += [f"{file.repeated} repeated"] * bool(file.repeated) + [f"{file.rejected} rejected"] * bool(file.rejected)
    yield f"{file.file}: {what} ({', '.join(counts)})"
    yield f"  because {file.reason}"
    for column in file.columns:
        target = column.field or (f"attribute {column.key}" if column.key else "left out")
        unit = f", {column.unit}" if column.unit else ""
        yield f"  {column.header} → {target} ({column.type}{unit})"
    for note in file.notes:
        yield f"  note: {note}"
