"""Who the sample company is."""

from __future__ import annotations

from typing import Final, NamedTuple

COMPANY: Final = "Brightmere"
DOMAIN: Final = "brightmere.example"  # warehouse, planning and dock software, with the people to set it up


class Member(NamedTuple):
    name: str
    role: str
    title: str
    team: str
    manager: str
    timezone: str

    @property
    def first(self) -> str:
        return self.name.split()[0]

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


_ENTERPRISE, _MID_MARKET = "Enterprise", "Mid-Market"
_DANIEL, _INGRID = "Daniel Okafor", "Ingrid Solheim"

TEAM: Final = (
    Member("Maya Lindqvist", "rep", "Senior Account Executive", _ENTERPRISE, _DANIEL, "Europe/Stockholm"),
    Member("Noah Adeyemi", "rep", "Account Executive", _ENTERPRISE, _DANIEL, "America/Los_Angeles"),
    Member("Lena Brandt", "rep", "Senior Account Executive", _ENTERPRISE, _DANIEL, "Europe/Berlin"),
    Member("Jonas Weidner", "rep", "Account Executive", _ENTERPRISE, _DANIEL, "Europe/Berlin"),
    Member("Marcus Ferreira", "rep", "Account Executive", _ENTERPRISE, _DANIEL, "America/Chicago"),
    Member("Tom Hargreave", "rep", "Account Manager", _MID_MARKET, _INGRID, "Europe/London"),
    Member("Sofia Carranza", "rep", "Account Executive", _MID_MARKET, _INGRID, "Europe/Madrid"),
    Member("Grace Whitcombe", "rep", "Account Manager", _MID_MARKET, _INGRID, "America/New_York"),
    Member("Aoife Brannigan", "rep", "Account Manager", _MID_MARKET, _INGRID, "Europe/Dublin"),
    Member("Elin Sandberg", "rep", "Account Executive", _MID_MARKET, _INGRID, "Europe/Stockholm"),
    Member(_DANIEL, "manager", "Head of Enterprise Sales", _ENTERPRISE, "", "Europe/London"),
    Member(_INGRID, "manager", "Head of Mid-Market", _MID_MARKET, "", "Europe/Oslo"),
    Member("Priya Raman", "admin", "Revenue Operations", "Operations", "", "Europe/London"),
)
MEMBERS: Final = {member.name: member for member in TEAM}
REPS: Final = tuple(member for member in TEAM if member.role == "rep")


class Item(NamedTuple):
    name: str
    family: str
    price: int


PRODUCTS: Final = (
    Item("Tally", "Software", 24000),
    Item("Foresight", "Software", 32000),
    Item("Quayside", "Software", 28000),
    Item("Onboarding Package", "Services", 12000),
    Item("Premium Support", "Services", 9000),
    Item("Data Migration", "Services", 7500),
)
