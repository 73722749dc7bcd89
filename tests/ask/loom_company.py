"""A small company that sells looms and reels: four customers, two sellers, ten deals, tickets and subscriptions."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

ACCOUNTS = [
    ("account", "sector", "employees", "customer_since"),
    ("Alder", "Software", 10, "2019-03-01"),
    ("Birch", "Software", 20, "2021-01-01"),
    ("Cedar", "Retail", 50, "2018-06-01"),
    ("Dogwood", "Retail", 5, "2023-05-05"),
]
DEALS = [
    ("deal_id", "account", "owner", "product", "stage", "amount", "created_date", "close_date", "lost_reason"),
    ("D-1", "Alder", "Ann Alvar", "Loom", "Won", 10000, "2025-01-10", "2025-02-09", ""),
    ("D-2", "Alder", "Ann Alvar", "Loom", "Won", 30000, "2025-03-01", "2026-01-15", ""),
    ("D-3", "Birch", "Ann Alvar", "Loom", "Lost", 50000, "2025-04-01", "2026-02-01", "Price"),
    ("D-4", "Birch", "Ben Borg", "Reel", "Won", 20000, "2025-11-01", "2025-12-01", ""),
    ("D-5", "Cedar", "Ben Borg", "Reel", "Lost", 5000, "2026-01-01", "2026-01-31", "Timing"),
    ("D-6", "Cedar", "Ben Borg", "Reel", "Lost", 6000, "2026-02-01", "2026-03-03", "Timing"),
    ("D-7", "Cedar", "Ben Borg", "Loom", "Won", 90000, "2026-01-05", "2026-05-05", ""),
    ("D-8", "Dogwood", "Ann Alvar", "Reel", "Won", 1000, "2026-04-01", "2026-05-01", ""),
    ("D-9", "Dogwood", "Ann Alvar", "Reel", "Negotiation", 7000, "2026-09-01", "2026-12-15", ""),
    ("D-10", "Alder", "Ben Borg", "Loom", "Negotiation", 8000, "2026-10-01", "2026-12-20", ""),
]
TICKETS = [
    ("ticket_id", "account", "priority", "created_at", "closed_at", "subject"),
    ("T-1", "Alder", "High", "2026-03-01", "2026-03-05", "Shuttle stuck"),
    ("T-2", "Alder", "Low", "2026-03-10", "2026-03-20", "Manual missing"),
    ("T-3", "Birch", "High", "2026-04-01", "2026-04-03", "Broken thread"),
    ("T-4", "Cedar", "Low", "2026-05-01", "2026-05-31", "New belt"),
    ("T-5", "Cedar", "High", "2026-11-10", "", "Noise"),
]
SUBSCRIPTIONS = [
    ("subscription_id", "account", "plan", "seats", "mrr", "status", "start_date", "churn_date"),
    ("S-1", "Alder", "Basic", 5, 100, "active", "2026-01-01", ""),
    ("S-2", "Alder", "Plus", 8, 300, "active", "2026-02-01", ""),
    ("S-3", "Birch", "Basic", 2, 50, "canceled", "2026-01-01", "2026-01-31"),
    ("S-4", "Cedar", "Plus", 9, 400, "active", "2026-03-01", ""),
    ("S-5", "Cedar", "Basic", 1, 20, "canceled", "2026-03-01", "2026-03-11"),
]


def write(folder: Path) -> Path:
    """The export, as files a CRM would give."""
    folder.mkdir(exist_ok=True)
    tables: dict[str, Sequence[Sequence[object]]] = {
        "accounts": ACCOUNTS,
        "deals": DEALS,
        "tickets": TICKETS,
        "subscriptions": SUBSCRIPTIONS,
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return folder
