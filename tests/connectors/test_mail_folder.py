"""Mails on disk: what counts as one, what is new, and what a look costs."""

from __future__ import annotations

import json
import os
import tracemalloc
from datetime import timedelta

import pytest
from connecting import connector
from contract import items, last_cursor, looked, versions
from mail_folder_world import BEGUN
from mails import later, mail, numbered

from connectors.mail.files import Found, Reach
from crm.intake.event import Broken, Event


@pytest.fixture
def make(tmp_path, clock):
    def made(path=tmp_path / "mails"):
        return connector("mail-folder", clock, path=str(path))

    return made


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "mails"
    made.mkdir()
    return made


def subjects(pages):
    return [item.subject for item in items(pages) if isinstance(item, Event)]


def boxed(*raws, sender="anna@client.example"):
    return b"".join(
        b"From %s Mon Jan  5 08:00:00 2026\n%s\n\n" % (sender.encode(), raw.replace(b"\r\n", b"\n")) for raw in raws
    )


def test_mails_of_all_folders_are_told_by_their_dates(folder, make):
    (folder / "b" / "deep").mkdir(parents=True)
    (folder / "3.eml").write_bytes(numbered(3, later(BEGUN, 3)))
    (folder / "b" / "1.EML").write_bytes(numbered(1, later(BEGUN, 1)))
    (folder / "b" / "deep" / "2.eml").write_bytes(numbered(2, later(BEGUN, 2)))
    (folder / "readme.txt").write_text("no mail")
    assert subjects(looked(make(), {})) == ["Offer 1", "Offer 2", "Offer 3"]


def test_a_mail_that_comes_later_with_an_older_date_is_told(folder, make):
    (folder / "a.eml").write_bytes(numbered(5, later(BEGUN, 5)))
    cursor = last_cursor(looked(make(), {}), {})
    (folder / "b.eml").write_bytes(numbered(1, later(BEGUN, 1)))
    os.utime(folder / "b.eml", (0, 0))
    assert subjects(looked(make(), cursor)) == ["Offer 1"]


def test_a_changed_file_is_told_again_under_its_key(folder, make):
    (folder / "a.eml").write_bytes(mail("First wording"))
    first = looked(make(), {})
    (folder / "a.eml").write_bytes(mail("Second wording"))
    second = looked(make(), last_cursor(first, {}))
    (key, revision), (same, other) = *versions(first), *versions(second)
    assert key == same
    assert revision != other


@pytest.mark.parametrize(
    "stamp", [1_780_000_000_123_456_789, 1_780_000_000_000_000_000], ids=["fine stamps", "whole seconds"]
)
def test_files_of_one_moment_are_told_once_each(stamp):
    """A file may come after a look, within the tick that the look saw last."""
    there: list[Found] = []
    reach = Reach()
    for number in range(5):
        there.append(Found(f"{number}.eml", stamp, 100))
        assert [found for found in there if not reach.covers(found)] == [there[-1]]
        reach = Reach.of(json.loads(json.dumps(Reach.over(there, reach.upto).told())))
    assert not [found for found in there if not reach.covers(found)]
    assert not reach.covers(Found("0.eml", stamp, 101))
    assert reach.covers(Found("older.eml", stamp - 10_000_000_000, 100))


def test_a_maildir_is_known_with_its_subfolders_and_renamed_files_stay_the_same(folder, make):
    for name in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"):
        (folder / name).mkdir(parents=True)
    (folder / "new" / "1.host").write_bytes(numbered(1, later(BEGUN, 1)))
    (folder / ".Sent" / "cur" / "2.host:2,S").write_bytes(numbered(2, later(BEGUN, 2)))
    (folder / "tmp" / "3.host").write_bytes(numbered(3, later(BEGUN, 3)))
    (folder / "dovecot.index").write_bytes(b"\0\1")
    first = looked(make(), {})
    assert subjects(first) == ["Offer 1", "Offer 2"]
    (folder / "new" / "1.host").rename(folder / "cur" / "1.host:2,RS")
    again = set(versions(looked(make(), last_cursor(first, {}))))
    assert again <= set(versions(first))


