"""Views are pure: data in, blocks out, nothing stored can become markup."""

import json
from datetime import UTC, date, datetime

import pytest

from bot.check import Check
from bot.console.blocks import refuse_bad_blocks
from bot.slack.handlers import aside
from bot.slack.views import answer, editor, home, kit, offer, proposal
from bot.slack.views.home import OpenTask
from connectors.slack_channel import plain
from crm.daybook.meetings import Last, Meeting, Standing
from crm.daybook.week import Part, Risk, Week
from crm.model import Role, User

EVIL = "<!channel> <@U1> <https://evil.example|click> *bold* & more"

FOUND = {
    "answer": f"3 accounts. {EVIL}",
    "understood": "Accounts with negative interactions from 1 July to 30 September 2026",
    "columns": ["account", "deals", "amount"],
    "rows": [{"account": EVIL, "deals": 2, "amount": 1234.5}] * 30,
    "citations": [{"kind": "email", "id": 1, "source": "mail", "occurred_at": "2026-08-01T10:00:00Z", "quote": EVIL}]
    * 7,
    "confidence": 0.9,
    "abstained": False,
    "plan": {"shape": "list"},
    "reason": None,
    "left_out": [EVIL],
    "readings": [],
}

PROPOSAL = {
    "kind": "call",
    "account": "Acme",
    "contacts": ["Jane Doe"],
    "occurred_at": "2026-11-20T15:00:00+01:00",
    "summary": EVIL,
    "mood": "negative",
    "next_steps": [{"what": "follow up", "due": "2026-11-27", "owner": "Dana"}] * 4,
    "deal": {
        "name": "Renewal",
        "amount": 12500.0,
        "currency": "EUR",
        "stage": "Negotiation",
        "close_date": "2026-12-31",
    },
}


