"""Numbers that one country gives to its people, as data: recognisers by country."""

from __future__ import annotations

from privacy.national.asia import ASIA
from privacy.national.europe import EUROPE
from privacy.national.latin_america import LATIN_AMERICA
from privacy.national.north_america import DRIVING, NORTH_AMERICA

__all__ = ["DRIVING", "NATIONAL"]

NATIONAL = (*NORTH_AMERICA, *EUROPE, *LATIN_AMERICA, *ASIA)
