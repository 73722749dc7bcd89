"""Who was in touch with whom, in many wordings, over the sample company; golds by pandas."""

from __future__ import annotations

import pytest
from asking_gold import asker_over, right, top
from sample_frames import names, sample
from work_talk_parts import first_day, last_day, people, sent, speaking_of, talk, took_part


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    asker, tenant_id = asker_over(sample().folder, tmp_path_factory.mktemp("exchanges"))
    return lambda text: asker.ask(tenant_id, text, user=None)


def _calls_out(n):
    return len(talk(n, "call", account="Pinecrest Foods", direction="out"))


def _silent(n):
    latest = n.i.groupby("account").date.max()
    return set(latest[latest < "2026-09-20"].index)


GOLDS = [
    ("how many times did we ring Pinecrest Foods?", _calls_out),
    ("number of calls we made to Pinecrest Foods", _calls_out),
    ("How often have we phoned Pinecrest Foods", _calls_out),
    (
        "calls from Pinecrest Foods, how many?",
        lambda n: len(talk(n, "call", account="Pinecrest Foods", direction="in")),
    ),
    (
        "how many e-mails did Globex send us this year",
        lambda n: len(talk(n, "email", "2026", account="Globex", direction="in")),
    ),
    (
        "Which contact wrote us the most mails?",
        lambda n: top(people(n, talk(n, "email", direction="in")["from"]).value_counts()),
    ),
    (
        "who at Kittering Toys e-mails us most often",
        lambda n: top(people(n, talk(n, "email", account="Kittering Toys", direction="in")["from"]).value_counts()),
    ),
    (
        "when did Hank Sorrell last ring us",
        lambda n: last_day(sent(n, talk(n, "call", direction="in"), "Hank Sorrell")),
    ),
    (
        "last time we sat down with April Soames?",
        lambda n: last_day(took_part(n, talk(n, "meeting"), "April Soames")),
    ),
    ("when was our very first meeting with Acme", lambda n: first_day(talk(n, "meeting", account="Acme"))),
    (
        "which companies did we meet in person in October 2026",
        lambda n: names(talk(n, "meeting", "2026-10", "2026-11"), "account"),
    ),
    (
        "how many different people at Ridgeback Tools have written us an e-mail",
        lambda n: talk(n, "email", account="Ridgeback Tools", direction="in")["from"].nunique(),
    ),
    ("which accounts have we not heard from or spoken to for over two months", _silent),
    ("Accounts that have been silent for more than 2 months, no contact whatsoever", _silent),
    ("how many tickets mention VAT", lambda n: len(speaking_of(talk(n, "ticket"), r"\bVAT\b"))),
    ("when did Binwise last come up", lambda n: last_day(speaking_of(n.i, "Binwise"))),
    (
        "tickets per customer tier this year",
        lambda n: talk(n, "ticket", "2026").groupby("tier").size().to_dict(),
    ),
    ("did Curtis Jessop ever ring us?", lambda n: bool(len(sent(n, talk(n, "call", direction="in"), "Curtis Jessop")))),
    (
        "when must Marcus visit Rookhope Mining",
        lambda n: str(
            n.t[n.t.open & n.t.task.str.startswith("Visit") & (n.t.account == "Rookhope Mining")]["due date"]
            .iloc[0]
            .date()
        ),
    ),
    (
        "who is supposed to set up the demo for Kwame?",
        lambda n: names(n.t[n.t.open & n.t.task.str.contains("demo for Kwame")], "owner"),
    ),
    (
        "has Noah finished all his to-dos for Globex",
        lambda n: n.t[n.t.open & (n.t.owner == "Noah Adeyemi") & (n.t.account == "Globex")].empty,
    ),
]


@pytest.mark.parametrize(("question", "gold"), GOLDS, ids=[question for question, _ in GOLDS])
def test_a_wording_is_answered(ask, question, gold):
    answer = ask(question)
    assert right(gold(sample()), answer), (answer.understood, answer.rows[:5], answer.answer)


@pytest.mark.parametrize(
    "question",
    [
        "which tasks are about bananas?",
        "how long did our calls with Acme last on average",
        "which of our mails did Globex open",
        "how many mails did Harriet Lomax send us",
        "who will call us next",
    ],
)
def test_what_the_record_does_not_hold_is_declined(ask, question):
    assert ask(question).abstained
