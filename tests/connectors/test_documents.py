"""Documents: their words, their originals, and no harm from any of them."""

from __future__ import annotations

import os
import zlib
from datetime import UTC, datetime

import pytest
from buckets import KEYS, Buckets, Refusing
from calendar_world import Host
from connecting import KeptObjects, connector
from contract import items, last_cursor, looked
from hypothesis import given
from hypothesis import strategies as st
from papers import locked, pdf, repacked, word

from connectors.documents.reading import DocumentReader
from connectors.hypertext import read_page
from connectors.unreadable import UnreadableError
from crm.errors import RetryableError
from crm.intake.connector import BusyError, UnauthorizedError
from crm.intake.event import Broken, Event

WRITTEN = datetime(2026, 11, 3, 17, 40, tzinfo=UTC)
BODY = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def reader():
    made = DocumentReader()
    yield made
    made.close()


@pytest.fixture(scope="module")
def buckets():
    made = Buckets()
    yield made
    made.close()


@pytest.fixture
def told(tmp_path, clock):
    def look(cursor=None, objects=None, **values):
        made = connector("documents", clock, objects=objects, **{"folder": str(tmp_path), **values})
        return looked(made, cursor or {})

    return look


def write(folder, name, content, at=WRITTEN):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (at.timestamp(), at.timestamp()))
    return file


def document_xml(inner, doctype=""):
    return f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{BODY}"><w:body>{inner}</w:body></w:document>'.encode()


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        (
            "a.pdf",
            pdf("The price is 12,000", "and page two", title="Offer to Acme"),
            ("pdf", "The price is 12,000\n\nand page two", "Offer to Acme", 2, ""),
        ),
        ("a.pdf", pdf("x", title="Microsoft Word - offer.doc"), ("pdf", "x", "", 1, "")),
        ("a.pdf", b"junk before it\r\n" + pdf("still read"), ("pdf", "still read", "", 1, "")),
        ("a.pdf", locked(pdf("open to all"), ""), ("pdf", "open to all", "", 1, "")),
        ("a.pdf", locked(pdf("closed"), "hunter2"), ("pdf", "", "", None, "encrypted")),
        ("a.pdf", pdf(""), ("pdf", "", "", 1, "scanned")),
        (
            "a.docx",
            word("One", "Two", title="Minutes", cells=("left", "right"), header="Confidential"),
            ("docx", "One\nTwo\nleft\nright\nConfidential", "Minutes", None, ""),
        ),
        ("a.pdf", word("a Word file by another name"), ("docx", "a Word file by another name", "", None, "")),
        ("a.docx", pdf("a PDF by another name"), ("pdf", "a PDF by another name", "", 1, "")),
        ("a.docx", word(), ("docx", "", "", None, "without text")),
        (
            "a.md",
            b"# Plan for *Acme* #\n\n- one\r\n- two",
            ("markdown", "# Plan for *Acme* #\n\n- one\n- two", "Plan for *Acme*", None, ""),
        ),
        ("a.txt", "Zoë said “yes”".encode("cp1252"), ("text", "Zoë said “yes”", "", None, "")),
        ("a.txt", "Zoë".encode("utf-16"), ("text", "Zoë", "", None, "")),
        ("a.txt", b"<!doctype html><title>Offer</title><p>Hi", ("html", "Hi", "Offer", None, "")),
        (
            "a.html",
            b"<title>T &amp; U</title><style>x{}</style><script>alert(1)</script><h1>A</h1><p>b<br>c <!-- no --><ul><li>d</ul>",
            ("html", "A\n\nb\nc\n\n- d", "T & U", None, ""),
        ),
        ("a.html", b"<html><img src=x.png></html>", ("html", "", "", None, "without text")),
        ("a.pdf", b"{\\rtf1 hello}", ("rtf", "", "", None, "a rich text file")),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(99), ("picture", "", "", None, "a picture")),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            ("docx", "", "", None, "encrypted"),
        ),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            ("old office", "", "", None, "a file of an old Office"),
        ),
        (
            "a.docx",
            repacked(word(), {"xl/workbook.xml": b"<x/>"}).replace(b"word/", b"wurd/"),
            ("xlsx", "", "", None, "a spreadsheet"),
        ),
    ],
)
def test_what_a_document_says(reader, name, content, wanted):
    found = reader.read(name, content)
    assert (found.type, found.text, found.title, found.pages, found.unread) == wanted


