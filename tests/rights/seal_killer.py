"""Seals fields in process after process, each killed before one of its writes: `HOME URL TENANT KILLS`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bot.settings import Settings
from bot.wiring import Rapport
from crm.sealed import settling
from crm.store import Store


def main() -> None:
    home, url, tenant, kills = sys.argv[1:]
    for after in [*range(int(kills)), None]:
        child = os.fork()
        if not child:
            _settle(home, url, int(tenant), after)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}\n")


def _settle(home: str, url: str, tenant: int, after: int | None) -> None:
    """With a transaction to a row, so that there are many moments to be killed in."""
    settling.BATCH = 1
    if after is not None:
        left = [after % 9]
        write = Store.write

        def killing(self: Store):  # type: ignore[no-untyped-def]
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return write(self)

        Store.write = killing  # type: ignore[method-assign]
    Rapport(Settings(home=Path(home), database_url=url)).settling.settle(tenant)


if __name__ == "__main__":
    main()
