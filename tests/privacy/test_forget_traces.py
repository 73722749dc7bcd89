"""What tells of somebody in a text, and what does not."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from crm.placeholders import FORGOTTEN
from privacy.erasure import scan
from privacy.erasure.scan import Needles, Scanned, found_in, scan_files
from privacy.erasure.subject import Subject
from privacy.erasure.traces import Traces

JANE = Subject((17,), ("Jane Miller",), ("jane@acme.example",), ("+1 (415) 555-0134",), ("miller",))
COMMON = Subject((3,), ("Grace Hunter",), (), (), ())
ACCENTED = Subject((4,), ("Zoë Brückner",), ("zoe.brueckner@acme.example",), (), ("bruckner",))

GONE = [
    (JANE, "[person:17] called", "[forgotten] called"),
    (JANE, "Jane Miller called", "[forgotten] called"),
    (JANE, "MILLER, JANE: called", "[forgotten]: called"),
    (JANE, "J. Miller’s offer", "[forgotten]’s offer"),
    (JANE, "write to Jane@ACME.example.", "write to [forgotten]."),
    (JANE, "x.example/?q=jane%40acme.example", "x.example/?q=[forgotten]"),
    (JANE, "ring 415.555.0134 now", "ring [forgotten] now"),
    (JANE, "mr miller was here", "mr [forgotten] was here"),
    (JANE, "see x.example/in/janemiller77", "see x.example/in/[forgotten]"),
    (ACCENTED, "Zoe Brückner and zoë brueckner", "[forgotten] and [forgotten]"),
    (COMMON, "Grace Hunter called", "[forgotten] called"),
]
KEPT = [
    (JANE, "[person:170] and [user:17] called"),
    (JANE, "Jane Cole called"),
    (JANE, "mary-jane@acme.example wrote"),
    (JANE, "ring 415 555 0199"),
    (JANE, "Jane called"),  # another Jane, as far as this text tells
    (COMMON, "the grace of a hunter"),
    (COMMON, "Hunter called"),
]


@pytest.mark.parametrize(("subject", "text", "cleaned"), GONE)
def test_what_tells_of_them_goes(subject: Subject, text: str, cleaned: str) -> None:
    traces = Traces(subject)
    assert traces.cleaned(text) == cleaned
    assert not traces.within(cleaned)


@pytest.mark.parametrize(("subject", "text"), KEPT)
def test_what_tells_of_others_stays(subject: Subject, text: str) -> None:
    assert Traces(subject).cleaned(text) == text


def test_a_part_of_the_name_is_theirs_where_the_text_is_about_them() -> None:
    assert Traces(JANE).cleaned("Hi Jane,\nthe hunter", near=True) == f"Hi {FORGOTTEN},\nthe hunter"


def test_json_keeps_its_shape() -> None:
    told = {"contact_ids": [17, 18], "contact_id": 17, "Jane Miller": [{"says": "jane@acme.example"}, 17, None, True]}
    wanted = {"contact_ids": [18], "contact_id": None, FORGOTTEN: [{"says": FORGOTTEN}, 17, None, True]}
    assert Traces(JANE).value(told) == wanted
    written = '{"event": {"text": "Zo\\u00eb Br\\u00fcckner"}, "n": 1}'
    assert Traces(ACCENTED).value(written) == '{"event": {"text": "[forgotten]"}, "n": 1}'


@pytest.mark.parametrize("padding", range(4))
def test_the_scan_sees_every_way_of_writing(padding: int) -> None:
    needles, said = Needles.of(JANE), b"x" * padding + b"to Jane Miller, today"
    for content in (said, said.upper(), said.decode().encode("utf-16-le"), base64.b64encode(said), gzip.compress(said)):
        assert found_in(content, needles)
    for content in (b"Jane Cole", b"jane@other.example", b"Millerson", base64.b64encode(b"Jane Cole and others")):
        assert not found_in(content, needles)


def test_the_scan_sees_the_ends_of_pieces_and_packed_files(tmp_path: Path) -> None:
    for place in (0, scan.CHUNK - 5, scan.CHUNK - len("jane miller"), scan.CHUNK, 2 * scan.CHUNK + 7):
        content = b"." * place + b" jane miller " + b"." * 99
        for name, written in (("plain", content), ("packed", gzip.compress(content))):
            (tmp_path / name).write_bytes(written)
        told = Scanned()
        scan_files(tmp_path, Needles.of(JANE), told)
        assert told.found == ["packed", "plain"], place


def test_the_scan_sees_vectors() -> None:
    assert found_in(b"\x00\x01\x02abc\x00\xff", Needles.of(JANE, [b"\x02abc\x00"]))
