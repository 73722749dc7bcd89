"""Charts, files and streams through the whole house: what a person in Slack gets, and where."""

import csv
import io
import urllib.request
from datetime import date, timedelta

import pytest

from bot.console.faults import Fault
from crm.capture import Captured
from crm.model import Account, Deal, Kind, Outcome, User


@pytest.fixture(scope="module", autouse=True)
def sales(team):
    """Two dozen won deals over the last eight months, and a mail that the source has an address for."""
    now, tenant = team.app.clock.now(), team.app.tenants.home()
    stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
    with team.app.store.write() as session:
        owner = session.query(User).filter_by(name="Dana Reyes").one()
        account = session.query(Account).filter_by(name="Acme").one()
        for number in range(24):
            closed = _months_back(now.date(), 1 + number % 8)
            deal = Deal(name=f"=Order {number}", account_id=account.id, owner_id=owner.id, stage="Won", **stamp)
            deal.outcome, deal.amount, deal.external_id = Outcome.WON, 1000 * (number + 1), f"w{number}"
            deal.opened_on, deal.close_date = closed - timedelta(days=30), closed
            session.add(deal)
        mail = Captured(
            "mail", "m9", Kind.EMAIL, now - timedelta(days=3), text="The forklift <x> broke again on Monday.",
            account_id=account.id, direction="in", url="https://mail.example/m/9?a=1&b=2",
        )  # fmt: skip
        team.app.capture.add(session, tenant, [mail])


@pytest.fixture(autouse=True)
def clear(team):
    yield
    team.console.faults.clear()


def _months_back(today, months):
    month = today.year * 12 + today.month - 1 - months
    return date(month // 12, month % 12 + 1, 15)


def dm(team, person="dana"):
    return [each for each in team.console.messages("dm", person=person) if each.bot]


def asked(team, text, answers=1):
    """What the app answers in the thread of a question, once there are so many messages."""
    ts = team.console.say("dana", "dm", text)
    team.console.wait_for(lambda: len(team.answers("dana", ts)) >= answers, timeout=30)
    assert team.console.wait_for(team.console.delivery.idle)
    return team.answers("dana", ts)


def pressable(answer):
    """The buttons under an answer, row by row."""
    rows = [block["elements"] for block in answer.blocks if block["type"] == "actions"]
    return [[each["action_id"] for each in row] for row in rows]


def loaded(file):
    with urllib.request.urlopen(file["url_private"]) as response:
        return response.read()


def test_a_trend_comes_with_its_picture_and_the_picture_with_its_words(team):
    answer, picture = asked(team, "won revenue by month", 2)
    assert [block["type"] for block in answer.blocks][:3] == ["section", "context", "table"]
    (file,) = picture.files
    assert loaded(file).startswith(b"\x89PNG")
    assert file["alt_txt"].startswith("Line chart: Won revenue by month")
    assert "Highest" in file["alt_txt"]


def test_a_ranking_is_drawn_when_asked(team):
    (answer,) = asked(team, "won deals by account")
    assert pressable(answer) == [["answer_chart", "answer_good", "answer_bad"]]
    team.console.press("dana", answer.ts, "answer_chart")
    assert team.console.wait_for(lambda: dm(team)[-1].files, timeout=20)
    assert dm(team)[-1].thread_ts == answer.thread_ts
    answer, picture = asked(team, "won deals by account as a bar chart", 2)
    assert picture.files[0]["mimetype"] == "image/png"


def test_a_long_list_is_cut_and_had_whole_as_csv(team):
    (answer,) = asked(team, "won deals")
    table = next(block for block in answer.blocks if block["type"] == "table")
    assert len(table["rows"]) == 16
    team.console.press("dana", answer.ts, "answer_csv")
    assert team.console.wait_for(lambda: dm(team)[-1].files, timeout=20)
    rows = list(csv.reader(io.StringIO(loaded(dm(team)[-1].files[0]).decode("utf-8-sig"))))
    assert len(rows) == 26  # 24 here, one of the record, the headings
    assert {row[0][:1] for row in rows[1:-1]} <= {"'", "G"}


def test_a_question_can_ask_for_the_file_at_once(team):
    answer, file = asked(team, "won deals as csv", 2)
    assert file.files[0]["name"] == "deals.csv"
    assert "25 rows" in file.files[0]["title"]
    assert pressable(answer) == [["answer_good", "answer_bad"]]


def test_what_cannot_be_drawn_is_said(team):
    _, said = asked(team, "who owns Globex? as a chart", 2)
    assert "nothing to draw" in said.text


def test_in_a_channel_the_picture_goes_to_the_asker_alone(team):
    before = len(dm(team))
    team.console.say("dana", "sales", "@rapport won revenue by month")
    notes = team.console.wait_for(
        lambda: [each for each in team.console.ephemerals("dana") if "direct messages" in str(each.blocks)], timeout=20
    )
    assert len(notes) == 1
    assert [each.files[0]["mimetype"] for each in dm(team)[before:]] == ["image/png"]
    assert not [each for each in team.console.messages("sales") if each.bot]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", "files.getUploadURLExternal", error="missing_scope"),
        Fault("server_error", "upload"),
        Fault("hang", "upload", seconds=11),
        Fault("error", "files.completeUploadExternal", error="file_upload_size_restricted"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.method}",
)
def test_a_picture_that_cannot_be_sent_leaves_the_answer(team, fault):
    team.console.faults.add(fault)
    answer, said = asked(team, "won revenue by month", 2)
    assert [block["type"] for block in answer.blocks][:3] == ["section", "context", "table"]
    assert "could not be sent" in said.text or "could not be sent" in str(said.blocks)


def test_evidence_leads_to_its_source_and_text_never_does(team):
    (answer,) = asked(team, "what did Acme say about the forklift?")
    told = str(answer.blocks)
    assert "<https://mail.example/m/9?a=1&amp;b=2|email" in told
    assert "&lt;x&gt;" in told


def test_an_old_button_says_so(team):
    (answer,) = asked(team, "won deals by account")
    actions = next(block for block in answer.blocks if block["type"] == "actions")
    actions["elements"][0]["value"] = '{"plan": {"subject": 5}, "at": "x"}'
    team.console.press("dana", answer.ts, "answer_chart")
    assert team.console.wait_for(lambda: "too old" in str(dm(team)[-1].blocks), timeout=20)
