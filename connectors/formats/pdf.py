"""The words of a PDF. Nothing in it is run: no script, no form, no attached file."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

from connectors.formats.document import Document
from connectors.unreadable import UnreadableError

MOST_PAGES = 5000
MOST_TEXT = 5_000_000  # characters
DAMAGED = "The PDF is damaged."


def read_pdf(content: bytes) -> Document:
    """Raises UnreadableError where it is damaged beyond reading."""
    from pypdf import PdfReader  # noqa: PLC0415 - heavy

    logging.getLogger("pypdf").disabled = True  # its remarks quote the document
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Document("pdf", unread="encrypted")
        pages = len(reader.pages)
    except Exception as error:  # what a damaged file makes its reader raise is not to be foreseen
        raise UnreadableError(DAMAGED) from error
    texts, failed = _texts(reader, min(pages, MOST_PAGES))
    if failed and not any(texts):
        raise UnreadableError(DAMAGED)
    text = "\n\n".join(text for text in texts if text)
    unread = "" if any(map(str.isalnum, text)) else "scanned"
    if failed:
        unread = f"{failed} of {pages} pages are damaged"
    return Document("pdf", text, _title(reader), pages, unread)


def _texts(reader: Any, pages: int) -> tuple[list[str], int]:
    """The text of each page, and how many pages cannot be read: one damaged page costs itself alone."""
    texts: list[str] = []
    failed = length = 0
    for number in range(pages):
        try:
            texts.append(reader.pages[number].extract_text().strip())
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - what a damaged page makes its reader raise is not to be foreseen
            failed += 1
            continue
        length += len(texts[-1])
        if length > MOST_TEXT:
            break
    return texts, failed


def _title(reader: Any) -> str:
    try:
        return str((reader.metadata and reader.metadata.title) or "")
    except Exception:  # noqa: BLE001 - as above; a title is no reason to lose a document
        return ""
