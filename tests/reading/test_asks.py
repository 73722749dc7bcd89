from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.reading.asks import probability
from crm.reading.sentences import sentences
from crm.reading.steps import Scene, find_steps

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)  # a Friday


def steps_of(
    text: str, *names: str
) -> tuple[list[tuple[str | None, date | None]], list[tuple[str | None, date | None]]]:
    steps = find_steps(text, NOW, Scene.of(text, names))
    return [(one.owner, one.due) for one in steps.asks], [(one.owner, one.due) for one in steps.commitments]


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("Could you send the revised quote by Tuesday?", "you", date(2026, 11, 24)),
        ("Please review the attached draft before December 1.", "you", date(2026, 11, 30)),
        ("pls confirm the seats", "you", None),
        ("Can we set up a demo next week?", "we", date(2026, 11, 23)),
        ("The client asked for a discount.", "we", None),
        ("She asked us to extend the pilot until December 15.", "we", date(2026, 12, 14)),
        ("They want a security questionnaire filled in.", "we", None),
        ("I need you to chase finance.", "you", None),
        ("Would you mind forwarding the invoice?", "you", None),
        ("Tom, could you update the forecast?", "Tom", None),
        ("I asked Priya to prepare the deck by Monday.", "Priya", date(2026, 11, 23)),
        ("Also, send me the signed order form.", "you", None),
        ("Let me know whether Thursday suits.", "you", date(2026, 11, 26)),
    ],
)
def test_asks(text: str, owner: str, due: date | None) -> None:
    asks, commitments = steps_of(text)
    assert [one[0] for one in asks] == [owner]
    assert due is None or abs((asks[0][1] - due).days) <= 1 if asks[0][1] else due is None
    assert not commitments


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("I'll send the contract tomorrow.", "I", date(2026, 11, 21)),
        ("We will deliver the migration plan by December 4.", "we", date(2026, 12, 4)),
        ("Will share pricing Monday", "I", date(2026, 11, 23)),
        ("Marta is going to introduce us to procurement.", "Marta", None),
        ("He promised to sign by Wednesday.", "he", date(2026, 11, 25)),
        ("Next steps: Omar to prepare the statement of work", "Omar", None),
        ("Their legal team will review the redlines.", "Their legal team", None),
        ("Lena agreed to pay the invoice.", "Lena", None),
    ],
)
def test_commitments(text: str, owner: str, due: date | None) -> None:
    _, commitments = steps_of(text)
    assert commitments == [(owner, due)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "The demo went well and they liked the dashboard.",
        "They renewed for three years.",
        "I will not send it.",
        "The price will be higher.",
        "It will rain.",
        "We won the deal.",
        "Please do not hesitate to contact our office.",
        "Usage fell by 12% in October.",
        "|---|---|" * 300,
        "\x00\ud800",
    ],
)
def test_neither(text: str) -> None:
    assert steps_of(text) == ([], [])


def test_a_sentence_may_promise_and_ask() -> None:
    asks, commitments = steps_of("I'll draft the agreement by Monday, and could you check clause 4?")
    assert asks == [("you", None)]
    assert commitments == [("I", date(2026, 11, 23))]


def test_a_letter_tells_who_is_who() -> None:
    text = "Hi Tom,\n\nCan you send the contract?\nI'll get it signed.\n\nBest regards,\nAnna Keller\nAcme\n"
    asks, commitments = steps_of(text, "Tom Reed", "Anna Keller")
    assert asks == [("Tom Reed", None)]
    assert commitments == [("Anna Keller", None)]


def test_quoted_history_is_not_read_again() -> None:
    text = "Thanks.\n\n> Can you send the contract?\n\nOn Mon, Nov 16, 2026 at 9:00 Tom wrote:\nPlease call me back."
    assert steps_of(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Met Mr. Low at 3 p.m. today. Good.", ["Met Mr. Low at 3 p.m. today.", "Good."]),
        ("- first\n- second\n* third", ["first", "second", "third"]),
        ("a line that is\nwrapped here", ["a line that is wrapped here"]),
        ("Price is 3.5 million", ["Price is 3.5 million"]),
        ("1. one\n2) two", ["one", "two"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_fitted_words_lean_the_right_way() -> None:
    assert probability("Could you please send me the file?") > 0.9
    assert probability("I do not have the address.") < 0.3
