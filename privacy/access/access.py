"""Access requests: everything about one person, gathered, told and put into one archive."""

from __future__ import annotations

import io
import json
import os
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.errors import FatalError, RejectedError
from crm.model import Contact, Interaction, Tenant, User
from crm.rights import unlimited
from privacy.access.gathering import Gathering, Holding
from privacy.access.others import Others
from privacy.access.page import page
from privacy.access.person import Teller, origins
from privacy.erasure.place import House, Work
from privacy.erasure.places.columns import Columns
from privacy.erasure.places.files import Files
from privacy.erasure.places.queue import Queue
from privacy.erasure.registry import PLACES
from privacy.erasure.subject import Subject, find
from privacy.roster import Roster

FORMAT = "rapport-access-1"
MODE = 0o600
NO_KEY = "it opens with none of the keys that are there"
NAMESAKE = "somebody else goes by the same name, so nobody can say whom it means"
SHARED = "it names other people, and only a person can black them out"
Told = dict[str, Any]


@dataclass
class Export:
    """What is handed over. `left` says what is not in it, and why."""

    person: Told
    originals: dict[str, bytes] = field(default_factory=dict)
    left: list[Told] = field(default_factory=list)

    @property
    def filename(self) -> str:
        return f"access-{self.person['person']['ids'][0]}-{self.person['made_at'][:10].replace('-', '')}.zip"

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in self.person["sections"].items()}

    def content(self) -> bytes:
        """The archive; the same for the same record and moment."""
        written = io.BytesIO()
        files = {
            "index.html": page(self.person).encode(),
            "person.json": json.dumps(self.person, indent=1, ensure_ascii=False, default=str).encode(
                "utf-8", "replace"
            ),
            **{f"originals/{name}": content for name, content in sorted(self.originals.items())},
        }
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.external_attr, info.compress_type = MODE << 16, zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return written.getvalue()


class Access:
    """The access requests of one installation."""

    def __init__(self, house: House) -> None:
        self._house, self._roster = house, Roster(house.store)

    def export(self, tenant_id: int, who: str, *, by: int | None = None, held_by: str = "") -> Export:
        """Everything about the contact of this id, e-mail or whole name; it is noted who asked for it.

        Args:
            held_by: how whoever hands it over is called, and where they are to be found.

        Raises:
            RejectedError: nobody is meant.
            AmbiguousError: several may be.
            RetryableError: a part of Rapport is not to be had now.
        """
        with unlimited():
            with self._house.store.read() as session:
                subject = find(session, tenant_id, who)
                told_apart = _told_apart(session, tenant_id, subject)
            work = Work(self._house, tenant_id, told_apart)
            made = _Making(work, subject, self._roster).export(held_by.strip())
            with self._house.store.write() as session:
                now, ids = self._house.clock.now(), subject.contact_ids
                detail = {"originals": len(made.originals), "left_out": len(made.left)}
                audit.append(
                    session, tenant_id, at=now, actor_id=by, action="access.export", entity="contact", row_id=ids[0],
                    detail=detail,
                )  # fmt: skip
        return made


