"""Where vectors are, as an installation sets it: what is refused, and what the doctor says of a store that is down."""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path

import pytest

from bot.check import Check
from bot.looking import looked
from bot.meaning_checks import MeaningChecks
from bot.settings import Settings, read
from bot.wiring import Rapport
from crm.errors import FatalError
from indexing.vectors import ChromaVectors


def index(home: Path, vectors: str) -> Check:
    app = Rapport(Settings(home=home, vectors=vectors))
    try:
        return looked("index", partial(MeaningChecks(app).index, app.tenants.home(), running=False))
    finally:
        app.close()


def test_without_a_setting_they_are_in_the_data_folder(tmp_path: Path) -> None:
    app = Rapport(Settings(home=tmp_path / "my %41 home?"))
    assert isinstance(app.vectors, ChromaVectors)
    app.vectors.tenants()
    app.vectors.quarters(1, "space")
    assert (tmp_path / "my %41 home?" / "vectors" / "t_1").is_dir()
    app.close()


def test_an_address_that_cannot_be_meant_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORT_VECTORS", "postgresql+pgvector://me:hunter2@db/rapport")
    with pytest.raises(FatalError, match=r"RAPPORT_VECTORS: .*RAPPORT_VECTORS_KEY") as caught:
        read(tmp_path)
    assert "hunter2" not in caught.value.message


def test_the_doctor_says_how_to_bring_a_store_back(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        chroma = index(tmp_path, f"chroma://127.0.0.1:{port}")
        postgresql = index(tmp_path, f"postgresql+pgvector://me@127.0.0.1:{port}/rapport")
    assert chroma.state == postgresql.state == "down"
    assert "does not answer" in chroma.says
    assert "chroma run" in chroma.remedy
    assert "Start that PostgreSQL" in postgresql.remedy


def test_the_doctor_names_a_host_that_nobody_allowed(tmp_path: Path) -> None:
    check = index(tmp_path, "chroma+https://vectors.example")
    assert check.state == "down"
    assert "RAPPORT_VECTORS_HOSTS" in check.says
