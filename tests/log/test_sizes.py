"""What a deal comes to and how far along it is, as people of many countries put it."""

from __future__ import annotations

from datetime import datetime

import pytest

from benchmarks.logging_calls import gold_context
from crm.log.amounts import deal_size
from crm.log.proposal import DealProposal
from crm.log.reader import Reader

NOW = datetime.fromisoformat("2027-06-16T10:00:00+00:00")


def _deal(text: str) -> DealProposal:
    deal = Reader(gold_context(NOW, "Hina Qureshi", "record_fifteenth.json")).read(text)[0].deal
    return deal or DealProposal()


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("Aurora clinic: Renata called, 26,8 mil euros.", 26_800, "EUR"),
        ("Bajío: Lety called, about 190 mil dólares.", 190_000, "USD"),
        ("Umgeni: Sipho signed at R4.2m ex VAT.", 4_200_000, "ZAR"),
        ("Bajka: called Agnieszka, 84 tys. zł with the desk.", 84_000, "PLN"),
        ("Konkan: PO of Rs 27,50,000 received from Asha.", 2_750_000, "INR"),
        ("Glenforsa: Iain called, wants batteries, so we land on 71 500.", 71_500, "EUR"),
        ("Elkhorn: Tyler called, wanted 10% off 33.5k, we met at 31,900.", 31_900, "EUR"),
        ("Elkhorn ordered, 31825, Tyler called.", 31_825, "EUR"),  # near to what the record has
        ("Cwmtawe at 71.2, Geraint rang.", 71_200, "EUR"),
        ("Eemwijk: Pim called, budget went from 44 to 51 thousand.", 51_000, "EUR"),
        ("Carmes: called Antoine, 57k5 is fine.", 57_500, "EUR"),
        ("Konkan: Rs. 27,50,000/- plus tax, Sudhir called.", 2_750_000, "INR"),
        ("Sahyadri: 1 crore 20 lakhs, Prakash called.", 12_000_000, "EUR"),
    ],
)
def test_an_amount_is_read_as_its_writer_counts(text: str, amount: float, currency: str) -> None:
    deal = _deal(text)

    assert (deal.amount, deal.currency) == (amount, currency)


@pytest.mark.parametrize(
    "text",
    [
        "Called Selin at Marmara, Egesun offered her 44 thousand.",
        "We lost Glenforsa by nine thousand, Iain called.",
        "Kaarna: called Ville, wants 30 panels at €410 each.",
        "Call with Craig at Yarra, invoice 20341 is unpaid.",
        "Called Dana at Catskill, order no 45 120 is late.",
    ],
)
def test_what_is_no_size_of_ours_is_no_amount(text: str) -> None:
    assert _deal(text).amount is None


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Houille: Gilles ordered this morning, PO follows.", "Ordered"),
        ("Erlauf hat bestellt, Herr Stockinger called.", "Ordered"),
        ("Elkhorn = ordered, Tyler called.", "Ordered"),
        ("Traunau called, leider verloren.", "Lost"),
        ("Foyle: Roisin called, they are giving it to Stagecraft.", "Lost"),
        ("Pennard called, they are going for the Belmont chairs.", "Lost"),
        ("Hoshikawa: oral approval from Mori-san today.", "Verbal Yes"),
        ("Bergvik: called Anders, no answer for months, I park it.", "On Hold"),
        ("Šumarak: Milica called, back to square one.", "Lead"),
        ("Zawada: Halina called, not on hold anymore, put it to Quoted.", "Quoted"),
        ("Alonia: Eleni called, ha firmato.", "Ordered"),
        ("Koru to on hold, Ngaire called.", "On Hold"),
        ("Lakeshore: Randy ordered coffee for us all.", None),
        ("Kaarna not ordered yet, Ville called.", None),
        ("Volta: Akosua gave it to her boss.", None),
    ],
)
def test_a_stage_is_told_in_many_words(text: str, stage: str | None) -> None:
    assert _deal(text).stage == stage


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the big kiln is priced at twelve thousand four hundred and sixty", 12460),
        ("quoted him fourteen thousand eight hundred and seventy five for the mower", 14875),
        ("the bench is one thousand and eighty euro", 1080), ("one point two million for the lot", 1_200_000),
        ("it was two thousand one hundred and five pounds in the end", 2105), ("came to eight hundred and fifty euros", 850),
        ("deal at nineteen nine fifty", 19950), ("Agreed £18,250, £2k of it upfront", 18250),
        ("Agreed 18,250 with 5,000 down", 18250), ("Their budget is 30k, our quote is 34,800", 34800),
    ],
)  # fmt: skip
def test_sizes_said_to_the_end(text: str, value: float) -> None:
    size = deal_size(text)
    assert size is not None
    assert size.value == value


@pytest.mark.parametrize(
    "text", ["he has twelve thousand hens and fifty ducks", "ten thousand two hundred kilos a season"]
)
def test_counts_said_to_the_end_are_no_sizes(text: str) -> None:
    assert deal_size(text) is None
