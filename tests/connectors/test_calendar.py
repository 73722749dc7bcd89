"""Calendars: each meeting at its right time, told when it changes, and nothing of what is private."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendar_world import Host, calendar, stamp
from connecting import connector
from contract import items, last_cursor, looked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.calendar.reach import may_reach
from connectors.calendar.reading import read
from connectors.unreadable import UnreadableError
from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.intake.connector import UnauthorizedError
from crm.intake.event import Broken, Event

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SOON = stamp(NOW + timedelta(days=2))


@pytest.fixture
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture
def told(host, clock):
    def look(*events, cursor=None, head="", **values):
        host.body = calendar(*events, head=head)
        return looked(connector("calendar", clock, {"PW": "hunter2"}, address=host.url, **values), cursor or {})

    return look


def one(pages):
    (event,) = items(pages)
    assert isinstance(event, Event), event
    return event


def test_a_meeting_with_its_people(told):
    event = one(
        told(
            f"""UID:abc@google.com
SUMMARY:Acme: renewal\\, part 2
DTSTART:{SOON}
DURATION:PT45M
LOCATION:Room 4
DESCRIPTION:Bring <b>numbers</b>.<br>Twice.<script>alert(1)</script>
URL:https://meet.example/abc
ORGANIZER;CN="Lee, Ann":MAILTO:Ann@US.example
ATTENDEE;CN=Zoë;PARTSTAT=ACCEPTED:mailto:zoe@acme.example
ATTENDEE;CN=ann@us.example;PARTSTAT=ACCEPTED:mailto:ann@us.example
ATTENDEE;CN=Bob;PARTSTAT=DECLINED:mailto:bob@acme.example
ATTENDEE;CN=Carl;PARTSTAT=NEEDS-ACTION:invalid:nomail
ATTENDEE;CN=Room 4;CUTYPE=ROOM:mailto:room4@us.example
ATTENDEE;CN=Tim;EMAIL=tim@acme.example:urn:uuid:1
ATTENDEE:
""".replace("\n", "\r\n")
        )
    )
    assert (event.kind, event.subject, event.text) == ("meeting", "Acme: renewal, part 2", "Bring numbers.\nTwice.")
    assert event.occurred_at == NOW + timedelta(days=2)
    assert event.identity == event.key == "abc@google.com"
    assert event.attributes == {"duration_minutes": 45.0, "location": "Room 4"}
    assert event.url == "https://meet.example/abc"
    assert [(party.role, party.name, party.address) for party in event.parties] == [
        ("host", "Lee, Ann", "ann@us.example"),
        ("attendee", "Zoë", "zoe@acme.example"),
        ("attendee", "Carl", ""),
        ("attendee", "Tim", "tim@acme.example"),
    ]


@pytest.mark.parametrize("secrecy", ["PRIVATE", "CONFIDENTIAL", "private"])
def test_what_is_private_is_busy_and_nothing_else(told, secrecy):
    event = one(
        told(
            f"UID:1\r\nCLASS:{secrecy}\r\nSUMMARY:Dr. Miller\r\nDESCRIPTION:results\r\nLOCATION:Clinic\r\nURL:https://clinic.example\r\nORGANIZER:mailto:miller@clinic.example\r\nDTSTART:{SOON}\r\nDURATION:PT30M"
        )
    )
    assert event.subject == "Busy"
    dumped = event.model_dump_json().casefold()
    assert not [word for word in ("miller", "result", "clinic") if word in dumped]


@pytest.mark.parametrize(
    ("start", "zone", "head", "wanted"),
    [
        ("DTSTART:20261122T090000Z", "", "", "2026-11-22T09:00"),
        ("DTSTART;TZID=Europe/Berlin:20261122T090000", "", "", "2026-11-22T08:00"),
        (
            "DTSTART;TZID=America/New_York:20261030T090000",
            "",
            "",
            "2026-10-30T13:00",
        ),  # two days before its clocks change
        ("DTSTART;TZID=America/New_York:20261102T090000", "", "", "2026-11-02T14:00"),  # and the day after
        ("DTSTART;TZID=Europe/Berlin:20261025T023000", "", "", "2026-10-25T00:30"),  # the hour that comes twice: first
        ("DTSTART;TZID=W. Europe Standard Time:20261122T090000", "", "", "2026-11-22T08:00"),
        ("DTSTART;VALUE=DATE:20261122", "Europe/Berlin", "", "2026-11-21T23:00"),
        ("DTSTART;VALUE=DATE:20261122", "", "X-WR-TIMEZONE:Asia/Tokyo\r\n", "2026-11-21T15:00"),
        ("DTSTART:20261122T090000", "Europe/Berlin", "", "2026-11-22T08:00"),
        ("DTSTART:20261122T090000", "Europe/Berlin", "X-WR-TIMEZONE:Asia/Tokyo\r\n", "2026-11-22T00:00"),
        ("DTSTART:20261122T090000", "", "X-WR-TIMEZONE:Middle/Earth\r\n", "2026-11-22T09:00"),
    ],
)
def test_the_right_instant(told, start, zone, head, wanted):
    event = one(told(f"UID:1\r\n{start}", head=head, **({"timezone": zone} if zone else {})))
    assert event.occurred_at.strftime("%Y-%m-%dT%H:%M") == wanted
    assert bool(event.attributes.get("all_day")) == ("DATE" in start)


def test_a_zone_of_the_calendars_own_is_followed(told):
    """Rules as Outlook writes them, under a name that nobody else knows."""
    head = (
        "BEGIN:VTIMEZONE\r\nTZID:Our office\r\n"
        "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n"
        "END:VTIMEZONE\r\n"
    )
    event = one(told("UID:1\r\nDTSTART;TZID=Our office:20261122T090000", head=head))
    assert event.occurred_at == datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_two_calendars_may_call_different_zones_alike(told):
    def office(offset):
        return (
            f"BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
            f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )

    for offset, hour, quoted in [("+0100", 8, ""), ("-0500", 14, '"'), ("+0900", 0, "")]:
        name = f"{quoted}Customized Time Zone{quoted}"
        event = one(told(f"UID:1\r\nDTSTART;TZID={name}:20261122T090000", head=office(offset)))
        assert event.occurred_at == datetime(2026, 11, 22, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "reaches"),
    [
        (["DTSTART:20200101T090000Z"], False),
        (["DTSTART;VALUE=DATE:20200101"], False),
        (["DTSTART:20300101T090000Z"], False),
        (["DTSTART:20300101T090000Z", "RRULE:FREQ=WEEKLY"], False),
        (["DTSTART:20200101T090000Z", "RRULE:FREQ=WEEKLY"], True),
        (["DTSTART:20200101T090000Z", "RRULE:FREQ=WEEKLY;UNTIL=20200301T000000Z"], False),
        (["DTSTART:20200101T090000Z", "RRULE:FREQ=WEEKLY;UN", " TIL=20200301T000000Z"], False),
        (["DTSTART:20200101T090000Z", "RRULE:FREQ=WEEKLY;UNTIL=20261119T000000Z"], True),
        (["DTSTART:20200101T090000Z", "RRULE:FREQ=WEEKLY;UNTIL=20200301T000000Z", "RDATE:20261120T090000Z"], True),
        (["DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261201"], True),
        (["DTSTART:20261001T090000Z", "DURATION:P60D"], True),
        (["DTSTART:20261001T090000Z", "DURATION:PT1500H"], True),
        (["DTSTART:20261001T090000Z", "DURATION:PT1H"], False),
        (["DTSTART:soon"], True),
        ([], True),
    ],
)
def test_what_cannot_reach_into_the_window_is_not_read(lines, reaches):
    event = "\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])
    start, end = NOW - timedelta(days=7), NOW + timedelta(days=7)
    assert may_reach([event], start, end) is reaches
    if not reaches:
        assert read(f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR", start, end).meetings == []
        (meeting,) = read(
            f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR",
            datetime(1999, 1, 1, tzinfo=UTC),
            datetime(2031, 1, 1, tzinfo=UTC),
        ).meetings[:1]
        assert meeting.uid == "1"


def test_a_weekly_meeting_keeps_its_hour_when_the_clocks_change(told):
    events = items(
        told(
            "UID:w\r\nSUMMARY:Weekly\r\nDTSTART;TZID=Europe/Berlin:20260105T100000\r\nRRULE:FREQ=WEEKLY\r\nEXDATE;TZID=Europe/Berlin:20261109T100000",
            "UID:w\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261116T100000\r\nSUMMARY:Weekly, later\r\nDTSTART;TZID=Europe/Berlin:20261117T140000",
            "UID:w\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261102T100000\r\nSTATUS:CANCELLED\r\nDTSTART;TZID=Europe/Berlin:20261102T100000",
        )
    )
    local = {
        event.key: event.occurred_at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%m-%d %H") for event in events
    }
    assert local["w/20261026T090000Z"] == "10-26 10"
    assert local["w/20261102T090000Z"] == "11-02 10"
    assert local["w/20261116T090000Z"] == "11-17 14"
    assert "w/20261109T090000Z" not in local
    assert {event.attributes.get("status") for event in events if event.key == "w/20261102T090000Z"} == {"cancelled"}
    assert min(event.occurred_at for event in events) >= datetime(2026, 10, 21, tzinfo=UTC)
    assert max(event.occurred_at for event in events) < datetime(2027, 1, 20, tzinfo=UTC)
    assert len(events) == 12
    assert all(event.identity == event.key for event in events)


def test_the_window_moves_with_the_clock_though_the_host_says_nothing_changed(told, host, clock):
    weekly = "UID:w\r\nDTSTART:20260105T100000Z\r\nRRULE:FREQ=WEEKLY"
    first = told(weekly)
    assert told(weekly, cursor=last_cursor(first, {})) == []
    assert host.answered == [200, 304]
    clock.instant += timedelta(days=7)
    (event,) = items(told(weekly, cursor=last_cursor(first, {})))
    assert event.occurred_at == datetime(2027, 1, 25, 10, tzinfo=UTC)


def test_what_changes_is_a_new_revision_and_what_does_not_is_none(told):
    base = f"UID:1\r\nDTSTART:{SOON}\r\nSUMMARY:A"
    first = told(base + "\r\nSEQUENCE:0")
    cursor = last_cursor(first, {})
    assert items(told(base + "\r\nSEQUENCE:0\r\nX-NOISE:1", cursor=cursor)) == []
    changes = [
        "\r\nSEQUENCE:1",
        "\r\nSEQUENCE:0\r\nLAST-MODIFIED:20261119T000000Z",
        "\r\nSEQUENCE:0\r\nSTATUS:CANCELLED",
        "\r\nSEQUENCE:0\r\nLOCATION:x",
    ]
    revisions = {one(told(base + change, cursor=cursor)).revision for change in changes} | {one(first).revision}
    assert len(revisions) == 5


def test_a_meeting_that_goes_away_is_called_off_and_comes_back_anew(told):
    event, other = f"UID:1\r\nDTSTART:{SOON}\r\nSUMMARY:Acme", f"UID:2\r\nDTSTART:{SOON}"
    past = f"UID:3\r\nDTSTART:{stamp(NOW - timedelta(days=2))}"
    there = told(event, other, past)
    first = next(item for item in items(there) if item.key == "1")
    away = told(other, cursor=last_cursor(there, {}))
    called_off = one(away)
    assert (called_off.key, called_off.subject, called_off.attributes) == ("1", "Acme", {"status": "cancelled"})
    assert called_off.occurred_at == first.occurred_at
    assert items(told(other, cursor=last_cursor(away, {}))) == []
    back = one(told(event, other, cursor=last_cursor(away, {})))
    assert back.subject == "Acme"
    assert len({first.revision, called_off.revision, back.revision}) == 3
    assert one(told(other, cursor=last_cursor(there, {}))).revision == called_off.revision


def test_an_unreadable_or_empty_calendar_calls_nothing_off(told):
    event, other = f"UID:1\r\nDTSTART:{SOON}", f"UID:2\r\nDTSTART:{SOON}"
    cursor = last_cursor(told(event, other), {})
    assert items(told(cursor=cursor)) == []
    assert [type(item) for item in items(told(other, "UID:9\r\nDTSTART:soon", cursor=cursor))] == [Broken]


@pytest.mark.parametrize(
    "bad",
    [
        "UID:bad\r\nDTSTART:soon",
        "UID:bad\r\nSUMMARY:no start",
        f"UID:bad\r\nDTSTART:{SOON}\r\nRRULE:FREQ=SOMETIMES",
        f"UID:bad\r\nDTSTART:{SOON}\r\nRRULE:FREQ=SECONDLY",
        f"UID:bad\r\nDTSTART:{SOON}\r\nRRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE={','.join(map(str, range(60)))}",
        f"UID:bad\r\nDTSTART:{SOON}\r\nDTEND:{SOON}\r\nRECURRENCE-ID:x",
    ],
)
def test_a_malformed_event_costs_itself_alone(told, bad):
    found = {
        item.key: item for item in items(told(f"UID:good1\r\nDTSTART:{SOON}", bad, f"UID:good2\r\nDTSTART:{SOON}"))
    }
    assert isinstance(found["good1"], Event)
    assert isinstance(found["good2"], Event)
    assert isinstance(found["bad"], Broken)


def test_what_other_programs_leave_out_is_made_good(told):
    text = (
        f"DTSTART:{SOON}\r\nSUMMARY:No id",
        f"UID:{'x' * 900}\r\nDTSTART:{SOON}",
        f"UID:folded\r\n  id\r\nDTSTART:{SOON}\r\nDTEND:{stamp(NOW)}",
    )
    events = items(told(*text))
    assert all(isinstance(event, Event) for event in events), events
    assert len({event.key for event in events}) == 3
    assert "folded id" in {event.key for event in events}
    assert {event.key for event in items(told(*text))} == {event.key for event in events}


@pytest.mark.parametrize("name", ["a.ics", "team"])
def test_files_and_folders(tmp_path, clock, name):
    file = tmp_path / name / "x.ics" if name == "team" else tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"\xef\xbb\xbf" + calendar(f"UID:1\r\nDTSTART:{SOON}\r\nSUMMARY:Zoë").encode())
    pages = looked(connector("calendar", clock, address=str(tmp_path / name)), {})
    assert one(pages).subject == "Zoë"
    assert looked(connector("calendar", clock, address=str(tmp_path / name)), last_cursor(pages, {})) == []
    file.with_name("y.ics").write_text("nothing")
    found = items(looked(connector("calendar", clock, address=str(file.parent)), {}))
    assert {type(item) for item in found} == {Event, Broken}


def test_a_secret_address_stays_secret(host, clock):
    host.status = 403
    with pytest.raises(UnauthorizedError) as caught:
        looked(connector("calendar", clock, {"FEED": host.url}, address_secret="FEED"), {})
    assert "127.0.0.1" not in caught.value.message
    host.status, host.body = 200, calendar(f"UID:1\r\nDTSTART:{SOON}")
    pages = looked(connector("calendar", clock, {"FEED": host.url}, address_secret="FEED"), {})
    assert "127.0.0.1" not in pages[0].model_dump_json()


def test_a_password_is_sent_to_its_host_alone(host, told):
    told(f"UID:1\r\nDTSTART:{SOON}", user="ann", password="PW")
    assert host.asked[-1][1]["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"address": "/a.ics", "address_secret": "X"},
        {"address": "ftp://x"},
        {"address": "a.ics"},
        {"address": "/a.ics", "timezone": "Mars"},
    ],
)
def test_a_wrong_setting_is_refused(clock, values):
    with pytest.raises(RejectedError, match="not set up right"):
        connector("calendar", clock, **values)


LINE = st.one_of(
    st.sampled_from(
        [
            "BEGIN:VEVENT",
            "END:VEVENT",
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
            "END:VCALENDAR",
            "UID:1",
            "UID:2",
            f"DTSTART:{SOON}",
            "DTSTART;TZID=x:20261122T000000",
            "RRULE:FREQ=DAILY;COUNT=3",
            "RDATE:x",
            "EXDATE:1",
            "RECURRENCE-ID:20261122T000000Z",
            "DURATION:-P1D",
            "ATTENDEE;CN=x",
            "BEGIN:VALARM",
            "TRIGGER:x",
        ]
    ),
    st.tuples(
        st.sampled_from(
            [
                "DTSTART",
                "DTEND",
                "RRULE",
                "SUMMARY",
                "ORGANIZER;CN",
                "SEQUENCE",
                "LAST-MODIFIED",
                "RDATE;VALUE=PERIOD",
                "TZOFFSETTO",
                "X",
            ]
        ),
        st.text(max_size=12),
    ).map(":".join),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(LINE, max_size=14))
def test_no_lines_raise_anything_else(tmp_path, lines):
    text = "\n".join(["BEGIN:VCALENDAR", *lines])
    read(text, NOW, NOW + timedelta(days=30))
    (tmp_path / "x.ics").write_text(text, "utf-8", "surrogatepass")
    looked(connector("calendar", FixedClock(NOW), address=str(tmp_path / "x.ics")), {})


def test_what_is_no_calendar_is_said():
    with pytest.raises(UnreadableError, match="no calendar"):
        read("hello", NOW, NOW)
