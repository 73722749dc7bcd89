"""The file with which an admin overrules what the import inferred."""

from __future__ import annotations

import json
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.export.words import ENTITIES, synonyms
from crm.errors import RejectedError

IGNORE, ATTRIBUTE = "ignore", "attribute"
ALIASES = {
    "id": "external_id", "account": "account_id", "contact": "contact_id", "deal": "deal_id", "product": "product_id",
    "owner": "owner_id", "user": "user_id", "parent": "parent_id", "manager": "manager_id", "date": "occurred_at",
    "website": "domain", "revenue": "annual_revenue", "value": "amount",
}  # fmt: skip


class FileMapping(BaseModel):
    """What one file is. `columns` maps its headers to our fields, to "attribute" or to "ignore"."""

    model_config = ConfigDict(extra="forbid")

    entity: str | None = None
    kind: str | None = Field(default=None, max_length=64)
    ignore: bool = False
    columns: dict[str, str] = Field(default_factory=dict)
    date_order: Literal["day", "month", "year"] | None = None
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")


class Mapping(BaseModel):
    """All that is overruled; what it does not name stays inferred."""

    model_config = ConfigDict(extra="forbid")

    files: dict[str, FileMapping] = Field(default_factory=dict)
    date_order: Literal["day", "month", "year"] | None = None
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    path: Path | None = Field(default=None, exclude=True)

    def of(self, file: str) -> FileMapping:
        """The part that speaks of `file`, by its path, its name, or its name without ending."""
        for name in (file, Path(file).name, Path(file).stem):
            if name in self.files:
                return self.files[name]
        return FileMapping()

    def field_of(self, entity: str, file: str, header: str, wanted: str) -> str:
        """Our field that `wanted` names.

        Raises:
            RejectedError: the entity has no such field.
        """
        known = synonyms(entity)
        name = wanted if wanted in known else ALIASES.get(wanted, wanted)
        if name == "user_id" and name not in known and "owner_id" in known:
            name = "owner_id"
        elif name == "owner_id" and name not in known and "user_id" in known:
            name = "user_id"
        if name in known:
            return name
        near = get_close_matches(wanted, [*known, IGNORE, ATTRIBUTE], n=1)
        hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(known)}."
        raise self.wrong(("files", file, "columns", header), f'a {entity} has no field "{wanted}".{hint}')

    def wrong(self, where: tuple[str, ...], what: str) -> RejectedError:
        text = self.path.read_text(encoding="utf-8") if self.path else ""
        return _wrong(self.path or Path("mapping"), text, where, what)


def read_mapping(path: Path) -> Mapping:
    """Reads YAML, TOML or JSON.

    Raises:
        RejectedError: the file is missing or wrong; the message names the line and what is wrong there.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RejectedError(f"The mapping file {path} cannot be read.") from error
    content = _parsed(path, text)
    try:
        mapping = Mapping.model_validate(content or {})
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(path, text, tuple(str(part) for part in first["loc"]), first["msg"]) from error
    mapping.path = path
    for file, part in mapping.files.items():
        if part.entity is not None and part.entity not in {*ENTITIES, "related"}:
            known = ", ".join((*ENTITIES, "related"))
            raise mapping.wrong(("files", file, "entity"), f'there is no entity "{part.entity}". Known: {known}.')
    return mapping


def _parsed(path: Path, text: str) -> Any:
    try:
        if path.suffix.lower() == ".toml":
            return tomllib.loads(text)
        if path.suffix.lower() == ".json":
            return json.loads(text)
        return yaml.safe_load(text)
    except tomllib.TOMLDecodeError as error:
        raise RejectedError(f"{path.name} is not valid TOML: {error}.") from error
    except json.JSONDecodeError as error:
        raise RejectedError(f"{path.name}, line {error.lineno}: not valid JSON: {error.msg}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise RejectedError(f"{path.name}{line}: not valid YAML.") from error


def _wrong(path: Path, text: str, where: tuple[str, ...], what: str) -> RejectedError:
    line = _line(path, text, where)
    place = f"{path.name}, line {line}" if line else path.name
    return RejectedError(f"{place}: {' → '.join(where)}: {what}")


def _line(path: Path, text: str, where: tuple[str, ...]) -> int | None:
    """Where in the file the last of the keys stands that can be found."""
    if path.suffix.lower() == ".toml":
        lines = [number for number, line in enumerate(text.splitlines(), 1) if where and where[-1] in line]
        return lines[0] if lines else None
    node, line = yaml.compose(text), None
    for key in where:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        for name, value in pairs:
            if name.value == key:
                node, line = value, name.start_mark.line + 1
                break
        else:
            break
    return line
