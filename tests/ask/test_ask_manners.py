"""Manners of putting a question: which of two, a figure in a sentence of its own, groups of the client's columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import asking_gold
import pytest
from asking_sets import folder_of, frames_of

from crm.ask.answer import Answer

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ask]:
    @cache
    def over(data: str) -> Ask:
        asker, tenant_id = asking_gold.asker_over(folder_of(data), tmp_path_factory.mktemp(data))
        return lambda text: asker.ask(tenant_id, text, user=None)

    return over


@pytest.fixture(scope="module")
def sold(ask: Callable[[str], Ask]) -> Ask:
    return ask("maventech")


@pytest.fixture(scope="module")
def worked(ask: Callable[[str], Ask]) -> Ask:
    return ask("sample")


def deals():
    return frames_of("maventech").w


@pytest.mark.parametrize(
    "text",
    [
        "Boris Faz or Reed Clapper: who has won more deals in 2017?",
        "Boris Faz or Reed Clapper - which of them has won the larger number of deals in 2017?",
    ],
)
def test_of_two_the_one_is_told(sold: Ask, text: str) -> None:
    w = deals()[deals().close_date.dt.year == 2017].sales_agent.value_counts()
    best = "Boris Faz" if w["Boris Faz"] > w["Reed Clapper"] else "Reed Clapper"
    answer = sold(text)
    assert [row[0] for row in answer.rows] == [best]


@pytest.mark.parametrize(
    "text", ["Who has purchased the GTK 500 more than once?", "Which customers bought the GTK 500 twice or more?"]
)
def test_how_often_is_no_sum_of_money(sold: Ask, text: str) -> None:
    often = deals()[deals()["product"] == "GTK 500"].account.value_counts()
    answer = sold(text)
    assert {row[0] for row in answer.rows} == set(often[often > 1].index)


def test_a_product_brings_an_average(sold: Ask) -> None:
    of = deals()[(deals()["product"] == "GTX Basic") & (deals().close_date.dt.month.isin([7, 8]))]
    answer = sold("What does a GTX Basic bring us on average in the deals won in July and August 2017?")
    assert answer.rows[0][0] == pytest.approx(of.close_value.mean(), abs=0.01)


@pytest.mark.parametrize("text", ["Isdom - which reps sold anything there?", "which reps have won something at Isdom"])
def test_whoever_won_there(sold: Ask, text: str) -> None:
    assert {row[0] for row in sold(text).rows} == set(deals()[deals().account == "Isdom"].sales_agent)


@pytest.mark.parametrize(
    "text", ["Won deals of Q3 2017, sector wise", "number of won deals in Q3 2017, split by sector of the customer"]
)
def test_groups_of_the_clients_columns(sold: Ask, text: str) -> None:
    of = deals()[deals().close_date.dt.quarter == 3].groupby("sector").size()
    answer = sold(text)
    assert {row[0]: row[-1] for row in answer.rows} == of.to_dict()


def test_the_smallest_deal_by_its_money(sold: Ask) -> None:
    answer = sold("How much was the smallest deal won by Boris Faz?")
    assert answer.rows[0][0] == deals()[deals().sales_agent == "Boris Faz"].close_value.min()


def test_each_of_a_managers_agents(sold: Ask) -> None:
    closed = frames_of("maventech").c
    answer = sold("win rate of each of Melvin Marxen's agents")
    assert {row[0] for row in answer.rows} == set(closed[closed.manager == "Melvin Marxen"].sales_agent)


def test_an_average_in_a_sentence_of_its_own(worked: Ask) -> None:
    n = frames_of("sample")
    answer = worked("How big were the deals we lost this year? The average will do.")
    assert answer.abstained or answer.rows[0][0] == pytest.approx(
        n.l[n.l["close date"].dt.year == 2026].amount.mean(), abs=0.01
    )


def test_what_a_client_pays_a_month(worked: Ask) -> None:
    answer = worked("how much does Kittering Toys pay us a month, all their subscriptions together?")
    assert answer.rows == worked("total mrr of active subscriptions of Kittering Toys").rows


def test_a_date_of_open_deals_lies_ahead(worked: Ask) -> None:
    answer = worked("open deals of Sofia Carranza with a close date before 15 December")
    assert answer.rows
    assert answer.rows == worked("open deals of Sofia Carranza closing before 15 December 2026").rows


def test_paid_and_unpaid_together_is_no_condition(worked: Ask) -> None:
    asked = "Which customer was invoiced the highest total amount in 2026"
    assert worked(f"{asked}, paid and unpaid alike?").rows == worked(f"{asked}?").rows


def test_a_theme_of_several_words_that_nobody_used_is_no_no(worked: Ask) -> None:
    assert worked("Did Ruud Verstraete enjoy the workshop session on pricing?").abstained


def test_ones_after_what_is_shared_are_the_same_rows(worked):
    deals = frames_of("sample").w
    renewals = (deals.type == "Renewal").sum() / len(deals)
    for noun in ("ones", "cases"):
        answer = worked(f"what share of won deals are renewal {noun}?")
        assert asking_gold.right(renewals, answer), answer.understood