def packed_zeros(length):
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(length // 1_000_000)), packer.flush()])


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 100}'>" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("blank.txt", b" \n\0"),
        ("cut.pdf", pdf("never finished")[:300]),
        ("none.pdf", b"%PDF-1.7\nnothing of the kind"),
        ("cut.docx", word("never finished")[:2000]),
        ("parts.docx", repacked(word("x"), {"word/document.xml": b"<not closed"})),
        ("binary.txt", bytes(range(256)) * 20),
        ("bomb.docx", repacked(word("x"), {"word/document.xml": bytes(301_000_000)})),
        ("bomb.pdf", pdf(streams=[packed_zeros(400_000_000)])),
        ("deep.docx", repacked(word("x"), {"word/document.xml": document_xml("<w:p>" * 100_000)})),
        (
            "laughs.docx",
            repacked(word("x"), {"word/document.xml": document_xml("<w:p><w:r><w:t>&h;</w:t></w:r></w:p>", LAUGHS)}),
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(reader, name, content):
    try:
        found = reader.read(name, content)
    except UnreadableError as error:
        assert 10 < len(error.message) < 300  # noqa: PT017
    else:
        assert name == "laughs.docx"
        assert found.text == ""
    assert reader.read("a.pdf", pdf("the next one")).text == "the next one"


def test_nothing_is_fetched_and_no_file_is_read(reader, tmp_path):
    host = Host()
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY f SYSTEM "{host.url}"><!ENTITY % p SYSTEM "{host.url}"> %p;]>'
    outside = word("seen").replace(b"x", b"x")
    linked = repacked(
        outside, {"word/document.xml": document_xml("<w:p><w:r><w:t>seen &e;&f;</w:t></w:r></w:p>", entity)}
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="{host.url}" TargetMode="External"/></Relationships>'
    template = repacked(word("seen"), {"word/_rels/settings.xml.rels": rels.encode()})
    action = pdf("seen", extra=f"/OpenAction << /S /URI /URI ({host.url}) >>")
    script = pdf("seen", extra=f"/OpenAction << /S /JavaScript /JS (app.launchURL\\('{host.url}'\\)) >>")
    page = f'<!DOCTYPE html SYSTEM "{host.url}"><link rel=stylesheet href="{host.url}"><img src="{host.url}"><p>seen<iframe src="{secret.as_uri()}"></iframe>'.encode()
    try:
        for name, content in [
            ("a.docx", linked),
            ("b.docx", template),
            ("c.pdf", action),
            ("d.pdf", script),
            ("e.html", page),
        ]:
            try:
                text = reader.read(name, content).text
            except UnreadableError:
                assert name == "a.docx"
                continue
            assert "seen" in text
            assert "hunter2" not in text
        assert host.asked == []
    finally:
        host.close()


def test_what_takes_too_long_is_given_up_and_the_rest_goes_on():
    impatient = DocumentReader(seconds=0.001)
    try:
        with pytest.raises(UnreadableError, match="longer"):
            impatient.read("a.pdf", pdf("x"))
        assert impatient.read("a.txt", b"x").text == "x"
    finally:
        impatient.close()
        impatient.close()


def test_one_damaged_page_costs_itself_alone(reader):
    good = zlib.compress(b"BT /F1 12 Tf 72 700 Td (kept) Tj ET")
    found = reader.read("a.pdf", pdf(streams=[good, packed_zeros(400_000_000)]))
    assert (found.text, found.pages) == ("kept", 2)
    assert "1 of 2 pages" in found.unread


@given(
    st.text(max_size=300),
    st.sampled_from(
        ["", "<p>", "<div>" * 3000, "<table><tr><td>", "<!--", "<script>", "<![CDATA[", "&#x110000;", "<a href='"]
    ),
)
def test_pages_of_any_shape_are_read(text, before):
    said, title = read_page(before + text)
    assert isinstance(said, str)
    assert isinstance(title, str)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"{\\rtf"]))
def test_no_bytes_raise_anything_else(reader, content, before):
    try:
        reader.read("a.pdf", before + content)
    except UnreadableError as error:
        assert error.message  # noqa: PT017


def test_a_document_becomes_a_note_with_its_original(tmp_path, told):
    objects = KeptObjects()
    content = pdf("The price is 12,000", title="Offer")
    write(tmp_path, "accounts/Acme Corp/2026/offer.pdf", content)
    pages = told(objects=objects, account="accounts/{account}")
    (event,) = items(pages)
    assert isinstance(event, Event)
    assert (event.kind, event.subject, event.text, event.account) == (
        "note",
        "Offer",
        "The price is 12,000",
        "Acme Corp",
    )
    assert event.occurred_at == WRITTEN
    assert event.attributes == {"document_type": "pdf", "pages": 1, "bytes": len(content)}
    assert objects.kept == {(1, event.document): content}
    assert "Acme" not in event.document


