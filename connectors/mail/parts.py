"""A mail taken apart: readable text, names of what is attached, an invitation. Nothing in it makes this raise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from typing import Any

from connectors.mail.charset import decoded, header_text
from connectors.mail.flowed import unflowed
from connectors.mail.kinds import Kind, Marks
from connectors.mail.markup import read_markup
from connectors.mail.tnef import read_tnef
from connectors.text import BREAKS, UNFIT, one_line

LONGEST_HEADER = 100_000  # characters; all recipients of a large mailing are fewer
LONGEST_STRUCTURE = 4_000
DEEPEST = 30  # parts within parts that are looked into
STUB = 0.2  # a plain part with fewer than this of the words of its HTML twin only says that there is one
SIGNS = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
}
SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
WINMAIL = {"application/ms-tnef", "application/vnd.ms-tnef"}
LINES_OF_FORWARD = ("From", "Date", "To", "Subject")


class AsWritten(Compat32):
    """Headers as they stand, raw bytes as surrogates: neither parsed nor refused on the way, but bounded."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return value[: LONGEST_STRUCTURE if name.casefold().startswith("content-") else LONGEST_HEADER]


@dataclass
class Parts:
    """What a mail holds. `marks` has a kind for each line of `text`."""

    text: str = ""
    marks: Marks = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    calendar: str = ""
    encrypted: bool = False

    def add(self, text: str, marks: Marks | None = None) -> None:
        lines = UNFIT.sub("", BREAKS.sub("\n", text)) if marks is None else text
        if not lines.strip():
            return
        kinds = marks or [Kind.SAID] * (lines.count("\n") + 1)
        self.text, self.marks = (
            (f"{self.text}\n\n{lines}", [*self.marks, Kind.SAID, *kinds]) if self.text else (lines, kinds)
        )


def parsed(raw: bytes) -> Message:
    try:
        return message_from_bytes(raw, policy=AsWritten())
    except (RecursionError, MessageError):  # parts within parts within parts: only the outermost is read
        return headers_of(raw)


def headers_of(raw: bytes) -> Message:
    """Only the headers are understood; the rest is one text."""
    return BytesHeaderParser(policy=AsWritten()).parsebytes(raw)


def parts_of(message: Message, *, report: bool = False) -> Parts:
    """All parts of a mail. Of a `report` (a bounce) the mail that it is about is not read."""
    found = Parts()
    _collect(message, found, 0, report=report)
    return found


def _collect(part: Message, into: Parts, depth: int, *, report: bool) -> None:
    kind = UNFIT.sub("", part.get_content_type())
    if depth > DEEPEST:
        return
    if kind == "message/rfc822" and part.is_multipart():
        _forwarded(part, into, depth, report=report)
    elif kind == "multipart/alternative" and part.is_multipart():
        _alternatives(list(_children(part)), into, depth, report=report)
    elif part.is_multipart():
        if kind == "message/delivery-status":
            return
        for child in _children(part):
            _collect(child, into, depth + 1, report=report)
    else:
        _leaf(part, kind, into)


def _children(part: Message) -> Iterator[Message]:
    content = part.get_payload()
    return (child for child in content if isinstance(child, Message)) if isinstance(content, list) else iter(())


def _leaf(part: Message, kind: str, into: Parts) -> None:
    name = name_of(part)
    attached = _disposition(part) == "attachment" or bool(name)
    if kind in WINMAIL or name.casefold() == "winmail.dat":
        text, names = read_tnef(content_of(part))
        into.attachments += names or [name or "winmail.dat"]
        if not into.text:
            into.add(text)
    elif kind == "text/calendar":
        into.calendar = into.calendar or text_of(part)
    elif kind in SEALED:
        into.encrypted = True
    elif kind in {"text/html", "application/xhtml+xml"} and not attached:
        into.add(*read_markup(UNFIT.sub("", text_of(part))))
    elif (kind.startswith(("text/", "multipart/", "message/")) and not attached) or (
        kind == "text/plain" and not name and attached
    ):
        into.add(unflowed(part, text_of(part)))
    elif kind not in SIGNS and not _is_inlay(part, kind):
        into.attachments.append(name or kind)


def _alternatives(children: list[Message], into: Parts, depth: int, *, report: bool) -> None:
    """The plain text, unless it only says that there is another; what is beside the texts counts too."""
    readings = []
    for child in children:
        reading = Parts()
        _collect(child, reading, depth + 1, report=report)
        readings.append((child.get_content_type(), reading))
    texts = [(kind, reading) for kind, reading in readings if reading.text]
    if texts:
        richest = max(len(reading.text.split()) for _, reading in texts)
        plain = (
            reading for kind, reading in texts if kind == "text/plain" and len(reading.text.split()) >= richest * STUB
        )
        chosen = next(plain, None) or max((reading for _, reading in texts), key=lambda each: len(each.text.split()))
        into.add(chosen.text, chosen.marks)
    for _, reading in readings:
        into.attachments += [name for name in reading.attachments if name not in into.attachments]
        into.calendar = into.calendar or reading.calendar
        into.encrypted = into.encrypted or reading.encrypted


def _forwarded(part: Message, into: Parts, depth: int, *, report: bool) -> None:
    for child in _children(part):
        subject = header_text(child.get("Subject") or "")
        if report or (_disposition(part) == "attachment" and depth == 0):
            into.attachments.append(f"{subject or 'message'}.eml")
            continue
        head = [f"{name}: {header_text(child[name])}" for name in LINES_OF_FORWARD if child[name]]
        inner = Parts()
        _collect(child, inner, depth + 1, report=report)
        into.add("\n".join(["---------- Forwarded message ----------", *head, "", inner.text]))
        into.attachments += inner.attachments


def text_of(part: Message) -> str:
    return decoded(content_of(part), part.get_content_charset())


def content_of(part: Message) -> bytes:
    """The bytes of a part; those of a broken encoding as they stand."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):  # encoded in no way that it could be
        content = str(part._payload).encode("utf-8", "surrogateescape")  # type: ignore[attr-defined]  # noqa: SLF001
    return content if isinstance(content, bytes) else b""


def name_of(part: Message) -> str:
    try:
        return one_line(header_text(part.get_filename() or ""), 120)
    except (LookupError, ValueError, TypeError):  # a name in pieces that do not fit together
        return "unnamed"


def _disposition(part: Message) -> str:
    return (part.get("Content-Disposition") or "").partition(";")[0].strip().casefold()


def _is_inlay(part: Message, kind: str) -> bool:
    """Pictures that the text shows, such as a signature's logo."""
    return kind.startswith("image/") and "Content-ID" in part and _disposition(part) != "attachment"
