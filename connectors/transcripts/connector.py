"""A folder into which recorders write their transcripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from connectors.folder import File, Folder, FolderConfig, Seen, mark_of
from connectors.paging import told_in_pages
from connectors.registry import Context
from connectors.transcripts.filename import core, told_by
from connectors.transcripts.reading import talks_in
from connectors.transcripts.telling import event_of
from connectors.transcripts.utterance import Talk
from connectors.unreadable import UnreadableError
from connectors.zones import zone_of
from crm.intake.connector import Connector
from crm.intake.event import Broken, Event, Item, Page, fitting, revision_of
from crm.model import Kind

PATTERNS = ("*.vtt", "*.srt", "*.json")
TOO_LARGE = "It is larger than a transcript may be (most_megabytes)."
FORBIDDEN = "Rapport may not read this file. Grant it the right to."


class Settings(FolderConfig):
    timezone: str = Field(default="UTC", description="Of the times in files' names that tell no zone.")
    kind: Literal["meeting", "call"] = Field(default="meeting", description="What a file is of that does not tell.")
    most_megabytes: int = Field(default=20, ge=1, le=200)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        return zone_of(name).key


def connect(settings: Settings, context: Context) -> Connector:
    return Transcripts(settings, Folder(settings, context))


class Transcripts:
    """Each file is a talk, told anew when it changes or when a recording's JSON comes to lie beside it."""

    def __init__(self, settings: Settings, folder: Folder) -> None:
        self._settings = settings
        self._folder = folder
        self._zone: tzinfo = ZoneInfo(settings.timezone)

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """See Connector.pages. The cursor holds which files were told."""
        files = self._folder.files(PATTERNS)
        beside = _beside(files)
        marks = {file.path: mark_of(file.mark, *(each.mark for each in beside.get(file.path, ()))) for file in files}
        seen = Seen(cursor)
        seen.only(marks.values())
        new = [(marks[file.path], file) for file in files if marks[file.path] not in seen]
        yield from told_in_pages(new, seen, lambda file: self._told(file, beside.get(file.path, [])))

    def close(self) -> None:
        self._folder.close()

    def _told(self, file: File, beside: list[File]) -> list[Item]:
        most = self._settings.most_megabytes * 1_000_000
        revision = revision_of(file.modified.isoformat(), str(file.size), *(each.mark for each in beside))
        try:
            content = self._folder.read(file, most)
            about = [found for each in beside if (found := self._folder.read(each, most))]
            talks = talks_in(content, about) if content is not None else None
        except FileNotFoundError:
            return []  # it went away meanwhile
        except UnreadableError as error:
            return [Broken(key=fitting(file.path), revision=revision, reason=error.message)]
        except PermissionError:
            return [Broken(key=fitting(file.path), revision=revision, reason=FORBIDDEN)]
        if talks is None:
            return [Broken(key=fitting(file.path), revision=revision, reason=TOO_LARGE)]
        keys = [fitting(file.path if len(talks) == 1 else f"{file.path}#{n}") for n in range(1, len(talks) + 1)]
        return [self._event(file, key, revision, talk) for key, talk in zip(keys, talks, strict=True)]

    def _event(self, file: File, key: str, revision: str, talk: Talk) -> Event:
        at, title = told_by(file.name, file.modified, self._zone)
        account = self._folder.account_of(file) or ""
        return event_of(talk, key, revision, kind=Kind(self._settings.kind), at=at, title=title, account=account)


def _beside(files: list[File]) -> dict[str, list[File]]:
    """The JSON files that may tell of a transcript's recording: of its name, or alone with it in a folder."""
    folders: dict[str, list[File]] = {}
    for file in files:
        folders.setdefault(str(PurePosixPath(file.path).parent), []).append(file)
    found: dict[str, list[File]] = {}
    for together in folders.values():
        told: dict[str, list[File]] = {}
        for file in filter(_is_json, together):
            told.setdefault(core(file.name), []).append(file)
        spoken = [file for file in together if not _is_json(file)]
        alone = list(chain(*told.values())) if len(spoken) == 1 else []
        for file in spoken:
            found[file.path] = sorted(told.get(core(file.name), alone), key=lambda json: json.path)
    return found


def _is_json(file: File) -> bool:
    return file.name.casefold().endswith(".json")
