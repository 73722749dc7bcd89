"""Mails written for the tests: one of each shape that mail programs send."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from email.utils import format_datetime
from quopri import encodestring

HEAD = (
    "From: Anna Berg <anna@client.example>\r\nTo: Tom <tom@ours.example>\r\nDate: Mon, 03 Feb 2025 10:12:00 +0100\r\n"
)


def mail(body: str | bytes = "Hello", head: str = "", **named: str) -> bytes:
    """A mail; `named` are headers (underscores for dashes) that come instead of the usual ones of that name."""
    lines = dict(line.split(": ", 1) for line in (HEAD + head).split("\r\n") if line)
    lines |= {"Message-ID": "<1@client.example>", "Subject": "Offer"} | {
        name.replace("_", "-"): value for name, value in named.items()
    }
    headers = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value != "-")
    content = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return headers.encode("utf-8", "surrogateescape") + b"\r\n" + content


def numbered(number: int, at: datetime, **named: str) -> bytes:
    told = {"Message-ID": f"<{number}@client.example>", "Date": format_datetime(at), "Subject": f"Offer {number}"}
    return mail(f"This is mail number {number}.\n\nBest regards,\nAnna\n", **(told | named))


def later(at: datetime, number: int) -> datetime:
    return at + timedelta(minutes=number)


def multipart(kind: str, *parts: tuple[str, str | bytes], boundary: str = "frontier") -> dict[str, str | bytes]:
    """Arguments for `mail`: parts are their headers and their content."""
    body = b""
    for head, content in parts:
        inner = content if isinstance(content, bytes) else content.encode()
        body += f"--{boundary}\r\n{head}\r\n\r\n".encode() + inner + b"\r\n"
    return {"body": body + f"--{boundary}--\r\n".encode(), "Content_Type": f'multipart/{kind}; boundary="{boundary}"'}


def shapes() -> dict[str, bytes]:
    """Mails of every shape, by name. Each readable text holds the word of its name in capitals."""
    plain, html = "Content-Type: text/plain; charset=utf-8", "Content-Type: text/html; charset=utf-8"
    encoded = plain + "\r\nContent-Transfer-Encoding: base64"
    attached = "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''Angebot%20M%C3%BCller.pdf\r\nContent-Transfer-Encoding: base64"
    quoted = encodestring("QUOTEDPRINTABLE: über den Preis müssen wir reden, höflich aber bestimmt.".encode())
    inner = multipart("alternative", (plain, "NESTED text"), (html, "<p>NESTED text</p>"), boundary="inner")
    related = f"Content-Type: {inner['Content_Type']}"
    return {
        "plain": mail("PLAIN words of a customer.\n\nBest regards,\nAnna"),
        "latin": mail("LATIN: Grüße aus Köln".encode("latin-1"), Content_Type="text/plain; charset=iso-8859-1"),
        "wrong charset": mail("WRONGCHARSET: Grüße aus Köln".encode(), Content_Type="text/plain; charset=us-ascii"),
        "no such charset": mail("NOCHARSET: Grüße aus Köln".encode(), Content_Type="text/plain; charset=x-unknown"),
        "quoted printable": mail(quoted, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="quoted-printable"),
        "base64": mail(b64encode(b"BASE64 words"), Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"),
        "alternative": mail(**multipart("alternative", (plain, "ALTERNATIVE text"), (html, "<p>ALTERNATIVE text</p>"))),
        "html only": mail("<html><body><p>HTMLONLY words</p><blockquote type=cite>Old</blockquote></body></html>", Content_Type="text/html"),
        "attachment": mail(**multipart("mixed", (plain, "ATTACHMENT below"), (attached, b64encode(b"%PDF" * 500)))),
        "nested": mail(**multipart("mixed", (related, inner["body"]), (encoded, b64encode(b"SECOND part")))),
        "forwarded": mail(**multipart("mixed", (plain, "FORWARDED below"), ("Content-Type: message/rfc822", mail("INNER words", Subject="Inside")))),
        "invitation": mail(**multipart("alternative", (plain, "INVITATION to a call"), ("Content-Type: text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:call-1\r\n @k.example\r\nEND:VEVENT\r\nEND:VCALENDAR"))),
        "flowed": mail("FLOWED lines are \nsoftly broken \nhere.\n> and quoted \n> too", Content_Type="text/plain; format=flowed"),
        "no boundary": mail("--x\nContent-Type: text/plain\n\nNOBOUNDARY text\n--x--", Content_Type="multipart/mixed"),
        "bounce": mail(**multipart('report; report-type="delivery-status"', (plain, "BOUNCE: could not be delivered"), ("Content-Type: message/delivery-status", "Action: failed"), ("Content-Type: message/rfc822", mail("Original")))),
    }  # fmt: skip
