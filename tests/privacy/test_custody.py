"""Who guards the keys: files, a key of the environment, a program of the team's, each with real files and processes."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest

from crm.errors import FatalError, RetryableError
from privacy.custody import EnvironmentKey, KeyProgram, guards_of
from privacy.keyring import KeyRing
from privacy.vault import KeyFileVault

MASTER = base64.b64encode(bytes(range(32))).decode()
PROGRAM = """
import base64, sys
verb, label = sys.argv[1:]
with open({calls!r}, "a") as file:
    file.write(verb + " " + label + chr(10))
content = base64.b64decode(sys.stdin.read())
print(base64.b64encode(bytes(each ^ 0x5C for each in content)).decode())
"""


@pytest.fixture
def program(tmp_path: Path) -> KeyProgram:
    script = tmp_path / "kms.py"
    script.write_text(PROGRAM.format(calls=str(tmp_path / "calls")))
    return KeyProgram([sys.executable, str(script)])


def test_a_key_of_the_environment_locks_the_files(tmp_path: Path) -> None:
    vault = KeyFileVault(tmp_path, EnvironmentKey(MASTER))
    sealed = vault.seal(1, "plan")
    kept = (tmp_path / "keys" / "tenant-1.key").read_bytes()
    assert vault.keys.newest(1).secret not in kept
    assert KeyFileVault(tmp_path, EnvironmentKey(MASTER)).open(1, sealed) == "plan"
    other = EnvironmentKey(base64.b64encode(bytes(32)).decode())
    for guards in ((), (other,)):
        with pytest.raises(FatalError, match="RAPPORT_VAULT_KEY"):
            KeyFileVault(tmp_path, *guards).open(1, sealed)


def test_a_program_locks_the_files_and_is_asked_once_for_each_start(tmp_path: Path, program: KeyProgram) -> None:
    vault = KeyFileVault(tmp_path, program)
    sealed = [vault.seal(1, f"plan {number}") for number in range(5)]
    assert vault.keys.newest(1).secret not in (tmp_path / "keys" / "tenant-1.key").read_bytes()
    again = KeyFileVault(tmp_path, program)
    assert [again.open(1, each) for each in sealed] == [f"plan {number}" for number in range(5)]
    assert (tmp_path / "calls").read_text().split("\n")[:-1] == [
        "lock tenant-1",
        "unlock tenant-1",
        "unlock tenant-1",
    ]
    with pytest.raises(FatalError, match="RAPPORT_VAULT_COMMAND"):
        KeyFileVault(tmp_path).open(1, sealed[0])


def test_keys_that_lay_bare_still_open_under_a_guard(tmp_path: Path) -> None:
    sealed = KeyFileVault(tmp_path).seal(1, "plan")
    assert KeyFileVault(tmp_path, EnvironmentKey(MASTER)).open(1, sealed) == "plan"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("raise SystemExit(3)", RetryableError),
        ("print('no base64 at all')", FatalError),
        ("print('')", FatalError),
        ("import sys; print(sys.stdin.read())", FatalError),  # it only echoes
    ],
)
def test_a_program_that_fails_makes_no_key(tmp_path: Path, code: str, error: type[Exception]) -> None:
    ring = KeyRing(tmp_path / "keys", KeyProgram([sys.executable, "-c", code]))
    with pytest.raises(error, match="RAPPORT_VAULT_COMMAND"):
        ring.newest(1)
    assert not list((tmp_path / "keys").glob("*"))


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RetryableError):
        KeyRing(tmp_path, KeyProgram("/no/such/program --at all")).newest(1)


@pytest.mark.parametrize("secret", ["short", base64.b64encode(b"too short").decode(), "no base64 ä"])
def test_a_key_of_the_environment_that_is_none(secret: str) -> None:
    with pytest.raises(FatalError, match="openssl"):
        EnvironmentKey(secret)


def test_from_one_guard_to_another(tmp_path: Path, program: KeyProgram) -> None:
    sealed = KeyFileVault(tmp_path, EnvironmentKey(MASTER)).seal(1, "plan")
    both = KeyFileVault(tmp_path, program, EnvironmentKey(MASTER))
    both.keys.add(1)
    renewed = both.renewed(1, sealed)
    both.keys.destroy(1, 1)
    assert KeyFileVault(tmp_path, program).open(1, renewed) == "plan"


def test_which_guards_the_settings_name() -> None:
    names = [[guard.mark for guard in guards_of(*given)] for given in [("", ""), (MASTER, ""), (MASTER, "kms --key 7")]]
    assert names == [[], [b"e"], [b"p", b"e"]]
