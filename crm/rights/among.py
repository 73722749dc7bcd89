"""`column IN (a list of any length)` as one parameter, in the way of each database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Boolean, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Text


class Among(FunctionElement[bool]):
    """Whether an id is in a JSON list of ids."""

    type = Boolean()
    name = "among"
    inherit_cache = True

    def __init__(self, column: Any, listed: BindParameter[str]) -> None:
        super().__init__(column, listed)


def _parts(element: Among, compiler: SQLCompiler, **kw: Any) -> tuple[str, str]:
    column, listed = element.clauses
    return compiler.process(column, **kw), compiler.process(listed, **kw)


@compiles(Among, "sqlite")
def _on_sqlite(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = _parts(element, compiler, **kw)
    return f"({column} IN (SELECT value FROM json_each({listed})))"


@compiles(Among, "postgresql")
def _on_postgresql(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = element.clauses
    said = compiler.process(cast(listed, Text), **kw)
    inside = f"string_to_array(translate({said}, '[]', ''), ',')"
    return f"({compiler.process(column, **kw)} = ANY (CAST({inside} AS BIGINT[])))"


@compiles(Among, "mysql")
@compiles(Among, "mariadb")
def _on_mariadb(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = _parts(element, compiler, **kw)
    return (
        f"({column} IN (SELECT listed_.id FROM JSON_TABLE({listed}, '$[*]' COLUMNS (id BIGINT PATH '$')) AS listed_))"
    )
