"""A folder of CSV files, out of whatever CRM, becomes rows of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.export import completion
from connectors.export.advice import Imported, advise
from connectors.export.columns import EMPTY
from connectors.export.completion import columns_of
from connectors.export.coverage import is_coverage
from connectors.export.drafts import Context, Draft, Drafts, drafts_of, superseded
from connectors.export.folder import SUFFIXES, read_folder
from connectors.export.history import load_history
from connectors.export.interactions import Interactions
from connectors.export.links import Links
from connectors.export.loader import Loaded, Loader
from connectors.export.mapping import Mapping, read_mapping
from connectors.export.parents import Parents
from connectors.export.recognition import Recognised
from connectors.export.rejects import write_rejects
from connectors.export.report import ColumnReport, FileReport, ImportReport, LeftOutReport
from connectors.export.survey import parent_kind, survey
from connectors.export.table import Reject
from connectors.export.targets import Target
from connectors.export.vocabulary import write_fields, write_stages
from crm.capture import Capture
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import Tenant
from crm.model.tenant import Role
from crm.placeholders import FORGOTTEN
from crm.ports import Guard
from crm.store import Store

NUMBERS = (("no",), ("nr",), ("number",), ("nummer",), ("ref",), ("reference",))  # ids that people say aloud
Progress = Callable[[str, int, int], None]  # file, rows done, rows in all


class Importer:
    """Imports exports into the record, again and again without doubling anything."""

    def __init__(self, store: Store, clock: Clock, capture: Capture, guard: Guard | None = None) -> None:
        self._guard = guard
        self._store = store
        self._clock = clock
        self._capture = capture

    def run(
        self,
        tenant_id: int,
        folder: Path,
        *,
        mapping: Path | None = None,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Imports all tables of a folder (also one folder deeper), or a single file.

        Args:
            tenant_id: whose record.
            folder: where the files are.
            mapping: a YAML, TOML or JSON file that overrules what is inferred.
            rejects: where rows that cannot be kept are written; beside the folder where it is not said.
            progress: told after each batch.

        Raises:
            RejectedError: there is nothing to import, or the mapping is wrong.
            RetryableError: the database did not answer, or somebody else wrote the same rows; run it again.
        """
        wanted = read_mapping(mapping) if mapping is not None else Mapping()
        tables, left_out = read_folder(folder)
        for table in tables if self._guard else ():
            self._guard.rows(tenant_id, table.rows)  # type: ignore[union-attr]
        around = folder.parent if folder.is_file() else folder
        siblings = [path.stem for path in sorted(around.glob("*")) if path.suffix.lower() in SUFFIXES]
        found = survey(tables, siblings, wanted)
        report = ImportReport(
            left_out=[LeftOutReport(file=item.file, reason=item.reason) for item in (*left_out, *found.left_out)],
            warnings=list(found.warnings),
        )
        run = _Run(
            self._store,
            self._clock,
            self._capture,
            tenant_id=tenant_id,
            mapping=wanted,
            progress=progress or _silent,
        )
        run.load(found.items, report)
        if run.rejects:
            report.rejects = _write_rejects(rejects, folder, run.rejects)
        return report


def _silent(_file: str, _done: int, _all: int) -> None:
    pass


def _write_rejects(wanted: Path | None, folder: Path, rejects: list[Reject]) -> Path:
    if wanted is not None:
        write_rejects(wanted, rejects)
        return wanted
    beside = folder.resolve()
    path = beside.parent / f"{beside.name}.rejects.csv"
    try:
        write_rejects(path, rejects)
    except RejectedError:
        path = Path(gettempdir()) / path.name
        write_rejects(path, rejects)
    return path


