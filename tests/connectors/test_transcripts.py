"""Transcripts: nothing that was said is lost, whoever wrote the file and however badly."""

from __future__ import annotations

import html
import json
import re
from contextlib import suppress

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.transcripts import DATA, score
from connectors.transcripts.cues import cues_of, seconds
from connectors.transcripts.reading import talks_in
from connectors.transcripts.utterance import script
from connectors.unreadable import UnreadableError

outside = pytest.mark.skipif(not DATA.is_dir(), reason="the outside data is not at ../shared/data")
WORDS = st.lists(
    st.sampled_from(
        [
            "well",
            "then",
            "we",
            "ship",
            "the",
            "pilot",
            "in",
            "March",
            "é",
            "東京",
            "R&D",
            "<3",
            ">>",
            "10:30",
            "Note:",
            "a:b",
            "--",
            "5",
        ]
    ),
    min_size=1,
)


def told(text: str | bytes, *beside: str) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    return "\n".join(script(talk.utterances) for talk in talks_in(content, [each.encode() for each in beside]))


def vtt(*payloads: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"00:{n:02}.000 --> 00:{n:02}.900\n{said}" for n, said in enumerate(payloads))


@outside
def test_of_267_files_none_crashes_and_no_word_is_lost():
    result = score(sorted(DATA.glob("*.vtt")))
    assert result.files == 267
    assert result.crashed == []
    assert result.lost == {}
    assert result.words > 900


