"""The form that a language model fills in place of a plan: nothing but fields, values, names, periods and numbers
that this record and this question have can be written into it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from crm.ask.modelling.choices import Choices
from crm.ask.modelling.form_fields import Fields
from crm.ask.plan import Grain

COMPARE = ("gt", "ge", "lt", "le", "eq", "between")
KINDS = ("sum", "avg", "median", "min", "max", "count_distinct")
MEANINGS = ("count", *KINDS, "win_rate", "loss_rate", "share", "group", "order", "absence", "asking", "unknown")
MOST = 4  # of anything in a list

Compare = Literal["gt", "ge", "lt", "le", "eq", "between"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Demand(Part):
    """One condition: exactly one of `name`, `values`, `said`, `numbers`, `holds`, `filled` says of what sort."""

    field: str | None = None
    name: str | None = None
    values: list[str] | None = None
    said: str | None = None
    compare: Compare | None = None
    numbers: list[float] | None = None
    holds: bool | None = None
    filled: bool | None = None
    negated: bool = Field(default=False, alias="not")


class Figure(Part):
    kind: Literal["count", "sum", "avg", "median", "min", "max", "count_distinct", "win_rate", "loss_rate", "share"]
    field: str | None = None
    where: list[Demand] = Field(default_factory=list)


class By(Part):
    field: str
    grain: Grain | None = None


class When(Part):
    period: str
    date: str | None = None


class Hangs(Part):
    entity: str
    absent: bool = False
    filters: list[Demand] = Field(default_factory=list)
    periods: list[str] = Field(default_factory=list)


class Least(Part):
    compare: Compare
    numbers: list[float]


class Form(Part):
    """`words` says what each word means that the rules do not know."""

    words: dict[str, str] = Field(default_factory=dict)
    rows: str
    measures: list[Figure] = Field(default_factory=list)
    group_by: list[By] = Field(default_factory=list)
    filters: list[Demand] = Field(default_factory=list)
    has: list[Hangs] = Field(default_factory=list)
    periods: list[When] = Field(default_factory=list)
    compare_periods: bool = False
    having: list[Least] = Field(default_factory=list)
    order: Literal["highest", "lowest", "none"] = "none"
    order_field: str | None = None
    limit: int | None = None
    columns: list[str] = Field(default_factory=list)


def schema(fields: Fields, choices: Choices) -> dict[str, Any]:
    """The JSON schema of the form for one question."""
    entity = {"enum": fields.entities}
    tests = _list({"anyOf": _tests(fields, choices)})
    meaning = {"enum": [*fields.entities, *fields.all, *MEANINGS]}
    properties: dict[str, Any] = {}
    if choices.unknown:
        properties["words"] = _object({word: {"$ref": "#/$defs/meaning"} for word in choices.unknown})
    properties |= {
        "rows": entity,
        "measures": _list({"anyOf": _figures(fields)}),
        "group_by": _list({"anyOf": _groups(fields)}),
        "filters": {"$ref": "#/$defs/tests"},
    }
    hangs: dict[str, Any] = {"entity": entity, "absent": {"type": "boolean"}, "filters": {"$ref": "#/$defs/tests"}}
    if choices.periods:
        periods = {"enum": list(choices.periods)}
        hangs["periods"] = _list(periods)
        when = _object({"period": periods, "date": {"enum": fields.dates}}, needed=["period"])
        properties |= {"periods": _list(when), "compare_periods": {"type": "boolean"}}
    properties["has"] = _list(_object(hangs, needed=["entity", "absent"]))
    if choices.numbers:
        properties["having"] = _list(_object({"compare": {"enum": list(COMPARE)}, "numbers": _numbers(choices)}))
    limits = [1, *(int(number) for number in choices.numbers if number == int(number) and 1 <= number <= 1000)]
    properties |= {
        "order": {"enum": ["highest", "lowest", "none"]},
        "order_field": {"enum": [*fields.compared, *fields.dates]},
        "limit": {"enum": list(dict.fromkeys(limits))},
        "columns": _list({"$ref": "#/$defs/field"}),
    }
    needed: list[str] = [
        name for name in ("words", "rows", "measures", "group_by", "filters", "order") if name in properties
    ]
    defs = {"meaning": meaning, "tests": tests, "field": {"enum": fields.all}}
    return {**_object(properties, needed=needed), "$defs": defs}


def _tests(fields: Fields, choices: Choices) -> list[dict[str, Any]]:
    negated = {"not": {"type": "boolean"}}
    found = [
        _object({"field": {"const": ref}, "values": _list({"enum": list(values)}, least=1), **negated}, ["not"])
        for ref, values in fields.values.items()
    ]
    if choices.names:
        found.insert(0, _object({"name": {"enum": list(choices.names)}, **negated}, ["not"]))
    if fields.open:
        words = {"type": "string", "maxLength": 80}
        found.append(_object({"field": {"enum": fields.open}, "said": words, **negated}, ["not"]))
    if choices.numbers:
        compare = {"enum": list(COMPARE)}
        found.append(_object({"field": {"enum": fields.compared}, "compare": compare, "numbers": _numbers(choices)}))
    if fields.flags:
        found.append(_object({"field": {"enum": fields.flags}, "holds": {"type": "boolean"}}))
    return [*found, _object({"field": {"$ref": "#/$defs/field"}, "filled": {"type": "boolean"}})]


def _figures(fields: Fields) -> list[dict[str, Any]]:
    found = [_object({"kind": {"const": "count"}}), _object({"kind": {"const": "share"}, "where": _ref("tests")})]
    if fields.measured:
        found.append(_object({"kind": {"enum": list(KINDS[:-1])}, "field": {"enum": fields.measured}}))
    found.append(_object({"kind": {"const": "count_distinct"}, "field": _ref("field")}))
    if "deal" in fields.entities:
        found.append(_object({"kind": {"enum": ["win_rate", "loss_rate"]}}))
    return found


def _groups(fields: Fields) -> list[dict[str, Any]]:
    found = [_object({"field": {"enum": fields.grouped}})]
    if fields.dates:
        grains = {"enum": ["day", "month", "quarter", "year"]}
        found.append(_object({"field": {"enum": fields.dates}, "grain": grains}))
    return found


def _numbers(choices: Choices) -> dict[str, Any]:
    plain = [int(number) if number == int(number) else number for number in choices.numbers]
    return {"type": "array", "items": {"enum": plain}, "minItems": 1, "maxItems": 2}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least, "maxItems": MOST}


def _object(
    properties: dict[str, Any], optional: list[str] | None = None, *, needed: list[str] | None = None
) -> dict[str, Any]:
    required = needed if needed is not None else [name for name in properties if name not in (optional or [])]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