class _Run:
    """One import."""

    def __init__(
        self, store: Store, clock: Clock, capture: Capture, *, tenant_id: int, mapping: Mapping, progress: Progress
    ) -> None:
        self._store = store
        self._clock = clock
        self._tenant_id = tenant_id
        self._mapping = mapping
        self._progress = progress
        self._links = Links(store, clock, tenant_id)
        self._loader = Loader(store, clock, tenant_id)
        self._interactions = Interactions(store, clock, capture, self._links, tenant_id)
        self._zone = self._tenant_zone()
        self.rejects: list[Reject] = []
        self._imported: list[Imported] = []

    def _tenant_zone(self) -> ZoneInfo:
        with self._store.read() as session:
            tenant = session.get(Tenant, self._tenant_id)
            if tenant is None:
                raise RejectedError("There is no such workspace in the record.")
            try:
                return ZoneInfo(tenant.timezone)
            except (ZoneInfoNotFoundError, ValueError):
                return ZoneInfo("UTC")

    def load(self, items: list[Recognised], report: ImportReport) -> None:
        kinds = {item.kind or "": item for item in items if item.entity == "related"}
        write_stages(self._store, self._tenant_id, [stage for item in items for stage in _stages(item)])
        place = 0
        while place < len(items):
            same = [
                item for item in items[place:] if (item.entity, item.kind) == (items[place].entity, items[place].kind)
            ]
            group = same if same[0].entity not in {"interaction", "stage_change"} else same[:1]
            drafted = [self._drafts(item, kinds) for item in group]
            dropped = superseded(group, drafted)
            for item, drafts, again in zip(group, drafted, dropped, strict=True):
                drafts.repeated += again
                self._load_one(item, drafts, report)
            place += len(group)
        report.created = dict(self._links.created)
        report.advice = advise(self._imported, report.created)
        report.warnings += self._links.warnings

    def _drafts(self, item: Recognised, kinds: dict[str, Recognised]) -> Drafts:
        currency = self._mapping.of(item.table.file).currency or self._mapping.currency
        return drafts_of(item, self._links, Context(self._zone, currency, parent_kind(item, kinds)))

    def _load_one(self, item: Recognised, drafts: Drafts, report: ImportReport) -> None:
        counted = self._counter(item.table.file, len(drafts.rows))
        write_fields(self._store, self._tenant_id, item, drafts.targets)
        if item.entity == "interaction":
            loaded = self._interactions.load(item, drafts, counted)
        elif item.entity == "stage_change":
            loaded = load_history(self._store, self._tenant_id, item.table.file, drafts, counted)
        else:
            loaded = self._load_rows(item, drafts, counted)
        self.rejects += drafts.rejects
        self._imported.append(Imported(item, Drafts(drafts.targets, unlinked=drafts.unlinked), drafts.rejects))
        report.files.append(_file_report(item, drafts, loaded))

    def _counter(self, file: str, total: int) -> Callable[[int], None]:
        done = 0

        def advance(rows: int) -> None:
            nonlocal done
            done += rows
            self._progress(file, done, total)

        return advance

    def _load_rows(self, item: Recognised, drafts: Drafts, advance: Callable[[int], None]) -> Loaded:
        complete = self._completion(item)
        for draft in drafts.rows:
            complete(draft)
        if item.entity == "contact":
            drafts.rows = [draft for draft in drafts.rows if FORGOTTEN not in str(draft.values.get("name"))]
        if item.entity in {"related", "task", "deal"}:
            Parents(self._store, self._tenant_id, self._links).fill(drafts.rows)
        read = {name for name in item.assignment.fields if name != "external_id"}
        columns = columns_of(item.entity, read)
        loaded, ids, touched = self._loader.load(item.entity, drafts.rows, columns, item.kind, advance)
        self._links.forget(item.entity)
        changed = {ids[known] for known in touched}
        if is_coverage(item):
            kept = {draft.values["account_id"]: draft.values["user_id"] for draft in drafts.rows if _covers(draft)}
            self._loader.point("account", "owner_id", kept, set())
        if "parent_id" in read and item.entity == "account":
            self._point(item, drafts.rows, ids, changed, "parent_id")
        if "manager_id" in read:
            managers = self._point(item, drafts.rows, ids, changed, "manager_id", role=Role.MANAGER)
            self._loader.promote(managers)
        return loaded

    def _completion(self, item: Recognised) -> completion.Completion:
        if item.entity == "deal":
            currency = self._mapping.of(item.table.file).currency or self._mapping.currency
            amount = item.assignment.column("amount")
            number = item.assignment.column("external_id")
            return completion.deal(
                self._links.index("account"),
                self._links.index("product"),
                amount,
                currency,
                numbered=number is not None and number.words[-1:] in NUMBERS,
            )
        if item.entity == "task":
            return completion.task(self._clock.now())
        return completion.BASIC[item.entity]

    def _point(
        self, item: Recognised, rows: Iterable[Draft], ids: dict[str, int], changed: set[int], name: str, **extra: Any
    ) -> set[int]:
        """References among the rows of one table; a name without a row becomes one."""
        rows = list(rows)
        texts = dict.fromkeys(draft.raw[name] for draft in rows if draft.raw.get(name))
        header = item.assignment.fields[name].column.header
        found = self._links.resolve(item.entity, texts, f"{item.table.file}, {header}", **extra)
        targets = {ids[draft.key]: found[draft.raw[name]] for draft in rows if draft.raw.get(name) in found}
        self._loader.point(item.entity, name, targets, changed)
        return set(targets.values())


def _covers(draft: Draft) -> bool:
    return bool(draft.values.get("account_id") and draft.values.get("user_id"))


def _stages(item: Recognised) -> list[str]:
    """The stages that a file speaks of; a history of all fields speaks of other things too."""
    name = {"deal": "stage", "stage_change": "to_stage"}.get(item.entity, "")
    column = item.assignment.column(name) if "field" not in item.assignment.fields else None
    return [stage for stage in column.categories() if stage.casefold() not in EMPTY] if column is not None else []


def _file_report(item: Recognised, drafts: Drafts, loaded: Loaded) -> FileReport:
    return FileReport(
        file=item.table.file,
        entity=item.entity,
        kind=item.kind,
        reason=item.reason,
        columns=[_column_report(target) for target in drafts.targets],
        rows=len(item.table.rows) + len(item.table.rejects),
        new=loaded.new,
        changed=loaded.changed,
        unchanged=loaded.unchanged,
        repeated=drafts.repeated,
        rejected=len(drafts.rejects),
        notes=drafts.notes,
    )


def _column_report(target: Target) -> ColumnReport:
    column = target.column
    return ColumnReport(
        header=column.header,
        field=target.field,
        key=target.key,
        type=column.type,
        unit=column.unit,
        reason=target.reason,
    )