def markup(value):
    """Every mrkdwn string in some blocks."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from markup(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from markup(inner)


EVIL_HOME = home.Page(
    "Dana Reyes",
    datetime(2026, 11, 20, 9, tzinfo=UTC),
    "USD",
    [OpenTask(1, EVIL, date(2026, 11, 1), EVIL)] * 12,
    later=3,
    meetings=[
        Meeting(1, datetime(2026, 11, 20, 15, tzinfo=UTC), EVIL, EVIL, "https://x.example/<!here>",
                Standing(2, 10.0, EVIL), Last("email", datetime(2026, 11, 2, tzinfo=UTC), "negative", EVIL))
    ],
    week=Week(2, {"email": (3, 1)}, (1, 5.0), unhappy=[EVIL], risks=[Risk(EVIL, EVIL, 1.0, 3)], parts=[Part(EVIL, 1, 1)]),
    health=[Check("sources", "warning", EVIL, EVIL)],
    numbers=[("Open", EVIL)],
    questions=[EVIL],
)  # fmt: skip


@pytest.mark.parametrize(
    "blocks",
    [
        answer.blocks(FOUND),
        answer.blocks(FOUND | {"abstained": True, "readings": [EVIL] * 9}),
        proposal.card(7, PROPOSAL | {"missing": [EVIL], "new": [EVIL]}),
        proposal.logged(7, PROPOSAL),
        proposal.undone(PROPOSAL),
        home.blocks(EVIL_HOME),
    ],
)
def test_no_stored_text_becomes_a_mention_or_a_link(blocks):
    assert len(blocks) <= 50
    for text in markup(blocks):
        assert "<!" not in text
        assert "<@" not in text
        assert "<http" not in text
        assert len(text) <= 3000


def test_an_answer_shows_its_rows_and_says_what_it_leaves_out():
    blocks = answer.blocks(FOUND)
    table = next(block for block in blocks if block["type"] == "table")
    assert len(table["rows"]) == kit.TABLE_ROWS + 1
    assert table["rows"][1][2]["text"] == "1,234.50"
    assert any(f"{kit.TABLE_ROWS} of 30" in text for text in markup(blocks))


def test_only_the_first_sentence_of_a_long_answer_stands_out():
    rest = "2 open deals: Tally Renewal and Quayside Renewal. " + "The last word was on 3 November. " * 4
    told = "Globex (Electronics, United States) is owned by Noah Adeyemi. " + rest
    said = answer.blocks(FOUND | {"answer": told})[0]["text"]["text"]
    assert said == f"*Globex (Electronics, United States) is owned by Noah Adeyemi.*\n{rest}"
    assert (
        answer.blocks(FOUND | {"answer": "3 deals. The last on Monday."})[0]["text"]["text"]
        == "*3 deals. The last on Monday.*"
    )


@pytest.mark.parametrize("columns", [1, 6, 20])
def test_a_table_of_long_texts_is_one_that_slack_takes(columns):
    names = [f"column {n} {'x' * 300}" for n in range(columns)]
    drawn = kit.table(names, [["y" * 500] * columns] * 120)
    assert len(drawn["rows"]) == kit.TABLE_ROWS + 1
    refuse_bad_blocks([drawn])


def test_a_cell_says_what_it_counts():
    drawn = kit.table(["rep", "share", "won"], [["Ann", 0.1163, -1200.5]], ["", "%", "$"])
    assert [cell["text"] for cell in drawn["rows"][1]] == ["Ann", "11.6%", "-$1,200.50"]


@pytest.mark.parametrize(
    ("url", "drawn"),
    [
        ("https://mail.example/m/9?a=1&b=2", "<https://mail.example/m/9?a=1&amp;b=2|call &lt;x&gt;>"),
        ("javascript:alert(1)", "call &lt;x&gt;"),
        ("https://evil.example|<!channel>", "call &lt;x&gt;"),
        ("https://a.example/ <!here>", "call &lt;x&gt;"),
        (f"https://a.example/{'x' * 2000}", "call &lt;x&gt;"),
        (None, "call &lt;x&gt;"),
    ],
)
def test_only_an_address_of_the_record_is_a_link(url, drawn):
    assert kit.link(url, "call <x>") == drawn


def test_what_else_there_is_is_offered_with_the_plan():
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def offered(found, *, chart=False):
        return [each["action_id"] for each in offer.buttons(found, at, chart=chart)]

    asked = FOUND | {"question": "deals", "plan": {"subject": "deal"}}
    assert offered(asked, chart=True) == ["answer_csv", "answer_chart"]
    assert offered(asked | {"rows": asked["rows"][:15]}) == []
    assert offered(asked | {"plan": {"subject": "deal", "show": "csv"}}) == []
    assert offered(asked | {"plan": {"subject": "deal", "shape": "passages"}}) == []
    assert offered(asked | {"abstained": True, "plan": None}) == []
    assert json.loads(offer.value(asked, at)) == {"plan": {"subject": "deal"}, "at": "2026-11-21T09:00:00+00:00"}
    long = asked | {"plan": {"subject": "x" * 3000}}
    assert json.loads(offer.value(long, at))["question"] == "deals"
    assert offer.value(long | {"question": "x" * 3000}, at) == ""


def test_a_streamed_sentence_is_text_only():
    assert kit.markdown("*a* [b](http://c) <@U1> `d`") == "\\*a\\* \\[b\\](http://c) &lt;@U1&gt; \\`d\\`"


def test_a_note_is_what_a_notification_says():
    assert kit.said([kit.context("The chart could not be sent.")]) == "The chart could not be sent."


def test_the_editor_gives_back_what_it_was_given():
    view = editor.view({"entry": 7}, PROPOSAL)
    state = {}
    for block in view["blocks"]:
        element = block["element"]
        state[block["block_id"]] = {
            element["action_id"]: {
                "value": element.get("initial_value"),
                "selected_date": element.get("initial_date"),
                "selected_option": element.get("initial_option"),
            }
        }
    assert editor.mistakes(state) == {}
    assert editor.edited(PROPOSAL, state) == PROPOSAL


def test_the_editor_moves_the_day_and_keeps_the_hour():
    state = {"summary": {"a": {"value": "x"}}, "occurred_at": {"a": {"selected_date": "2026-11-18"}}}
    assert editor.edited(PROPOSAL, state)["occurred_at"] == "2026-11-18T15:00:00+01:00"


def test_the_editor_says_what_is_wrong():
    state = {"summary": {"a": {"value": " "}}, "amount": {"a": {"value": "lots"}}}
    assert set(editor.mistakes(state)) == {"summary", "amount"}


@pytest.mark.parametrize(
    ("slack", "words"),
    [
        ("<@U123> who owns Globex?", "who owns Globex?"),
        ("mail <mailto:jane@acme.com|jane@acme.com> now", "mail jane@acme.com now"),
        ("see <https://acme.com>", "see https://acme.com"),
        ("R&amp;D &lt;3 deals &gt; 50k", "R&D <3 deals > 50k"),
    ],
)
def test_markup_of_slack_is_read_as_words(slack, words):
    assert plain(slack) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (True, "yes"),
        (12345, "12,345"),
        (0.5, "0.50"),
        (1234567.0, "1,234,567"),
        (["a", 1], "a, 1"),
        ("2026-11-20T15:00:00+00:00", "20 Nov 2026"),
        ("2026-11-20", "20 Nov 2026"),
        ("2026-08", "Aug 2026"),
        ("2026-13", "2026-13"),
        ("2026 Q3", "Q3 2026"),
        ("2026-99-99", "2026-99-99"),
    ],
)
def test_values_are_written_as_people_write_them(value, text):
    assert kit.written(value) == text


def test_a_wide_table_keeps_what_tells_rows_apart():
    columns = ["name", "outcome", "a", "b", "c", "d", "e", "f"]
    rows = [[f"deal {n}", "open", n, n, n, n, n, n] for n in range(3)]
    blocks = answer.blocks(FOUND | {"columns": columns, "rows": rows})
    table = next(block for block in blocks if block["type"] == "table")
    assert [cell["text"] for cell in table["rows"][0]] == ["Name", "A", "B", "C", "D", "E"]


def test_a_table_leaves_out_what_is_empty_or_said_already():
    columns = ["occurred at", "kind", "account", "what", "mood", "rep", "done"]
    rows = [[f"2026-09-{n}T10:00:00", "email", "Acme", f"text {n}", "negative", "Dana", None] for n in (10, 11)]
    found = {"columns": columns, "rows": rows, "citations": [], "plan": {"shape": "mood"}}
    found["understood"] = "Negative interactions of Acme that are yours"
    drawn = next(block for block in answer.blocks(FOUND | found) if block["type"] == "table")
    assert [[cell["text"] for cell in row] for row in drawn["rows"][:2]] == [
        ["Date", "Kind", "Subject"],
        ["10 Sep 2026", "email", "text 10"],
    ]
    assert not drawn["column_settings"][0]["is_wrapped"]


def test_a_figure_is_never_left_out():
    found = {"columns": ["rep", "won deals"], "rows": [["Ann", 3], ["Bo", 3]], "plan": {"shape": "table"}}
    drawn = next(b for b in answer.blocks(FOUND | found | {"understood": "3"}) if b["type"] == "table")
    assert [cell["text"] for cell in drawn["rows"][1]] == ["Ann", "3"]


def test_the_day_something_was_created_gives_way_to_what_tells_more():
    columns = ["name", "created date", "b", "c", "d", "e", "close date"]
    blocks = answer.blocks(FOUND | {"columns": columns, "rows": [[f"x{n}"] * 7 for n in range(3)]})
    drawn = next(block for block in blocks if block["type"] == "table")
    assert [cell["text"] for cell in drawn["rows"][0]] == ["Name", "B", "C", "D", "E", "Close date"]


def test_headings_and_years_are_written_as_people_write_them():
    drawn = kit.table(["year founded", "mrr"], [[1984, 1984]])
    assert [cell["text"] for row in drawn["rows"] for cell in row] == ["Year founded", "MRR", "1984", "1,984"]


def test_texts_that_stand_in_the_table_are_quoted_less():
    rows = [[f"2026-09-{n}T10:00:00", "email"] for n in (10, 11)]
    found = FOUND | {"columns": ["occurred at", "kind"], "rows": rows}
    assert any("4 more pieces of evidence" in text for text in markup(answer.blocks(found)))
    found["citations"] = found["citations"][:4]
    assert any("1 more piece of evidence" in text for text in markup(answer.blocks(found)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thank you so much, great!", "here whenever"),
        ("ok cool", "here whenever"),
        ("how are you?", "here whenever"),
        ("", "Ask me"),
        ("Hello!", "Ask me"),
        ("what can you do?", "Ask me"),
        ("nice deals", None),
        ("thanks for the call with Jane at Acme", None),
        ("good job titles", None),
    ],
)
def test_courtesies_are_returned_and_nothing_else(text, said):
    drawn = aside.courtesy(text, User(role=Role.REP))
    assert drawn is None if said is None else said in str(drawn)


def test_a_second_reading_stands_beside_an_answer():
    drawn = answer.blocks(FOUND | {"readings": ["deals of team West"]})
    assert [each["value"] for each in drawn[-1]["elements"]] == ["deals of team West"]
    assert "did you mean" in str(drawn[-2])


def test_a_reading_that_teaches_carries_what_it_teaches():
    lesson = {"reading": "lost deals", "phrase": "flopped", "meaning": "lost"}
    readings = {"readings": ["lost deals", "deals"], "lessons": [lesson]}
    assert "Did you mean" in str(answer.blocks(FOUND | {"abstained": True} | readings)[-2])
    taught, plain_one = answer.blocks(FOUND | {"abstained": True} | readings)[-1]["elements"]
    assert (taught["action_id"], json.loads(taught["value"])) == ("ask_learn:0", lesson)
    assert (plain_one["action_id"], plain_one["value"]) == ("ask_again:1", "deals")


def test_a_lesson_too_long_for_a_button_is_a_plain_question():
    lesson = {"reading": "deals " * 400, "phrase": "flopped", "meaning": "lost"}
    drawn = answer.blocks(FOUND | {"abstained": True, "readings": [lesson["reading"]], "lessons": [lesson]})
    assert drawn[-1]["elements"][0]["action_id"] == "ask_again:0"
