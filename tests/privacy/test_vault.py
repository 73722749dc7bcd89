from __future__ import annotations

import threading
from pathlib import Path

import pytest

from crm.errors import FatalError
from privacy.vault import KeyFileVault

TEXTS = ["", "Call Jane about renewal", "Zoë — 東京 🎉", "nul \x00 and lone \ud800", "x" * 200_000]


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_sealed_opens_again(tmp_path: Path, text: str) -> None:
    vault = KeyFileVault(tmp_path)
    sealed = vault.seal(1, text)
    assert KeyFileVault(tmp_path).open(1, sealed) == text


def test_a_sealed_text_shows_nothing_and_never_repeats(tmp_path: Path) -> None:
    vault = KeyFileVault(tmp_path)
    first, second = vault.seal(1, "secret plan"), vault.seal(1, "secret plan")
    assert b"secret" not in first
    assert first != second
    assert first[0] == 2


def test_the_key_file_is_private(tmp_path: Path) -> None:
    KeyFileVault(tmp_path).seal(7, "x")
    path = tmp_path / "keys" / "tenant-7.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["tenant-7.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    vault = KeyFileVault(tmp_path)
    sealed = vault.seal(1, "x")
    (tmp_path / "keys" / "tenant-1.key").chmod(mode)
    for vault_now in (vault, KeyFileVault(tmp_path)):
        with pytest.raises(FatalError, match="600"):
            vault_now.open(1, sealed)
        with pytest.raises(FatalError, match="600"):
            vault_now.seal(1, "x")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 \x00\xff", bytes(1_000_000)])
def test_sealed_bytes_open_under_their_own_name_alone(tmp_path: Path, content: bytes) -> None:
    vault = KeyFileVault(tmp_path)
    sealed = vault.seal_bytes(1, content, "documents/1")
    assert KeyFileVault(tmp_path).open_bytes(1, sealed, "documents/1") == content
    for tenant_id, name in [(1, "documents/2"), (1, ""), (2, "documents/1")]:
        vault.seal(tenant_id, "makes the key")
        with pytest.raises(FatalError, match="cannot be opened"):
            vault.open_bytes(tenant_id, sealed, name)


def test_another_tenant_cannot_open_it(tmp_path: Path) -> None:
    vault = KeyFileVault(tmp_path)
    sealed = vault.seal(1, "x")
    vault.seal(2, "y")
    with pytest.raises(FatalError, match="cannot be opened"):
        vault.open(2, sealed)
    (tmp_path / "keys" / "tenant-2.key").write_bytes((tmp_path / "keys" / "tenant-1.key").read_bytes())
    with pytest.raises(FatalError, match="cannot be opened"):
        vault.open(2, sealed)


def test_a_missing_key_is_said_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="missing"):
        KeyFileVault(tmp_path).open(1, b"\x01" + bytes(60))
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("damage", [b"", b"short", bytes(32)])
def test_a_damaged_key_is_said(tmp_path: Path, damage: bytes) -> None:
    sealed = KeyFileVault(tmp_path).seal(1, "x")
    (tmp_path / "keys" / "tenant-1.key").write_bytes(damage)
    with pytest.raises(FatalError, match="damaged"):
        KeyFileVault(tmp_path).open(1, sealed)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02" + bytes(60), b"plain text that is long enough to be sealed"])
def test_what_is_no_sealed_text_is_refused(tmp_path: Path, sealed: bytes) -> None:
    vault = KeyFileVault(tmp_path)
    vault.seal(1, "x")
    with pytest.raises(FatalError):
        vault.open(1, sealed)


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    vault = KeyFileVault(tmp_path)
    sealed = bytearray(vault.seal(1, "amount 100"))
    sealed[-1] ^= 1
    with pytest.raises(FatalError):
        vault.open(1, bytes(sealed))


def test_destroying_the_key_forgets_everything(tmp_path: Path) -> None:
    vault, other = KeyFileVault(tmp_path), KeyFileVault(tmp_path)
    sealed = vault.seal(1, "x")
    assert other.open(1, sealed) == "x"
    vault.destroy(1)
    vault.destroy(1)
    for one in (vault, other):
        with pytest.raises(FatalError, match="missing"):
            one.open(1, sealed)
    again = vault.seal(1, "y")
    assert vault.open(1, again) == "y"
    with pytest.raises(FatalError, match="cannot be opened"):
        other.open(1, sealed)


def test_two_that_make_the_key_at_once_agree(tmp_path: Path) -> None:
    sealed: list[bytes] = []
    threads = [threading.Thread(target=lambda: sealed.append(KeyFileVault(tmp_path).seal(1, "x"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    vault = KeyFileVault(tmp_path)
    assert [vault.open(1, one) for one in sealed] == ["x"] * 8


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with pytest.raises(FatalError, match="owns it"):
        KeyFileVault(tmp_path).seal(1, "x")
