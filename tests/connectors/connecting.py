"""What connectors are made with in tests."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.registry import Context, module_of, settings_of
from crm.clock import Clock
from crm.errors import FatalError, RejectedError
from crm.intake.connector import Connector


class KeptObjects:
    """Object storage in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, str], bytes] = {}

    def put(self, tenant_id: int, key: str, content: bytes) -> None:
        self.kept[tenant_id, key] = content

    def get(self, tenant_id: int, key: str) -> bytes:
        try:
            return self.kept[tenant_id, key]
        except KeyError:
            raise RejectedError("There is no such original.") from None

    def delete(self, tenant_id: int, key: str) -> None:
        self.kept.pop((tenant_id, key), None)


def context(clock: Clock, secrets: Mapping[str, str] | None = None, objects: KeptObjects | None = None) -> Context:
    known = dict(secrets or {})

    def secret(name: str) -> str:
        if name not in known:
            raise FatalError(f"Set RAPPORT_SECRET_{name}.")
        return known[name]

    return Context(tenant_id=1, clock=clock, secret=secret, objects=objects or KeptObjects())


def connector(
    kind: str,
    clock: Clock,
    secrets: Mapping[str, str] | None = None,
    objects: KeptObjects | None = None,
    **values: object,
) -> Connector:
    """A connector as the intake makes it: of the registry's module, with checked settings."""
    return module_of(kind).connect(settings_of(kind, values), context(clock, secrets, objects))
