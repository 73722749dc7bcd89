"""What colleagues do, sizes and stages by idiom, names cut short and mail sent on, in sentences of no set."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from benchmarks.logging_calls import gold_context
from crm.log.amounts import deal_size
from crm.log.proposal import Proposal
from crm.log.reader import Reader
from crm.mentions import Mentions
from crm.nameindex import Known

NOW = datetime(2028, 2, 16, 15, tzinfo=UTC)  # a Wednesday
FRIDAY = date(2028, 2, 18)


def _read(text: str, author: str = "Gemma Stott") -> Proposal:
    return Reader(gold_context(NOW, author, "record_sixteenth.json")).read(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Visited Holmwerft. Cormac schickt das Datenblatt bis Freitag.", "Visited Holmwerft. Cormac envía la oferta el viernes.",
        "Visited Holmwerft. Cormac prepara il preventivo entro venerdì.", "Visited Holmwerft. Cormac skickar ritningen senast fredag.",
        "Visited Holmwerft. Cormac books the crane before Friday.",
    ],
)  # fmt: skip
def test_a_colleague_does_it_in_any_language(text):
    assert [(step.due, step.owner) for step in _read(text).next_steps] == [(FRIDAY, "Cormac Lally")]


@pytest.mark.parametrize(
    "text",
    ["Visited Holmwerft. Cormac ist bis Freitag weg.", "Visited Holmwerft. Cormac works until Friday.", "Visited Holmwerft. Cormac quiere vacaciones el viernes."],
)  # fmt: skip
def test_what_a_colleague_wishes_or_is_belongs_to_nobody(text):
    assert all(step.owner != "Cormac Lally" for step in _read(text).next_steps)


def test_a_client_who_buys_owns_no_step():
    assert _read("Sabine Clausen rang, she'll take the lot at 20k.").next_steps == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("quoted 21 and a half thousand", 21_500), ("she goes to thirty thousand one hundred, sorry, three hundred", 30_300),
        ("they need 3 million caps, new offer 61.000 eur", 61_000), ("Adds 9 grand so total's 140k", 140_000), ("Rs 12.5L for the pumps, GST extra", 1_250_000),
        ("final at 2 cr", 2e7), ("60k stands", 60_000), ("offer of 45k plus freight", 45_000),
    ],
)  # fmt: skip
def test_which_number_is_the_money(text, value):
    size = deal_size(text, "EUR")
    assert size is not None
    assert size.value == value


@pytest.mark.parametrize("text", ["a tank of 16.5L", "they make 2 million caps"])
def test_what_is_counted_is_no_money(text):
    assert deal_size(text, "EUR") is None


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Holmwerft went for it! PO is in my inbox", "Won"), ("the Holmwerft order has arrived", "Won"), ("Holmwerft: passamos a Negotiating", "Negotiating"),
        ("Holmwerft am pierdut", "Dropped"), ("Holmwerft order is here to stay as a topic", None), ("Holmwerft might have gone for it", None),
    ],
)  # fmt: skip
def test_stages_by_idiom(text, stage):
    deal = _read(text).deal
    assert (deal.stage if deal else None) == stage


def test_a_company_goes_by_the_end_of_its_name_where_one_alone_bears_it():
    names = ["Baltic Sun Cruises", "Nordic Silver Bakers", "Alpine Silver Bakers", "Rhein Energy Services"]
    mentions = Mentions.of([Known("account", n, name, n) for n, name in enumerate(names, 1)])

    def found(text: str) -> list[int]:
        return [each.id for each in mentions.find(text, ends=True) if each.entity == "account"]

    assert found("called Sun Cruises about the deck") == [1]
    assert found("called Silver Bakers about the oven") == [0]  # two bear it
    assert found("We sell energy services, and they like sun cruises") == []


def test_weekdays_cut_short_are_nobody():
    assert "Mon" not in _read("Met Holmwerft. Cormac sends it to Mon, sorry Tue").contacts


def test_a_title_is_part_of_no_name():
    assert _read("Holmwerft, met their surveyor Eng. Paula Brandt today.").contacts == ["Paula Brandt"]


def test_a_new_company_before_its_people():
    proposal = _read("Met a new bakery at the fair, Oatfield Hearth, lady named Moira Dunnet. Quote by Friday")
    assert (proposal.account, proposal.contacts) == ("Oatfield Hearth", ["Moira Dunnet"])


SENT_ON = "{above}\n\n-----Original Message-----\nFrom: Sabine Clausen <sabine.clausen@holmwerft.example>\nSent: Monday, 14 February 2028 11:02\nTo: {to}\nSubject: Paint\n\nHello,\nplease send the colour card by Friday.\nRegards\nS. Clausen"


def test_mail_sent_on_with_a_word_about_it_is_logged():
    proposal = _read(SENT_ON.format(above="fyi, they want the card", to="Gemma Stott"))
    assert (proposal.kind, proposal.account) == ("email", "Holmwerft")
    assert [step.due for step in proposal.next_steps] == [FRIDAY]


def test_of_an_answer_only_the_answer_is_logged():
    text = SENT_ON.format(above="Dear Sabine,\nthank you, the card follows.\nBest regards\nGemma", to="Gemma Stott")
    assert [step.due for step in _read(text).next_steps if step.due] == []
