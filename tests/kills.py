"""How often tests kill a process at work: few times in `make test`, twenty in `make kills`."""

import os

KILLS = int(os.environ.get("RAPPORT_TEST_KILLS", "4"))
