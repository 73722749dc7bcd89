"""The database servers that tests reach, where they are said to be."""

from __future__ import annotations

import os

POSTGRESQL = os.environ.get("RAPPORT_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1/test")
MARIADB = os.environ.get("RAPPORT_TEST_MARIADB", "mariadb://root@127.0.0.1/test")
SERVERS = {"postgresql": POSTGRESQL, "mariadb": MARIADB}
