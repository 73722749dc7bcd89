"""A mail as an event: what MIME hides, what headers tell, and what a mutated mail must not do."""

from __future__ import annotations

import email
import email.policy
import random
import re
import struct
import sys
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mails import mail, multipart, shapes

from connectors.mail.automatic import is_report
from connectors.mail.cutting import cut, said
from connectors.mail.message import event_of
from connectors.mail.parts import parsed, parts_of
from crm.intake.event import Broken, Event, Page

ARRIVED = datetime(2025, 2, 4, tzinfo=UTC)
OUTSIDE = Path(__file__).parents[3] / "shared" / "data" / "email_replies" / "talon" / "standard_replies"
PLAIN = "Content-Type: text/plain; charset=utf-8"


def told(raw: bytes, **options) -> Event:
    found = event_of(raw, ARRIVED, place="a mail", **options)
    assert isinstance(found, Event)
    return found


@pytest.mark.parametrize("name", shapes())
def test_each_shape_gives_its_text(name):
    event = told(shapes()[name])
    word = "SECOND" if name == "nested" else re.sub(r"\W|such", "", name).upper()
    assert word in event.text.upper()
    assert event.parties[0].address == "anna@client.example"
    assert event.occurred_at == datetime(2025, 2, 3, 9, 12, tzinfo=UTC)


def test_what_was_cut_is_in_the_whole():
    event = told(
        mail("Yes.\n\nBest regards,\nAnna\n\nOn 3 Feb 2025, at 10:12, Tom <tom@ours.example> wrote:\n> Shall we?\n")
    )
    assert event.text == "Yes."
    assert "Shall we?" in event.whole
    assert "Best regards" in event.whole


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("Grüße aus Köln".encode("cp1252"), "iso-8859-1"),
        ("Grüße aus Köln".encode(), "us-ascii"),
        ("Grüße aus Köln".encode(), "iso-8859-1"),
        ("Grüße aus Köln".encode(), "x-no-such-thing"),
        ("Grüße aus Köln".encode("utf-16"), "utf-16"),
        ("Grüße aus Köln".encode("utf-7"), "utf-7"),
    ],
)
def test_characters_come_out_whatever_the_label(content, charset):
    assert told(mail(content, Content_Type=f"text/plain; charset={charset}")).text == "Grüße aus Köln"


@pytest.mark.parametrize("charset", ["base64", "rot13", "unicode_escape", "zip", "idna", "", '"utf-8', "\x00"])
def test_a_charset_that_is_none_does_no_harm(charset):
    assert (
        told(mail(b"Hello \\u0041 there", Content_Type=f"text/plain; charset={charset}")).text == "Hello \\u0041 there"
    )


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln"),
        ("=?utf-8?B?R3LDvMOfZQ==?= =?utf-8?Q?_aus_K=C3=B6ln?=", "Grüße aus Köln"),
        ("=?utf-8?B?R3LDvA==?=\r\n =?utf-8?B?w59l?=", "Grüße"),
        (f"=?utf-8?B?{b64encode('ü'.encode()[:1]).decode()}?= =?utf-8?B?{b64encode('ü'.encode()[1:]).decode()}?=", "ü"),
        ("=?iso-8859-1?Q?caf=E9?=", "café"),
        ("=?x-unknown?Q?cafe?=", "cafe"),
        ("=?utf-8?B?not base64!?=", "=?utf-8?B?not base64!?="),
        ("Gr\udcfc\udcdfe", "Grüße"),
        ("Grüße", "Grüße"),
        ("Re: [ext] =?utf-8?q?Price?= of two", "Re: [ext] Price of two"),
    ],
)
def test_subjects_are_read(header, subject):
    assert told(mail(Subject=header)).subject == subject


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Date": "Mon, 03 Feb 2025 10:12:00 +0100"}, datetime(2025, 2, 3, 9, 12, tzinfo=UTC)),
        (
            {"Date": "-", "Received": "from a by b; Mon, 03 Feb 2025 09:00:00 +0000"},
            datetime(2025, 2, 3, 9, tzinfo=UTC),
        ),
        (
            {"Date": "yesterday", "Received": "from a by b;\r\n Mon, 03 Feb 2025 09:00:00 +0000 (GMT)"},
            datetime(2025, 2, 3, 9, tzinfo=UTC),
        ),
        (
            {"Date": "Mon, 03 Feb 2042 10:12:00 +0000", "Received": "by b; Mon, 03 Feb 2025 09:00:00 +0000"},
            datetime(2025, 2, 3, 9, tzinfo=UTC),
        ),
        ({"Date": "Thu, 01 Jan 1970 00:00:00 +0000"}, ARRIVED),
        ({"Date": "3 Feb 2025 10:12"}, datetime(2025, 2, 3, 10, 12, tzinfo=UTC)),
        ({"Date": "-"}, ARRIVED),
        ({"Date": "Mon, 99 Feb 20255 99:99:99 +9999"}, ARRIVED),
    ],
)
def test_when_it_was_sent(headers, expected):
    assert told(mail(**headers)).occurred_at == expected


