"""What a document is, told by its bytes: names and endings may say anything."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from connectors.unreadable import UnreadableError

MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"BM", "picture"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PARTS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx", "content.xml": "odf"}
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
TAG = re.compile(r"</?(?:p|div|span|table|h[1-6]|body|html|ul|ol|br)\b[^<>]*>", re.IGNORECASE)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b"))
SAMPLE = 65_536  # bytes
MOST_PARTS = 20_000


def kind_of(name: str, content: bytes) -> str:
    """pdf, docx, html, markdown or text; or xlsx, pptx, odf, rtf, picture, zip, old office or encrypted.

    Raises:
        UnreadableError: it is empty, or nothing that is known.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableError("The file is empty.")
    head = content[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(OLE):
        return "encrypted" if ENCRYPTED in content[:SAMPLE] or ENCRYPTED in content[-SAMPLE:] else "old office"
    for magic, kind in MAGIC:
        if content.startswith(magic) and (kind != "picture" or _is_binary(content)):
            return kind
    if _is_binary(content):
        raise UnreadableError("It is no document of a kind that is known here.")
    return _written(name, content)


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        raise UnreadableError("The file is damaged: it is packed, and cannot be unpacked.") from error
    if len(names) > MOST_PARTS:
        raise UnreadableError("It is packed of more parts than a document has.")
    return next((kind for part, kind in PARTS.items() if any(name.startswith(part) for name in names)), "zip")


def _is_binary(content: bytes) -> bool:
    """UTF-16 apart, text has no control characters to speak of."""
    sample = content[:SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(sample):
        return False
    return len(sample) - len(sample.translate(None, CONTROLS)) > len(sample) // 50


def _is_wide(sample: bytes) -> bool:
    halves = (sample[::2].count(0), sample[1::2].count(0))
    return len(sample) >= 8 and max(halves) > len(sample) * 0.3 and min(halves) < len(sample) * 0.05


def _written(name: str, content: bytes) -> str:
    ending = PurePosixPath(name).suffix.casefold()
    head = content[:SAMPLE].decode("utf-8", "replace").lstrip("\ufeff")
    if (head.lstrip().startswith("<") and PAGE.search(head[:4096])) or (
        ending in {".html", ".htm", ".xhtml"} and TAG.search(head)
    ):
        return "html"
    return "markdown" if ending in {".md", ".markdown"} else "text"
