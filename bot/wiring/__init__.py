"""The wiring: the only place where adapters are built. Each part is made when it is first used.

A layer knows those beneath it: record, meaning, governance, intake, talk, outreach, and on top of them the application.
"""

from bot.wiring.rapport import Rapport

__all__ = ["Rapport"]
