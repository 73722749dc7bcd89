"""Families of questions over a trade that no other set knows; the record is small enough to add up by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asking_gold
import law_firm
import pytest

from crm.ask.asker import Asker

Over = tuple[Asker, int]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Over:
    home: Path = tmp_path_factory.mktemp("firm")
    law_firm.write(home / "export")
    return asking_gold.asker_over(home / "export", home)


def rows(over: Over, question: str) -> list[list[Any]]:
    asker, tenant_id = over
    answer = asker.ask(tenant_id, question, user=None)
    assert not answer.abstained, (question, answer.answer)
    return answer.rows


def names(over: Over, question: str) -> set[str]:
    return {str(row[0]) for row in rows(over, question)}


def figure(over: Over, question: str) -> float:
    return float(rows(over, question)[0][0])


def groups(over: Over, question: str) -> dict[str, float]:
    return {str(row[0]): row[1] for row in rows(over, question)}


def test_people_of_the_team_go_by_the_trades_word(firm: Over) -> None:
    assert groups(firm, "net amount by fee earner") == {
        "Tom Egan": 4800, "Odile Karam": 3600, "Sanne Vries": 13100,
    }  # fmt: skip
    assert groups(firm, "net amount by fee earner office") == {"Bristol": 8400, "Cardiff": 13100}


def test_a_role_at_the_client_is_not_who_did_the_work(firm: Over) -> None:
    assert groups(firm, "net amount by relationship partner") == {"Odile Karam": 13600, "Sanne Vries": 7900}


def test_persons_are_those_who_did_it(firm: Over) -> None:
    assert groups(firm, "minutes of visits per person") == {"Sanne Vries": 135, "Tom Egan": 95, "Odile Karam": 10}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which clients have no active matter?", {"Kite Retail", "Vireo Solar"}),
        ("clients without a litigation matter", {"Kite Retail", "Vireo Solar"}),
        ("clients with no Tax matter on a fixed fee", {"Tern Energy", "Vireo Solar"}),
        ("which clients have a tax matter that was closed in October 2026?", {"Kite Retail"}),
        ("matters with a next review that has passed", {"M-101", "M-102", "M-103", "M-105", "M-106"}),
    ],
)
def test_rows_that_are_there_or_missing(firm: Over, question: str, expected: set[str]) -> None:
    found = rows(firm, question)
    assert expected in [{str(row[place]) for row in found} for place in range(len(found[0]))]


def test_the_date_a_state_speaks_of(firm: Over) -> None:
    assert figure(firm, "how many matters were completed in January 2026?") == 1
    assert figure(firm, "total net amount of invoices paid in January 2026") == 800
    assert figure(firm, "net amount of paid invoices (by payment date) in Q1 2026") == 2300


def test_months_of_another_date(firm: Over) -> None:
    asked = "number of matters by review month, January to February 2026"
    assert groups(firm, asked) == {"2026-01": 1, "2026-02": 1}


def test_a_share_has_its_base_in_a_state(firm: Over) -> None:
    assert figure(firm, "what share of closed matters was abandoned?") == pytest.approx(0.25)
    asked = "of all closed matters (completed or abandoned), what proportion was abandoned?"
    assert figure(firm, asked) == pytest.approx(0.25)
    assert figure(firm, "how many closed matters were abandoned?") == 1


def test_columns_are_multiplied(firm: Over) -> None:
    assert figure(firm, "total hours times hourly rate in October 2026") == 3400
    assert figure(firm, "hours multiplied by discount % of time recorded by Tom Egan") == pytest.approx(0.6)


def test_sums_stand_against_a_target(firm: Over) -> None:
    assert names(firm, "which fee earners have more net amount than their billing target?") == {"Sanne Vries"}
    assert names(firm, "fee earners below their billing target") == {"Odile Karam", "Tom Egan"}
    found = {row[0]: row[3] for row in rows(firm, "net amount against billing target per fee earner")}
    assert found["Odile Karam"] == pytest.approx(0.9)


def test_who_owes(firm: Over) -> None:
    assert rows(firm, "who owes us the most?")[0][:2] == ["Tern Energy", 5200]
    assert groups(firm, "how much does each client owe us?") == {"Tern Energy": 5200, "Marlow Shipping": 3600}
    assert names(firm, "invoices over 4000 that are still unpaid") == {"Tern Energy"}


def test_late_is_told_by_two_dates(firm: Over) -> None:
    assert figure(firm, "how many invoices were paid late?") == 2
    assert figure(firm, "what share of paid invoices was paid after the due date?") == pytest.approx(0.5)
    assert figure(firm, "when clients pay late, how many days late are they on average?") == pytest.approx(17.5)


def test_days_between_two_named_dates(firm: Over) -> None:
    assert figure(firm, "median days between invoice date and paid date") == pytest.approx(33)


def test_one_field_of_one_row(firm: Over) -> None:
    assert rows(firm, "what is the status of matter M-103")[0][-1] == "Abandoned"
    assert rows(firm, "what is the invoice number of the largest invoice by net amount?")[0][0] == "INV7"


def test_superlatives_over_related_tables(firm: Over) -> None:
    assert rows(firm, "which client has the most open matters?")[0][1] == 1
    assert rows(firm, "fee earner with the most hours in October 2026")[0][:2] == ["Odile Karam", 6]


def test_kinds_go_by_the_exports_own_words(firm: Over) -> None:
    assert groups(firm, "how many visits of each kind") == {"Call": 3, "Site visit": 2, "Workshop": 1}


def test_a_flag_is_told_by_its_value(firm: Over) -> None:
    assert figure(firm, "how many matters have Fixed Fee = Yes") == 3
    assert figure(firm, "how many matters with fixed fee = no") == 3


def test_averages_of_whole_matters(firm: Over) -> None:
    assert figure(firm, "average hours per matter") == pytest.approx(5.25)
    assert figure(firm, "what is an invoice worth on average?") == pytest.approx(21500 / 7)


@pytest.mark.parametrize(
    "question", ["what is the sum insured on the tax matters?", "how many tickets did Kite raise?"]
)
def test_what_the_firm_does_not_keep_is_declined(firm: Over, question: str) -> None:
    asker, tenant_id = firm
    assert asker.ask(tenant_id, question, user=None).abstained