def test_a_file_that_may_not_be_read_is_told_as_broken_and_the_others_go_on(folder, make):
    (folder / "a.eml").write_bytes(numbered(1, later(BEGUN, 1)))
    (folder / "b.eml").symlink_to(folder / "a.eml" / "below")
    (folder / "c.eml").mkdir()
    (folder / "d.eml").write_bytes(b"")
    (folder / "e.eml").write_bytes(numbered(2, later(BEGUN, 2)))
    told = items(looked(make(), {}))
    assert [type(item) for item in told].count(Broken) == 1
    assert subjects(looked(make(), {})) == ["Offer 1", "Offer 2"]


def test_a_broken_off_batch_goes_on_where_it_stopped_whatever_came_since(folder, make):
    for number in range(250):
        (folder / f"{number}.eml").write_bytes(numbered(number, later(BEGUN, number)))
    first = next(make().pages({}))
    (folder / "new.eml").write_bytes(numbered(999, BEGUN - timedelta(days=1)))
    rest = looked(make(), first.cursor)
    assert subjects([first, *rest]) == [f"Offer {number}" for number in range(250)] + ["Offer 999"]
    assert looked(make(), last_cursor(rest, {})) == []


def test_a_mail_that_is_too_large_is_told_by_its_headers(folder, make):
    large = mail("", Subject="Large") + (b"y" * 998 + b"\r\n") * 27_000
    (folder / "large.eml").write_bytes(large)
    (folder / "all.mbox").write_bytes(boxed(numbered(1, BEGUN), large, numbered(2, BEGUN)))
    told = items(looked(make(), {}))
    assert [item.subject for item in told] == ["Large", "Offer 1", "Large", "Offer 2"]
    assert told[0].attributes["size"] == len(large)
    assert {item.attributes.get("headers_only") for item in told if item.subject == "Large"} == {True}


def test_an_mbox_goes_on_where_it_was_read_to(tmp_path, make):
    box = tmp_path / "all.mbox"
    box.write_bytes(boxed(*(numbered(number, later(BEGUN, number)) for number in range(3))))
    cursor = last_cursor(looked(make(box), {}), {})
    assert cursor["boxes"]["all.mbox"]["at"] == box.stat().st_size
    with box.open("ab") as file:
        file.write(boxed(numbered(3, later(BEGUN, 3))))
    assert subjects(looked(make(box), cursor)) == ["Offer 3"]


def test_an_mbox_that_was_packed_is_read_anew_under_the_same_keys(tmp_path, make):
    box = tmp_path / "all.mbox"
    raws = [numbered(number, later(BEGUN, number)) for number in range(3)]
    box.write_bytes(boxed(*raws))
    first = looked(make(box), {})
    box.write_bytes(boxed(*raws[1:]))
    assert set(versions(looked(make(box), last_cursor(first, {})))) < set(versions(first))


def test_a_mail_that_was_still_being_written_is_told_whole_in_the_end(tmp_path, make):
    box = tmp_path / "all.mbox"
    content = boxed(numbered(1, BEGUN), mail("One line\n\nand another line", Message_ID="<2@x.example>"))
    box.write_bytes(content[:-15])
    first = looked(make(box), {})
    box.write_bytes(content)
    second = items(looked(make(box), last_cursor(first, {})))
    assert [item.text for item in second] == ["One line\n\nand another line"]
    assert second[0].key == items(first)[-1].key


def test_lines_that_begin_with_from_part_mails_only_where_a_mail_begins(tmp_path, make):
    box = tmp_path / "all.mbox"
    body = "We met.\n\nFrom here on it is easy.\n\n>From my side all is said.\n"
    box.write_bytes(boxed(mail(body), numbered(2, BEGUN)))
    told = items(looked(make(box), {}))
    assert len(told) == 2
    assert "From here on it is easy.\n\nFrom my side" in (told[0].whole or told[0].text)


def test_an_mbox_without_mails_is_told_once(folder, make):
    (folder / "notes.mbox").write_text("These are notes.\n")
    first = looked(make(), {})
    assert [type(item) for item in items(first)] == [Broken]
    assert looked(make(), last_cursor(first, {})) == []


def test_memory_stays_flat_however_many_mails_there_are(tmp_path, make):
    def peak(count):
        box = tmp_path / f"{count}.mbox"
        box.write_bytes(boxed(*(mail("Hello", Message_ID=f"<{number}@x.example>") for number in range(count))))
        tracemalloc.start()
        try:
            assert sum(len(page.items) for page in make(box).pages({})) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(200)  # what is loaded once is loaded
    assert peak(800) < 1.3 * peak(200)
