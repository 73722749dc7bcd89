"""A folder of documents: each a note with the whole of its text, its original kept sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from connectors.documents.reading import DocumentReader
from connectors.folder import File, Folder, FolderConfig, Seen
from connectors.formats.document import Document
from connectors.paging import told_in_pages
from connectors.registry import Context
from connectors.text import one_line, subject
from connectors.unreadable import UnreadableError
from crm.intake.connector import Connector
from crm.intake.event import Broken, Event, Item, Page, fitting, revision_of
from crm.model import Kind

FORBIDDEN = "Rapport may not read this file. Grant it the right to."
TOO_LARGE = "It is larger than a document may be (most_megabytes)."


class Settings(FolderConfig):
    files: str = Field(
        default="*.pdf *.docx *.docm *.md *.markdown *.txt *.text *.html *.htm *.xhtml",
        description="Names of files that are documents, apart by spaces.",
    )
    most_megabytes: int = Field(default=50, ge=1, le=500)


def connect(settings: Settings, context: Context) -> Connector:
    return Documents(settings, Folder(settings, context), context)


class Documents:
    """Each file is told when it comes, and anew when it changes."""

    def __init__(self, settings: Settings, folder: Folder, context: Context) -> None:
        self._settings = settings
        self._folder = folder
        self._context = context
        self._reader = DocumentReader()

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """See Connector.pages. The cursor holds which files were told."""
        files = self._folder.files(self._settings.files.split())
        seen = Seen(cursor)
        seen.only(file.mark for file in files)
        yield from told_in_pages([(file.mark, file) for file in files if file.mark not in seen], seen, self._told)

    def close(self) -> None:
        self._reader.close()
        self._folder.close()

    def _told(self, file: File) -> list[Item]:
        key, revision = fitting(file.path), revision_of(file.modified.isoformat(), str(file.size))
        try:
            content = self._folder.read(file, self._settings.most_megabytes * 1_000_000)
            document = self._reader.read(file.name, content) if content is not None else None
        except FileNotFoundError:
            return []  # it went away meanwhile
        except (UnreadableError, PermissionError) as error:
            reason = error.message if isinstance(error, UnreadableError) else FORBIDDEN
            return [Broken(key=key, revision=revision, reason=reason)]
        if content is None or document is None:
            return [Broken(key=key, revision=revision, reason=TOO_LARGE)]
        return [self._event(file, key, revision, document, content)]

    def _event(self, file: File, key: str, revision: str, document: Document, content: bytes) -> Event:
        attributes: dict[str, str | int | float | bool | None] = {
            "document_type": document.type,
            "pages": document.pages,
            "bytes": len(content),
            "unread": document.unread or None,
        }
        return Event(
            key=key,
            revision=revision,
            kind=Kind.NOTE,
            occurred_at=file.modified,
            subject=subject(document.title or file.name),
            text=document.text,
            account=one_line(self._folder.account_of(file)),
            document=self._kept(file, content),
            attributes={name: value for name, value in attributes.items() if value is not None},
        )

    def _kept(self, file: File, content: bytes) -> str:
        """The original's key: of its place, so that a later original takes the former one's."""
        if self._context.objects is None:
            return ""
        key = f"documents/{revision_of(self._settings.folder, file.path)}"
        self._context.objects.put(self._context.tenant_id, key, content)
        return key
