"""Which engine finds names of strangers, as an installation has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from bot.wiring import Rapport

TEXT = "Spoke with Olufemi Adeyinka about the renewal."


@contextmanager
def app(home: Path, engine: str) -> Iterator[Rapport]:
    rapport = Rapport(Settings(home=home, names_engine=engine))
    yield rapport
    rapport.close()


def told(rapport: Rapport) -> tuple[str, str]:
    check = next(check for check in rapport.doctor.checks() if check.name == "names")
    return check.state, check.says


@pytest.mark.parametrize(
    ("engine", "text", "state", "says"),
    [
        ("tagger", "Spoke with <PERSON> about the renewal.", "ok", "found by tagger"),
        ("none", TEXT, "warning", "only where a text announces them"),
    ],
)
def test_names_of_strangers_go_where_an_engine_finds_them(
    tmp_path: Path, engine: str, text: str, state: str, says: str
) -> None:
    with app(tmp_path, engine) as rapport:
        assert rapport.redactor.redact(rapport.tenants.home(), [TEXT])[0].text == text
        found, sentence = told(rapport)
        assert (found, says in sentence) == (state, True)


def test_an_engine_that_is_not_installed_says_what_to_do(tmp_path: Path) -> None:
    with app(tmp_path, "spacy:xx_no_such_model") as rapport:
        state, says = told(rapport)
        assert state == "down"
        assert "xx_no_such_model is not installed here. Install it, or set RAPPORT_NAMES_ENGINE=tagger." in says


def test_an_engine_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        Settings(home=tmp_path, names_engine="gpt")