def keep(export: Export, path: Path) -> Path:
    """Writes the archive for its owner's eyes alone; what is there already is not written over.

    Raises:
        RejectedError: it cannot be written there.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE)
    except FileExistsError:
        raise RejectedError(f"{path} is there already. Name another file with --to.") from None
    except OSError:
        raise RejectedError(f"{path} cannot be written. Name a file in a folder that is there with --to.") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(export.content())
    return path


class _Making:
    """One export on its way."""

    def __init__(self, work: Work, subject: Subject, roster: Roster) -> None:
        self._work, self._subject, self._gathering = work, subject, Gathering(work)
        with work.house.store.read() as session:
            self._others = Others(session, work.tenant_id, subject, roster.directory(work.tenant_id))
            self._teller = Teller(session, self._gathering, self._others)
            self._held_by = session.get_one(Tenant, work.tenant_id).name
        self._sections: dict[str, list[Told]] = {}
        self._origins: list[Told] = []
        self._export = Export({})

    def export(self, held_by: str) -> Export:
        for held in self._gathering.holdings():
            self._add(held)
        self._beside()
        if self._gathering.strangers_sealed:
            sealed = f"{self._gathering.strangers_sealed} originals of which nobody can say whom they name"
            self._export.left.append({"what": sealed, "why": NO_KEY})
        if self._subject.names != self._work.subject.names:
            self._leave("what names you and is linked to nobody", NAMESAKE)
        places = {place.name: self._told_of(place) for place in PLACES}
        subject = self._subject
        self._export.person = {
            "format": FORMAT,
            "made_at": self._work.house.clock.now().isoformat(),
            "held_by": held_by or self._held_by,
            "person": {
                "ids": list(subject.contact_ids),
                "names": list(subject.names),
                "emails": list(subject.emails),
                "phones": list(subject.phones),
            },
            "sections": {name: rows for name, rows in self._sections.items() if rows},
            "origins": self._origins,
            "places": {name: count for name, count in places.items() if count},
            "originals": sorted(f"originals/{name}" for name in self._export.originals),
            "not_included": self._export.left,
        }
        return self._export

    def _add(self, held: Holding) -> None:
        told = self._teller.told(held)
        rows = self._sections.setdefault(held.table, [])
        rows.append(told)
        if held.unreadable:
            self._leave(f"{held.table} {held.values['id']}: the sealed words", NO_KEY)
        if held.table == "contacts" and held.about:
            with self._work.house.store.read() as session:
                self._origins += origins(session, self._work.tenant_id, held, self._others)
        if held.table == "interactions":
            self._originals(held, told)

    def _originals(self, held: Holding, told: Told) -> None:
        """What is theirs is handed over as files; their names are ours, so that no source can choose a path."""
        values = held.values
        stem = f"{values['occurred_at']:%Y-%m-%d}-{values['kind'].value}-{values['id']}"
        names = []
        if held.about and held.opened is not None:
            names.append(self._file(f"{stem}.txt", self._others.text(held.opened).encode("utf-8", "replace")))
        if values["document"] and (content := self._document(held, stem)) is not None:
            names.append(self._file(f"{stem}-document{_suffix(content)}", content))
        if names:
            told["files"] = [f"originals/{name}" for name in names]

    def _file(self, name: str, content: bytes) -> str:
        self._export.originals[name] = content
        return name

    def _document(self, held: Holding, stem: str) -> bytes | None:
        """A text without others' names; a file of another kind only where nobody else is in it."""
        try:
            content = self._work.house.objects.get(self._work.tenant_id, held.values["document"])
        except (RejectedError, FatalError) as error:
            self._leave(f"the document of {stem}", error.message if isinstance(error, RejectedError) else NO_KEY)
            return None
        text = _text(content)
        names = held.about or self._gathering.tells(content.decode("utf-8", "ignore"))
        if text is not None and names:
            lines = text if held.about else "\n".join(each for each in text.splitlines() if self._gathering.tells(each))
            return self._others.text(lines).encode("utf-8", "replace")
        plain = content.decode("utf-8", "ignore")
        if names and (self._alone(held) and self._others.text(plain) == plain):
            return content
        if names:
            self._leave(f"the document of {stem}", SHARED)
        return None

    def _alone(self, held: Holding) -> bool:
        """Whether nobody else is linked to an interaction, or named in its text."""
        with self._work.house.store.read() as session:
            row = session.get(Interaction, held.values["id"])
            linked = {contact.id for contact in row.contacts} if row else set()
        said = f"{held.values['subject'] or ''}\n{held.values['text']}"
        return linked <= set(self._work.subject.contact_ids) and self._others.names_nobody(said)

    def _beside(self) -> None:
        """What is not a table of the record: jobs, files."""
        queue = next(place for place in PLACES if isinstance(place, Queue))
        files = next(place for place in PLACES if isinstance(place, Files))
        found = sorted({(table.name, column, value) for _, table, column, value in queue.touched(self._work)})
        self._sections["queue"] = [
            {"table": table, "column": column, "value": self._others.value(self._gathering.excerpt(value) or "")}
            for table, column, value in found
        ]
        self._sections["files"] = [self._loose(path) for path in files.touched(self._work)]

    def _loose(self, path: Path) -> Told:
        name = str(path.relative_to(self._work.house.home))
        text = _text(path.read_bytes())
        lines = [line for line in (text or "").splitlines() if self._gathering.tells(line)]
        if not lines:
            return {"file": self._others.text(name), "note": "It holds their name, address or number; it is no text."}
        return {"file": self._others.text(name), "lines": [self._others.text(line) for line in lines]}

    def _told_of(self, place: Any) -> int:
        """How many things of a place are in the export, or listed as left out."""
        section = place.table.name if isinstance(place, Columns) else place.name
        if isinstance(place, Columns) or section in self._sections:
            return len(self._sections.get(section, ()))
        return int(place.count(self._work))

    def _leave(self, what: str, why: str) -> None:
        self._export.left.append({"what": what, "why": why})


def _told_apart(session: Session, tenant_id: int, subject: Subject) -> Subject:
    """Where others go by the same name, a name alone tells of nobody: it may be another whom it means."""
    names = [name.lower() for name in subject.names]
    for model in (Contact, User):
        same = [model.tenant_id == tenant_id, func.lower(model.name).in_(names)]
        others = select(model.id).where(*same, *([Contact.id.not_in(subject.contact_ids)] if model is Contact else []))
        if session.scalar(others.limit(1)) is not None:
            return replace(subject, names=(), telling=())
    return subject


def _text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text or text.startswith("%PDF") else text


def _suffix(content: bytes) -> str:
    kinds = {b"%PDF": ".pdf", b"PK\x03\x04": ".docx"}
    known = next((suffix for head, suffix in kinds.items() if content.startswith(head)), None)
    return known or (".bin" if _text(content) is None else ".txt")