def test_parties_are_read_with_their_roles():
    event = told(
        mail(
            From="=?utf-8?Q?M=C3=BCller=2C_Jan?= <Jan@K.example>",
            To='"Berg, Anna" <anna@ours.example>, tom@ours.example',
            Cc="undisclosed-recipients:;, Eva <eva@k.example>",
        )
    )
    assert [(party.role, party.name, party.address) for party in event.parties] == [
        ("from", "Müller, Jan", "jan@k.example"),
        ("to", "Berg, Anna", "anna@ours.example"),
        ("to", "", "tom@ours.example"),
        ("cc", "Eva", "eva@k.example"),
    ]


@pytest.mark.parametrize(
    "sender", ["Anna Berg <anna@client.example", "anna@client.example (Anna Berg", '"Anna" anna@client.example']
)
def test_a_broken_sender_still_has_an_address(sender):
    assert told(mail(From=sender)).parties[0].address == "anna@client.example"


def test_attachments_are_told_by_name_only():
    event = told(shapes()["attachment"])
    assert event.attributes["attachments"] == "Angebot Müller.pdf"
    assert "PDF" not in event.text + event.whole


def test_a_large_attachment_costs_no_text():
    big = multipart(
        "mixed",
        (PLAIN, "See attached"),
        (
            "Content-Type: application/zip; name=big.zip\r\nContent-Transfer-Encoding: base64",
            b64encode(bytes(10 * 1024 * 1024)),
        ),
    )
    event = told(mail(**big))
    assert (event.text, event.attributes["attachments"]) == ("See attached", "big.zip")


def test_an_invitation_is_left_to_attributes():
    event = told(shapes()["invitation"])
    assert event.attributes["calendar"] == "request"
    assert event.attributes["calendar_uid"] == "call-1@k.example"
    assert "VCALENDAR" not in event.text + event.whole


def test_winmail_is_opened():
    def attribute(number, content):
        return struct.pack("<BII", 1, number, len(content)) + content + b"\0\0"

    packed = (
        struct.pack("<IH", 0x223E9F78, 1) + attribute(0x2800C, b"Packed text\0") + attribute(0x18010, b"offer.xlsx\0")
    )
    for content in (packed, packed[:-9], packed[:7], b"", b"x" * 50):
        part = (
            "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64",
            b64encode(content),
        )
        event = told(mail(**multipart("mixed", part)))
        if content == packed:
            assert (event.text, event.attributes["attachments"]) == ("Packed text", "offer.xlsx")


def test_a_forward_as_attachment_keeps_its_words():
    event = told(shapes()["forwarded"])
    assert "INNER words" in event.text
    assert "Subject: Inside" in event.text


