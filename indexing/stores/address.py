"""Where vectors are, as RAPPORT_VECTORS says it."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from crm.errors import FatalError

FORMS = {  # scheme: store, whether over TLS, options it takes
    "chroma": ("chroma", False, frozenset[str]()),
    "chroma+https": ("chroma", True, frozenset[str]()),
    "postgresql+pgvector": ("pgvector", False, frozenset({"schema", "sslmode", "sslrootcert"})),
    "milvus": ("milvus", False, frozenset[str]()),
    "milvus+https": ("milvus", True, frozenset[str]()),
    "pinecone": ("pinecone", True, frozenset[str]()),
    "pinecone+http": ("pinecone", False, frozenset[str]()),  # Pinecone Local
}
HERE = frozenset({"chroma", "milvus"})  # what can be a folder or a file of this machine
PORTS = {"chroma": 8000, "pgvector": 5432, "milvus": 19530}


@dataclass(frozen=True)
class Address:
    """`host` is empty where the vectors are in a folder or file of this machine: `path`."""

    kind: str
    host: str = ""
    port: int | None = None
    path: str = ""
    user: str = ""
    secure: bool = False
    options: dict[str, str] = field(default_factory=dict)

    @property
    def http(self) -> str:
        """As an address of HTTP."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.secure else ''}://{host}{f':{self.port}' if self.port else ''}"

    @property
    def name(self) -> str:
        """What the path names: a database."""
        return self.path.strip("/")

    def check(self, hosts: Collection[str]) -> None:
        """Raises FatalError: nobody has allowed this host."""
        if self.host and self.host not in {each.lower() for each in hosts}:
            raise FatalError(f"Vectors would go to {self.host}. If that is meant, add it to RAPPORT_VECTORS_HOSTS.")


def parse(url: str) -> Address:
    """Raises ValueError: with a sentence that never repeats the address, for a password may be in it."""
    parts = urlsplit(url)
    if parts.scheme not in FORMS:
        raise ValueError(f"start with one of {', '.join(f'{scheme}://' for scheme in FORMS)}")
    if parts.password is not None:
        raise ValueError("leave the password out; it belongs in RAPPORT_VECTORS_KEY")
    kind, secure, known = FORMS[parts.scheme]
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if options.keys() - known:
        raise ValueError(f"it takes no options but: {', '.join(sorted(known)) or 'none'}")
    host = (parts.hostname or "").lower()
    if not host and (kind not in HERE or not parts.path.strip("/")):
        raise ValueError("name a host" + (", or a folder with three slashes" if kind in HERE else ""))
    if parts.scheme == "pinecone+http" and not _loopback(host):
        raise ValueError("pinecone+http:// is for Pinecone Local on this machine; use pinecone://")
    port = parts.port or (PORTS.get(kind) if host else None)
    return Address(kind, host, port, unquote(parts.path), unquote(parts.username or ""), secure, options)


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
