"""Companies called by a part of their name that others may share, and people of a second client named without it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm.log.context import Context, KnownDeal
from crm.log.proposal import Proposal
from crm.log.reader import Reader
from crm.mentions import Mentions
from crm.model import Outcome
from crm.nameindex import Known

NOW = datetime(2033, 5, 11, 10, tzinfo=UTC)  # a Wednesday
CLIENTS = {  # company: who works there, and the deal with it
    "Heron Quay Marina": ("Iwan Pugh", "Heron pontoons"),
    "Blue Heron Dental": ("Sabine Koch", "Blue Heron chairs"),
    "Maple Bakery": ("Tessa Lund", "Maple ovens"),
    "Maplewood Nurseries": ("Ines Prado", "Maplewood tunnels"),
    "Upper Tarn Sawmill": ("Joss Hale", "Tarn band saw"),
    "Kestrel Brewing": ("Mads Friis", "Kestrel kegs"),
}
NAMES = dict(enumerate(CLIENTS, 1))


def _rows() -> list[Known]:
    rows: list[Known] = []
    for number, (name, (person, deal)) in enumerate(CLIENTS.items(), 1):
        rows += [Known("account", number, name, number), Known("contact", number, person, number)]
        rows.append(Known("deal", number, deal, number))
    return rows


def _read(text: str, own: frozenset[int] = frozenset()) -> list[Proposal]:
    def deals(account: int) -> list[KnownDeal]:
        return [KnownDeal(account, CLIENTS[NAMES[account]][1], account, "Quoted", Outcome.OPEN, amount=12000)]

    mentions = Mentions.of(_rows())
    context = Context(now=NOW, mentions=mentions, deals_of=deals, account_name=NAMES.get, author="Pia Holm", own=own)
    return Reader(context).read(text)


@pytest.mark.parametrize("text", ["Heron rang, they want a quote by Friday", "Maple called, price list by Friday"])
def test_what_two_names_hold_is_asked_about(text: str) -> None:
    (proposal,) = _read(text)
    assert (proposal.account, "account" in proposal.missing) == (None, True)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Heron rang, Sabine Koch wants a quote by Friday", "Blue Heron Dental"),
        ("Heron Quay Marina rang. Heron want a quote by Friday", "Heron Quay Marina"),
        ("Heron rang about the Blue Heron chairs, quote by Friday", "Blue Heron Dental"),
        ("Maplewood called, price list by Friday", "Maplewood Nurseries"),
        ("Kestrel called, price list by Friday", "Kestrel Brewing"),
    ],
)
def test_who_else_is_named_tells_which(text: str, account: str) -> None:
    assert [proposal.account for proposal in _read(text)] == [account]


def test_the_authors_own_client_is_meant_first() -> None:
    assert _read("Heron rang, they want a quote by Friday", frozenset({2}))[0].account == "Blue Heron Dental"


def test_a_company_is_called_what_its_deals_are_headed_with() -> None:
    assert _read("Tarn has paid the deposit. Drawings on Friday")[0].account == "Upper Tarn Sawmill"


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("Rang Mads Friis, he takes the kegs. Maple Bakery: Tessa wants the oven by Friday", ["Kestrel Brewing", "Maple Bakery"]),
        ("Called Tessa at Maple Bakery about the oven. Mads Friis plays in her band", ["Maple Bakery"]),
        ("Called Tessa at Maple Bakery, whom Mads Friis sent to us", ["Maple Bakery"]),
    ],
)  # fmt: skip
def test_somebody_told_of_in_a_sentence_of_their_own(text: str, accounts: list[str]) -> None:
    assert [proposal.account for proposal in _read(text)] == accounts
