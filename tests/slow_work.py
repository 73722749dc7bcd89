"""Work for a process of its own that never ends by itself: it writes into the folder it is told and waits."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any


def work(task: dict[str, Any]) -> None:
    folder = Path(task["target"])
    folder.mkdir()
    (folder / "pid").write_text(str(os.getpid()), "utf-8")
    while True:
        time.sleep(60)
