"""Keyed digests of those who were forgotten: enough to know them again, not to tell who they are."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from privacy.erasure.subject import Subject
from privacy.keyring import write_once
from privacy.people import phone_tail
from privacy.words import TITLES, fold, tokens

LEDGER = "forgotten.jsonl"
DIGEST = 16  # bytes
Mark = tuple[str, str]  # what it is a digest of (email, phone, name, part), and the digest


@dataclass(frozen=True)
class Line:
    """A line of the ledger that lies beside the record, so that it outlives a restored backup of the record.

    `lifted` says that these marks hold no more from then on.
    """

    tenant: int
    request: int
    at: str
    marks: list[list[str]] = field(default_factory=list)
    lifted: bool = False


class Digests:
    """Makes digests under a key of the tenant's own, and keeps the ledger.

    Args:
        home: Rapport's data folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._keys: dict[int, bytes] = {}

    def of(self, tenant_id: int, kind: str, value: str) -> str:
        if tenant_id not in self._keys:
            path = self.key_file(tenant_id)
            if not path.exists():
                write_once(path, secrets.token_bytes(32))
            self._keys[tenant_id] = path.read_bytes()
        made = hashlib.blake2b(f"{kind}\x1f{value}".encode(), key=self._keys[tenant_id], digest_size=DIGEST)
        return made.hexdigest()

    def key_file(self, tenant_id: int) -> Path:
        return self._home / "keys" / f"tenant-{tenant_id}.forgotten"

    def marks(self, tenant_id: int, subject: Subject) -> list[Mark]:
        """Everything a person is known again by."""
        found: list[Mark] = [("email", self.of(tenant_id, "email", mail.casefold())) for mail in subject.emails]
        tails = [tail for number in subject.phones if (tail := phone_tail(number))]
        found += [("phone", self.of(tenant_id, "phone", tail)) for tail in tails]
        found += [("name", self.of(tenant_id, "name", form)) for name in subject.names for form in name_forms(name)]
        found += [("part", self.of(tenant_id, "part", part)) for part in subject.telling]
        return list(dict.fromkeys(found))

    def note(self, line: Line) -> None:
        """Adds a line to the ledger, on disk before this returns."""
        path = self._home / LEDGER
        descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(line)) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def forget_tenant(self, line: Line) -> None:
        """A tenant's key and lines go; what stays is the line that says so. Twice is no error."""
        self._keys.pop(line.tenant, None)
        self.key_file(line.tenant).unlink(missing_ok=True)
        kept = [*(each for each in self.lines() if each.tenant != line.tenant), line]
        path = self._home / LEDGER
        draft = path.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(each)) + "\n" for each in kept)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(path)

    def standing(self, tenant_id: int) -> tuple[set[Mark], set[Mark]]:
        """What the ledger says of a tenant's people by now: the marks that hold, and those that were lifted."""
        hold: set[Mark] = set()
        lifted: set[Mark] = set()
        for line in self.lines():
            if line.tenant != tenant_id:
                continue
            marks = {(kind, digest) for kind, digest in line.marks}
            hold, lifted = (hold - marks, lifted | marks) if line.lifted else (hold | marks, lifted - marks)
        return hold, lifted

    def lines(self) -> Iterator[Line]:
        """The ledger; a line that a crash cut off is passed over."""
        path = self._home / LEDGER
        for text in path.read_text("utf-8").splitlines() if path.exists() else []:
            try:
                yield Line(**json.loads(text))
            except (ValueError, TypeError):
                continue


def name_forms(name: str) -> Sequence[str]:
    """A name's words as a text may give them."""
    if "," in name:
        family, _, given = name.partition(",")
        name = f"{given} {family}"
    keys = [token.key for token in tokens(name) if token.key not in TITLES]
    if len(keys) < 2:
        return [] if not keys or keys[0].isascii() else [fold(name.strip())]
    forms = [keys, [keys[0], keys[-1]], [keys[-1], keys[0]]]
    return list(dict.fromkeys(" ".join(form) for form in forms))