def test_a_plain_part_that_only_points_to_the_markup_is_not_taken():
    parts = (
        (PLAIN, "View this in HTML."),
        ("Content-Type: text/html", "<p>" + "All that the customer really wrote to us. " * 5 + "</p>"),
    )
    assert told(mail(**multipart("alternative", *parts))).text.startswith("All that the customer")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Auto_Submitted": "no"}, None),
        ({"Auto_Submitted": "auto-replied"}, "auto-reply"),
        ({"Precedence": "auto_reply"}, "auto-reply"),
        ({"X_Autoreply": "yes"}, "auto-reply"),
        ({"Subject": "Automatische Antwort: Angebot"}, "auto-reply"),
        ({"Auto_Submitted": "auto-generated"}, "bulk"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List_Unsubscribe": "<https://n.example/u>"}, "bulk"),
        ({"List_Unsubscribe": "<https://n.example/u>", "List_Post": "NO"}, "bulk"),
        ({"From": "No Reply <no-reply@shop.example>"}, "bulk"),
        ({"From": "notifications@shop.example"}, "bulk"),
        ({"List_Id": "Sales <sales.ours.example>", "List_Post": "<mailto:sales@ours.example>", "List_Unsubscribe": "<https://g.example>", "Precedence": "list"}, None),
        ({"From": "MAILER-DAEMON@mx.example", "Auto_Submitted": "auto-replied"}, "bounce"),
        ({"From": "Noreen Plymouth <noreen@client.example>"}, None),
        ({"From": "Newsome <alerta@client.example>"}, None),
    ],
)  # fmt: skip
def test_machines_are_told_from_people(headers, expected):
    assert told(mail(**headers)).attributes.get("automatic") == expected


def test_a_bounce_does_not_bring_back_the_mail_it_is_about():
    event = told(shapes()["bounce"])
    assert event.attributes["automatic"] == "bounce"
    assert "Original" not in event.text + event.whole


def test_a_thread_goes_back_to_its_first_mail():
    first = told(mail())
    reply = told(mail(Message_ID="<2@ours.example>", Subject="Re: Offer", In_Reply_To="<1@client.example>"))
    again = told(mail(Message_ID="<3@client.example>", References="<1@client.example>\r\n <2@ours.example>"))
    assert first.thread == reply.thread == again.thread == first.identity == "1@client.example"


def test_replies_without_a_trace_are_joined_by_subject_and_parties_only_where_that_is_telling():
    def thread(number, subject, to="tom@ours.example"):
        return told(mail(Message_ID=f"<{number}@x.example>", Subject=subject, To=to)).thread

    long = "Re: Refrigerated warehouse extension Hamburg"
    assert thread(1, long) == thread(2, "AW: " + long)
    assert thread(1, long) != thread(2, long, to="eva@other.example")
    assert thread(1, "Re: question") != thread(2, "Re: question")
    assert thread(1, "Re: quick question for you") != thread(2, "Re: quick question for you")
    assert thread(1, long.removeprefix("Re: ")) != thread(2, long.removeprefix("Re: "))


def test_the_same_mail_has_one_key_wherever_it_lies_and_two_mails_have_two():
    raw = mail("Text")
    moved = b"Received: by other; Tue, 04 Feb 2025 09:00:00 +0000\r\nX-Status: R\r\n" + raw
    one, other = told(raw), told(moved)
    assert (one.key, one.revision) == (other.key, other.revision)
    assert told(mail("Text", Date="Tue, 04 Feb 2025 10:12:00 +0100")).key != one.key
    assert told(mail("Another text")).revision != one.revision
    assert told(mail("Text", Message_ID="-")).key != told(mail("Other", Message_ID="-")).key


@pytest.mark.parametrize("raw", [b"", b"\0\1\2", b"just a text\nwithout headers", bytes(range(256)) * 4, b"\n\n\n"])
def test_what_is_no_mail_is_said_to_be_none(raw):
    found = event_of(raw, ARRIVED, place="odd.eml")
    assert isinstance(found, Broken)
    assert Page.of([found], {})


def test_headers_alone_tell_a_mail_that_is_too_large():
    event = told(mail("").partition(b"\r\n\r\n")[0], size=40_000_000)
    assert event.attributes["headers_only"] is True
    assert event.attributes["size"] == 40_000_000
    assert event.subject == "Offer"


def test_parts_within_parts_end_somewhere():
    raw = mail("deep")
    for _ in range(sys.getrecursionlimit() // 8):
        raw = mail(raw, Content_Type="message/rfc822")
    assert told(raw).subject == "Offer"
    nested = b"".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(2000))
    assert told(b"From: a@b.example\r\n" + nested + b"Content-Type: text/plain\r\n\r\ndeep")


