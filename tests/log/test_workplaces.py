"""People of a further client who go by a first name and by what their company is, and what is meant by nobody's."""

from datetime import UTC, datetime

import pytest

from benchmarks.logging_calls import gold_context, wording
from crm.log.reader import Reader

NOW = datetime(2029, 11, 20, 14, 10, tzinfo=UTC)


def _read(text):
    return Reader(gold_context(NOW, "Wanda Kasprzyk", "record_twentyfirst.json"), wording()).read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Drakensberg is happy, Riaan Venter phoned. Still nothing from Pravin at the mall, chasing him Thursday",
        "Riaan Venter phoned, all good at the lodges. Heard from Pravin over at the mall: he pays Thursday",
        "Met Riaan Venter of Drakensberg. Then Lerato from the mall rang, she wants a quote by Thursday",
    ],
)
def test_somebody_of_the_mall_is_at_the_mall(text):
    assert {proposal.account for proposal in _read(text)} == {"Drakensberg Lodge Group", "Umhlanga Mall"}
    assert all(proposal.account_id for proposal in _read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Drakensberg: Riaan Venter phoned. Still nothing from Pravin, chasing him Thursday",
        "Drakensberg: met Riaan with Pravin from the fence firm, they measure on Thursday",
    ],
)
def test_a_first_name_of_the_record_is_no_new_company(text):
    assert [proposal.account for proposal in _read(text)] == ["Drakensberg Lodge Group"]


@pytest.mark.parametrize("nothing", ["Still nothing from Pravin", "No reply from Pravin", "No news from Pravin"])
def test_who_chases_is_the_author(nothing):
    ((step,),) = (proposal.next_steps for proposal in _read(f"{nothing}, chasing him Thursday"))
    assert step.owner == "Wanda Kasprzyk"


@pytest.mark.parametrize(
    "text", ["Redding. 112 degrees. Send help or a Slurpee", "Sierra Precast yard, 41 degrees in the shade. Send beer"]
)
def test_heat_is_nothing_to_log(text):
    assert [proposal.kind for proposal in _read(text)] == ["none"]


def test_degrees_of_a_machine_are():
    (proposal,) = _read("Redding wants the crane to work at 40 degrees. Send a quote by Friday")
    assert (proposal.kind, proposal.account) == ("note", "Redding Steel Erectors")