def test_a_later_original_takes_the_former_ones_place(tmp_path, told):
    objects = KeptObjects()
    write(tmp_path, "a.md", b"first")
    before = told(objects=objects)
    write(tmp_path, "a.md", b"second", WRITTEN.replace(hour=18))
    after = told(last_cursor(before, {}), objects=objects)
    ((old,), (new,)) = items(before), items(after)
    assert (old.key, old.document) == (new.key, new.document)
    assert old.revision != new.revision
    assert list(objects.kept.values()) == [b"second"]


def test_what_is_unreadable_is_told_of(tmp_path, told):
    write(tmp_path, "a.pdf", locked(pdf("closed"), "hunter2"))
    write(tmp_path, "b.pdf", b"")
    write(tmp_path, "c.txt", b"x" * 1_000_001)
    write(tmp_path, "d.png", b"\x89PNG" + bytes(9))
    write(tmp_path, ".hidden.md", b"x")
    (tmp_path / "link.md").symlink_to("/etc/hostname")
    found = {item.key: item for item in items(told(most_megabytes=1))}
    assert found.keys() == {"a.pdf", "b.pdf", "c.txt"}
    assert (found["a.pdf"].text, found["a.pdf"].attributes["unread"]) == ("", "encrypted")
    assert found["a.pdf"].document
    assert isinstance(found["b.pdf"], Broken)
    assert "most_megabytes" in found["c.txt"].reason


def test_where_originals_cannot_be_kept_the_look_ends_and_goes_on_there(tmp_path, clock, told):
    class Full(KeptObjects):
        def put(self, tenant_id, key, content):
            if content == b"third":
                raise RetryableError("full")
            super().put(tenant_id, key, content)

    for hour, said in enumerate([b"first", b"second", b"third"]):
        write(tmp_path, f"{said.decode()}.md", said, WRITTEN.replace(hour=hour))
    made = connector("documents", clock, objects=Full(), folder=str(tmp_path))
    pages = []
    with pytest.raises(RetryableError, match="full"):
        pages.extend(made.pages({}))
    made.close()
    made = connector("documents", clock, objects=Full(), folder=str(tmp_path))
    told_before = next(made.pages({}))
    made.close()
    assert [item.text for item in told_before.items] == ["first", "second"]
    assert [item.text for item in items(told(told_before.cursor))] == ["third"]


def in_bucket(clock, url, **values):
    names = {"access_key": "S3_ACCESS", "secret_key": "S3_SECRET", "endpoint_url": url}
    return connector("documents", clock, KEYS, **{"folder": "s3://files/papers", **names, **values})


def test_a_bucket_tells_what_a_folder_tells(clock, buckets):
    buckets.put("papers/accounts/Acme/a.md", b"# One")
    buckets.put("papers/b.pdf", pdf("two"))
    buckets.put("papersnot/c.md", b"three")
    first = looked(in_bucket(clock, buckets.url, account="accounts/{account}"), {})
    assert {(item.key, item.text, item.account) for item in items(first)} == {
        ("accounts/Acme/a.md", "# One", "Acme"),
        ("b.pdf", "two", ""),
    }
    cursor = last_cursor(first, {})
    assert items(looked(in_bucket(clock, buckets.url), cursor)) == []
    buckets.put("papers/b.pdf", pdf("two, again"))
    (again,) = items(looked(in_bucket(clock, buckets.url), cursor))
    assert (again.key, again.text) == ("b.pdf", "two, again")


def test_an_empty_folder_of_a_bucket_tells_nothing(clock, buckets):
    assert items(looked(in_bucket(clock, buckets.url, folder="s3://files/nothing"), {})) == []


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (403, "AccessDenied", UnauthorizedError),
        (403, "InvalidAccessKeyId", UnauthorizedError),
        (403, "SignatureDoesNotMatch", UnauthorizedError),
        (503, "SlowDown", BusyError),
        (500, "InternalError", RetryableError),
        (404, "NoSuchBucket", RetryableError),
    ],
)
def test_each_failure_of_a_bucket_says_what_the_caller_does_next(clock, status, code, error):
    server = Refusing(status, code)
    try:
        with pytest.raises(error) as caught:
            looked(in_bucket(clock, server.url), {})
    finally:
        server.close()
    assert caught.type is error
    assert "hunter2" not in caught.value.message


def test_a_bucket_that_is_not_there_may_come_back(clock):
    server = Refusing(500, "x")
    server.close()
    with pytest.raises(RetryableError):
        looked(in_bucket(clock, server.url), {})