SLOW = {
    "one long line": "a" * 100_000,
    "an address without end": "a." * 50_000,
    "dashes": "-" * 100_000,
    "lines of dashes": "--\n" * 30_000,
    "headings": "On Mon, 3 Feb 2025 at 10:12 Jan wrote\n" * 3_000,
    "headers": "Date: x\nTo: y\n" * 8_000,
    "capitals": "Yes.\n\n" + "A" * 99 + "!",
    "soft breaks": "word word \n" * 10_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_mail_made_to_take_for_ever_is_read(name):
    event = told(mail(SLOW[name], Content_Type="text/plain; format=flowed" if name == "soft breaks" else "text/plain"))
    assert "".join((event.whole or event.text).split()) == "".join(SLOW[name].split())


@pytest.mark.parametrize(
    "header", ["From", "To", "Subject", "Date", "Content_Type", "References", "Message_ID", "List_Id"]
)
@pytest.mark.parametrize("piece", ["(", "<", '"', "a@b.c,", "=?utf-8?Q?a?= ", "a", ";", "\udcff"])
def test_a_header_made_to_take_for_ever_is_read(header, piece):
    raw = mail("Hello", **{header: piece * (60_000 // len(piece))})
    assert "Hello" in told(raw).text


def sources() -> list[bytes]:
    """The tests' own mails, and the outside ones where they are."""
    return [*shapes().values(), *(path.read_bytes() for path in sorted(OUTSIDE.glob("*.eml")))]


def mutated(number: int) -> bytes:
    """The same for the same number: bytes changed, lost, doubled, moved; lines swapped; another mail's piece put in."""
    rng = random.Random(number)
    mails = sources()
    raw = bytearray(mails[number % len(mails)])
    for _ in range(rng.randint(1, 12)):
        at, length = rng.randrange(len(raw) or 1), rng.randint(1, 40)
        change = rng.randrange(6)
        if change == 0:
            raw[at : at + 1] = bytes([rng.randrange(256)])
        elif change == 1:
            del raw[at : at + length]
        elif change == 2:
            raw[at:at] = raw[at : at + length] * rng.randint(1, 4)
        elif change == 3:
            raw[at:at] = rng.choice(
                [
                    b"\0",
                    b"\r",
                    b"\n\n",
                    b"=?utf-8?B?",
                    b"--frontier",
                    b"\xff\xfe",
                    b"<div>" * 50,
                    b"\xed\xa0\x80",
                    b"=ED=A0=80",
                ]
            )
        elif change == 4:
            other = rng.choice(mails)
            raw[at:at] = other[rng.randrange(len(other)) :][:200]
        else:
            lines = raw.split(b"\n")
            rng.shuffle(lines[: rng.randint(1, len(lines))])
            raw = bytearray(b"\n".join(lines))
    return bytes(raw)


@pytest.mark.parametrize("start", range(0, 500, 50))
def test_no_mutated_mail_is_lost_or_does_harm(start):
    for number in range(start, start + 50):
        raw = mutated(number)
        found = event_of(raw, ARRIVED, place=f"mutated {number}")
        assert Page.model_validate_json(Page.of([found], {}).model_dump_json()).items == (found,), number
        message = parsed(raw)
        parts = parts_of(message, report=is_report(message))
        assert parts.text.count("\n") + 1 == len(parts.marks or [0]), number
        pieces = cut(parts.text, marks=parts.marks)
        assert "".join(piece.text for piece in pieces) == parts.text, number
        if isinstance(found, Event):
            whole = found.whole or found.text
            assert not lost_words(
                raw, f"{whole}\n{found.attributes.get('attachments', '')}\n{found.attributes.get('calendar_uid', '')}"
            ), number
            assert set(said(pieces).split()) <= set(whole.split()), number


def lost_words(raw: bytes, whole: str) -> set[str]:
    """Words of readable parts, as the standard library reads them by itself, that are not in the whole."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    alternatives = {
        id(part)
        for each in message.walk()
        if each.get_content_type() == "multipart/alternative"
        for part in each.walk()
    }
    if message.get_content_type() == "multipart/report" or "X-Failed-Recipients" in message:
        return set()
    words: set[str] = set()
    for part in message.walk():
        readable = part.get_content_type() == "text/plain" and not part.is_multipart() and not part.get_filename()
        if (
            readable
            and id(part) not in alternatives
            and part.get_content_disposition() is None
            and part.get_content_charset() in {None, "utf-8", "us-ascii"}
        ):
            content = part.get_payload(decode=True) or b""
            words |= set(re.findall(r"(?<![^\s])[A-Za-z]{4,}(?![^\s])", content.replace(b"\0", b"").decode("latin-1")))
    return {word for word in words if word not in whole}
