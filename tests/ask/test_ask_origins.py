"""Words by what they are made of, and the columns and tables that they then mean."""

from __future__ import annotations

import pytest

from crm.ask.language.lexicon import VERB, Sense
from crm.ask.record.origins import Origins, origin
from crm.ask.record.schema import FieldInfo, related_entity

FAMILIES = (
    "handle handled handler handling", "hire hired hiring hirer", "expire expired expiry expiration expiring",
    "deliver delivery delivered deliveries", "pay payment paid payer", "inspect inspection inspector inspected",
    "plan planned planning planner", "hear heard", "supply supplier supplied", "renew renewal renewed",
)  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_words_of_a_family_have_one_origin(family: str) -> None:
    assert len({origin(word) for word in family.split()}) == 1


def test_words_of_other_families_have_another() -> None:
    assert len({origin(word) for word in ("invoice", "inspect", "hire", "deliver", "delay", "price", "period")}) == 7


def column(label: str, entity: str = "hull_check", type_: str = "number") -> FieldInfo:
    return FieldInfo(entity, label.casefold().replace(" ", "_"), label, type_, core=False)


def test_the_one_column_of_that_origin_is_meant() -> None:
    origins = Origins([column("Inspection Result", type_="category")])
    assert origins.senses("inspected") == [Sense("field", "hull_check.inspection_result", weight=0.6)]


def test_where_columns_of_two_headers_share_an_origin_none_is_meant() -> None:
    assert not Origins([column("Delivery Fee"), column("Delivered On", type_="date")]).senses("deliveries")


def test_what_is_done_means_the_rows_of_the_one_table_called_so() -> None:
    origins = Origins([], {"hire_agreement": related_entity("hire_agreement", (), (), dated=True)})
    assert origins.senses("hired") == [Sense("entity", "hire_agreement", VERB, weight=0.7)]


def test_a_unit_is_the_one_column_that_is_told_in_it() -> None:
    origins = Origins([column("Min. on Site"), column("Can Size (L)"), column("Weight (kg)"), column("Load (kg)")])
    assert [sense.value for sense in origins.counted_in("minutes")] == ["hull_check.min._on_site"]
    assert [sense.value for sense in origins.counted_in("litres")] == ["hull_check.can_size_(l)"]
    assert not origins.counted_in("kilos")