@pytest.mark.parametrize("file", sorted(DATA.glob("*.vtt")), ids=lambda file: file.stem)
def test_what_the_fields_own_reader_reads_is_read_alike(file):
    """webvtt-py refuses eight of the files and skips cues of five; where it reads a cue, its times and lines are ours."""
    try:
        read = webvtt.from_string(file.read_text("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except webvtt.errors.MalformedFileError:
        return
    ours = [(cue.start, cue.end) for cue in cues_of(file.read_text("utf-8-sig"))]
    words = " ".join(line for cue in cues_of(file.read_text("utf-8-sig")) for line in cue.lines)
    for caption in read:
        assert (caption.start_in_seconds, caption.end_in_seconds) in [
            (int(a), int(b)) for a, b in ours if a is not None and b is not None
        ]
        assert all(line in words for line in caption.raw_text.split("\n"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            vtt("<v Ann Lee>Hello.", "<v Ann Lee>How are you?", "<v Bob>Fine."),
            "Ann Lee: Hello. How are you?\nBob: Fine.",
        ),
        (vtt("<v.loud.first Ann>Hi</v> <v Bob>Ho</v>"), "Ann: Hi\nBob: Ho"),
        (vtt("<v O&#39;Neil &amp; Co>Hi &lt;there&gt;"), "O'Neil & Co: Hi <there>"),
        (vtt("Ann Lee: Hello", "Bob: Hi", "Ann Lee: so", "Ann Lee: yes"), "Ann Lee: Hello\nBob: Hi\nAnn Lee: so yes"),
        (
            vtt("Ann: Hello", "and welcome", "Bob: Hi", "there", "Ann: ok"),
            "Ann: Hello and welcome\nBob: Hi there\nAnn: ok",
        ),
        (vtt("Ann: a", "Ann: b", "nobody knows who", "Bob: c"), "Ann: a b\nnobody knows who\nBob: c"),
        (vtt("- Ann: Hi\n- Bob: Ho", "- Ann: Hm\n- Bob: Ha"), "Ann: Hi\nBob: Ho\nAnn: Hm\nBob: Ha"),
        (vtt("李雷：你好", "韩梅梅：你好", "李雷：再见"), "李雷: 你好\n韩梅梅: 你好\n李雷: 再见"),
        (
            vtt("Here is one thing: we ship", "Remember: it is 10:30", "see https://x.example/a"),
            "Here is one thing: we ship Remember: it is 10:30 see https://x.example/a",
        ),
        (vtt("<i>we <b>ship</b></i> <00:00.500>it <inaudible> <c.x>now</c>"), "we ship it [inaudible] now"),
        (vtt("one\n\ntwo"), "one two"),
        (
            'WEBVTT\n\n1 "Ann Lee" (31)\n00:01.000 --> 00:02.000\nHi\n\n2 "Bob" (32)\n00:03.000 --> 00:04.000\nHo',
            "Ann Lee: Hi\nBob: Ho",
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi\n2\n00:00:02,000 --> 00:00:03,000\n42 of them\n\n3", "Hi 42 of them"),
        (
            '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="red">Hi</font>\n\n2\n00:00:02,000 --> 00:00:03,000\n2\n\n',
            "Hi 2",
        ),
        ("00:00:01.000 -> 1\n\n00.01 --> 00.02\nHi", "Hi"),
        ("\ufeffwebvtt\n\n00:01 --> 00:02\nHi", "Hi"),
        (
            "WEBVTT\n\nNOTE who said what\nis unknown\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.000\nNOTE that\nis said",
            "NOTE that is said",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na --> b is the way", "a --> b is the way"),
    ],
)
def test_voices_and_words(text, wanted):
    assert told(text) == wanted
    assert told(text.replace("\n", "\r\n")) == wanted
    assert told(text.encode("utf-16")) == wanted


@pytest.mark.parametrize(
    ("time", "wanted"),
    [
        ("00:01.500", 1.5),
        ("1:02:03,25", 3723.25),
        ("120:00", 7200),
        ("000:00:02.000", 2),
        ("1:00:00:12", 3600.12),
        ("12", None),
        ("x", None),
        ("", None),
    ],
)
def test_times(time, wanted):
    assert seconds(time) == wanted


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\0\0",
        b"hello",
        b"WEBVTT",
        b"{",
        b"[1",
        b"[" * 100_000,
        b'{"a": 1}',
        b'{"transcript": []}',
        vtt("").encode(),
        bytes(range(256)),
    ],
)
def test_what_is_no_transcript_is_refused_with_a_reason(content):
    with pytest.raises(UnreadableError) as caught:
        talks_in(content)
    assert 10 < len(caught.value.message) < 300


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise_anything_else(content):
    for around in (
        b"%s",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n%s",
        b'{"transcript": [{"speakerId": 1, "sentences": [{"text": "%s"}]}]}',
    ):
        try:
            talks = talks_in(around % content)
        except UnreadableError:
            continue
        assert all(turn.text for talk in talks for turn in talk.utterances)


@given(
    st.lists(WORDS, min_size=1, max_size=6),
    st.sampled_from(["<v Ann>{}", "Ann: {}", "{}", "<i>{}</i>"]),
    st.sampled_from(["WEBVTT\n\n", "", "junk\n\n"]),
)
def test_every_word_said_is_told_in_order(payloads, frame, head):
    cues = (
        f"00:00:{n:02}.000 --> 00:00:{n:02}.900\n{frame.format(html.escape(' '.join(words)))}"
        for n, words in enumerate(payloads)
    )
    text = told(head + "\n\n".join(cues))
    said = [word for words in payloads for word in words if re.search(r"\w", word)]
    found = iter(text.split())
    assert all(word in found for word in said)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9000),
            st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1).filter(
                lambda said: (
                    not said.isdigit() and "-->" not in said and "<" not in said and "{" not in said and "&" not in said
                )
            ),
        ),
        max_size=5,
    )
)
def test_subrip_is_read_as_the_fields_own_reader_writes_it(cues):
    from datetime import timedelta

    written = srt.compose(
        [
            srt.Subtitle(n, timedelta(seconds=at), timedelta(seconds=at + 1), said)
            for n, (at, said) in enumerate(cues, 1)
        ],
        reindex=False,
    )
    assert [(cue.start, cue.lines) for cue in cues_of(written)] == [(at, [said]) for at, said in cues]


