"""The words of a Word document: paragraphs, tables, text boxes, headers and footers, in order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from connectors.formats.document import Document
from connectors.unreadable import UnreadableError

LARGEST = 300_000_000  # bytes, unpacked
NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DAMAGED = "The Word document is damaged."


def read_word(content: bytes) -> Document:
    """Raises UnreadableError where it is damaged, or unpacks beyond all bounds."""
    from docx import Document as opened  # noqa: N813, PLC0415 - heavy

    _check(content)
    try:
        document: Any = opened(BytesIO(content))
        lines = [*_lines(document.element.body), *_margins(document)]
        title = str(document.core_properties.title or "")
    except MemoryError:
        raise
    except Exception as error:  # what a damaged file makes its reader raise is not to be foreseen
        raise UnreadableError(DAMAGED) from error
    text = "\n".join(lines)
    return Document("docx", text, title, unread="" if text.strip() else "without text")


def _check(content: bytes) -> None:
    """What a packed file says of its parts' sizes is held to when they are read, so it can be believed here."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError(DAMAGED) from error
    if unpacked > LARGEST:
        raise UnreadableError("It unpacks to more than a document may hold.")


def _margins(document: Any) -> Iterator[str]:
    """Headers and footers, each once however many sections repeat it."""
    seen: set[str] = set()
    for section in document.sections:
        for part in (section.header, section.footer):
            text = "\n".join(_lines(part._element)) if not part.is_linked_to_previous else ""  # noqa: SLF001
            if text.strip() and text not in seen:
                seen.add(text)
                yield text


def _lines(root: Any) -> Iterator[str]:
    """A line a paragraph; a text box is written twice for old programs, and read once."""
    for paragraph in root.iter(f"{NAMESPACE}p"):
        if any(True for _ in paragraph.iterancestors(FALLBACK)):
            continue
        text = "".join(_pieces(paragraph))
        if text.strip():
            yield text


def _pieces(paragraph: Any) -> Iterator[str]:
    """What stands in the paragraph itself: boxes within it are paragraphs of their own."""
    for element in paragraph.iter(f"{NAMESPACE}t", f"{NAMESPACE}tab", f"{NAMESPACE}br", f"{NAMESPACE}cr"):
        if next(element.iterancestors(f"{NAMESPACE}p"), None) is paragraph:
            yield (element.text or "") if element.tag == f"{NAMESPACE}t" else " "
