"""A small made-up law firm: clients, matters, invoices, hours and the fee earners, each few enough to add up by hand."""

from __future__ import annotations

from pathlib import Path

CLIENTS = """Client No,Client,Sector,Relationship Partner
CL1,Marlow Shipping,Shipping,Odile Karam
CL2,Tern Energy,Energy,Odile Karam
CL3,Kite Retail,Retail,Sanne Vries
CL4,Vireo Solar,Energy,Sanne Vries
"""
EARNERS = """Fee Earner,Grade,Office,Billing Target
Odile Karam,Partner,Bristol,4000
Sanne Vries,Partner,Cardiff,3000
Tom Egan,Associate,Bristol,9000
"""
MATTERS = """Matter No,Client No,Practice Area,Fee Earner,Opened,Closed,Next Review,Matter Status,Fixed Fee
M-101,CL1,Litigation,Tom Egan,2026-01-10,2026-03-11,2026-02-01,Completed,No
M-102,CL1,Tax,Odile Karam,2026-02-01,,2026-10-05,Active,Yes
M-103,CL1,Litigation,Tom Egan,2026-05-01,2026-06-30,2026-06-01,Abandoned,Yes
M-104,CL2,Tax,Sanne Vries,2026-03-15,,2027-01-12,Active,No
M-105,CL2,Litigation,Tom Egan,2025-11-02,2026-01-31,2026-01-05,Completed,No
M-106,CL3,Tax,Sanne Vries,2025-12-01,2026-10-20,2026-09-09,Completed,Yes
"""
INVOICES = """Invoice No,Matter No,Client No,Invoice Date,Due Date,Paid Date,Net Amount,Invoice Status
INV1,M-101,CL1,2026-01-20,2026-02-19,2026-02-10,1500,Paid
INV2,M-101,CL1,2026-03-20,2026-04-19,2026-05-04,2500,Paid
INV3,M-102,CL1,2026-09-01,2026-10-01,,3600,Unpaid
INV4,M-104,CL2,2026-10-01,2026-10-31,,5200,Unpaid
INV5,M-105,CL2,2025-12-01,2025-12-31,2026-01-20,800,Paid
INV6,M-106,CL3,2026-04-01,2026-05-01,2026-04-11,900,Paid
INV7,M-106,CL3,2026-10-22,2026-12-21,,7000,Written Off
"""
HOURS = """Entry,Matter No,Recorded By,Work Date,Hours,Hourly Rate,Discount %
1,M-101,Tom Egan,2026-01-12,4,200,0
2,M-101,Tom Egan,2026-02-12,6,200,10
3,M-102,Odile Karam,2026-10-02,6,300,0
4,M-104,Sanne Vries,2026-10-03,2,320,5
5,M-106,Sanne Vries,2026-10-04,3,320,0
"""
VISITS = """Visit ID,Client No,Held By,Held On,Kind,Minutes
9001,CL1,Tom Egan,2026-10-02,Call,20
9002,CL1,Sanne Vries,2026-10-05,Site visit,90
9003,CL2,Tom Egan,2026-09-05,Workshop,60
9004,CL2,Tom Egan,2026-09-06,Call,15
9005,CL3,Odile Karam,2026-09-07,Call,10
9006,CL3,Sanne Vries,2026-09-08,Site visit,45
"""


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"clients": CLIENTS, "fee_earners": EARNERS, "matters": MATTERS, "invoices": INVOICES}
    texts |= {"time_entries": HOURS, "visits": VISITS}
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