def test_a_long_day_of_talk_comes_through_whole():
    said = [f"<v {('Ann', 'Bob')[n % 2]}>word{n}" for n in range(30_000)]
    lines = "\n\n".join(
        f"{n // 3600}:{n // 60 % 60:02}:{n % 60:02}.000 --> {n // 3600}:{n // 60 % 60:02}:{n % 60:02}.900\n{text}"
        for n, text in enumerate(said)
    )
    (talk,) = talks_in(f"WEBVTT\n\n{lines}".encode())
    assert len(talk.utterances) == 30_000
    assert talk.utterances[-1].start == 29_999
    assert talk.minutes == 500.0


GONG_META = {
    "id": "7782342274025937895",
    "url": "https://app.gong.io/call?id=1",
    "title": "Acme: renewal",
    "started": "2026-11-03T10:00:00+01:00",
    "duration": 460,
    "direction": "Outbound",
    "system": "Outreach",
}
GONG_PARTIES = [
    {
        "id": "1",
        "emailAddress": "Ann@us.example",
        "name": "Ann Lee",
        "speakerId": "6432345678555530067",
        "affiliation": "Internal",
    },
    {"id": "2", "name": "Zoë Acme", "speakerId": 99, "affiliation": "External", "phoneNumber": "+49 30 123456"},
    {"id": "3", "emailAddress": "quiet@acme.example", "name": "Quiet One", "speakerId": None},
]
GONG_SAID = [
    {
        "speakerId": "6432345678555530067",
        "topic": None,
        "sentences": [
            {"start": 460230, "end": 462343, "text": "No wait."},
            {"start": 462343, "end": 463000, "text": "I agree."},
        ],
    },
    {"speakerId": "99", "topic": "Price", "sentences": [{"start": 463001, "end": 464000, "text": "It is too dear."}]},
    {"speakerId": "7", "sentences": [{"start": 464001, "text": "Hm."}, {"start": "x"}, None]},
]
SAID = "Ann Lee: No wait. I agree.\nZoë Acme: It is too dear.\nSpeaker 1: Hm."


@pytest.mark.parametrize(
    "document",
    [
        {"metaData": GONG_META, "parties": GONG_PARTIES, "transcript": GONG_SAID},
        {
            "calls": [{"metaData": GONG_META, "parties": GONG_PARTIES}],
            "callTranscripts": [{"callId": GONG_META["id"], "transcript": GONG_SAID}],
        },
        {**GONG_META, "parties": GONG_PARTIES, "transcript": GONG_SAID},
        {"call": GONG_META | {"parties": GONG_PARTIES}, "transcript": {"transcript": GONG_SAID}},
        [{"metaData": GONG_META, "parties": GONG_PARTIES, "transcript": GONG_SAID}],
    ],
)
def test_a_call_of_gong(document):
    (talk,) = talks_in(json.dumps(document).encode())
    assert script(talk.utterances) == SAID
    assert talk.utterances[0].start == 460.23
    assert (talk.title, talk.minutes, talk.identity, talk.kind) == ("Acme: renewal", 7.7, GONG_META["id"], "call")
    assert talk.started_at.isoformat() == "2026-11-03T09:00:00+00:00"
    assert [(party.role, party.name, party.address, party.phone) for party in talk.parties] == [
        ("speaker", "Ann Lee", "ann@us.example", ""),
        ("speaker", "Zoë Acme", "", "+49 30 123456"),
        ("attendee", "Quiet One", "quiet@acme.example", ""),
    ]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "calls",
                        "callTranscripts",
                        "transcript",
                        "sentences",
                        "metaData",
                        "parties",
                        "speakerId",
                        "text",
                        "start",
                        "id",
                        "started",
                        "duration",
                        "name",
                        "recording_files",
                        "timeline",
                        "users",
                        "start_time",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_json_of_any_shape_is_read_or_refused(document):
    content = json.dumps(document).encode()
    with suppress(UnreadableError):
        talks_in(content)
    try:
        talks_in(vtt("Hello").encode(), [content])
    except UnreadableError:
        pytest.fail("what stands beside a transcript never makes it unreadable")
