"""A made-up maker of kilns: clients in five countries, products with list prices, sellers with leaders, tasks, invoices."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

ACCOUNTS = [
    ("account", "sector", "country", "employees", "annual_revenue", "year_established", "subsidiary_of"),
    ("Ashwell Tiles", "Ceramics", "Belgium", 130, 2050, 1984, ""),
    ("Brightkiln", "Ceramics", "France", 45, 900, 1999, "Ashwell Tiles"),
    ("Coppergate", "Jewellery", "France", 260, 4100, 1991, "Ashwell Tiles"),
    ("Dunmore Glass", "Glass", "Ireland", 180, 2090, 2008, ""),
    ("Elmhurst School", "Schools", "Norway", 75, 300, 2012, ""),
    ("Foxley Arts", "Schools", "Spain", 12, 150, 1979, ""),
]
PRODUCTS = [
    ("product", "line", "list_price"),
    ("Ember", "Bench", 1000),
    ("Furnace", "Floor", 8000),
    ("Glow", "Bench", 2500),
]
TEAM = [
    ("sales_agent", "manager", "regional_office"),
    ("Ida Moss", "Vera Holt", "North"),
    ("Jon Pike", "Vera Holt", "North"),
    ("Kit Rowe", "Saul Beck", "South"),
    ("Lea Wynn", "Saul Beck", "South"),
    ("Max Yarrow", "Tess Orr", "Coast"),
]
DEALS = [
    ("deal_id", "sales_agent", "product", "account", "stage", "engage_date", "close_date", "close_value"),
    ("K-1", "Ida Moss", "Ember", "Ashwell Tiles", "Won", "2026-01-02", "2026-01-06", 900),
    ("K-2", "Ida Moss", "Furnace", "Brightkiln", "Won", "2026-01-10", "2026-04-20", 8400),
    ("K-3", "Ida Moss", "Glow", "Coppergate", "Lost", "2026-02-01", "2026-02-11", 0),
    ("K-4", "Jon Pike", "Ember", "Dunmore Glass", "Won", "2026-02-02", "2026-03-20", 1050),
    ("K-5", "Jon Pike", "Ember", "Coppergate", "Lost", "2026-03-01", "2026-03-04", 0),
    ("K-6", "Jon Pike", "Glow", "Elmhurst School", "Lost", "2026-03-01", "2026-05-04", 0),
    ("K-7", "Kit Rowe", "Glow", "Coppergate", "Won", "2026-03-10", "2026-05-15", 2300),
    ("K-8", "Kit Rowe", "Ember", "Foxley Arts", "Won", "2026-04-01", "2026-04-05", 950),
    ("K-9", "Kit Rowe", "Glow", "Ashwell Tiles", "Won", "2026-04-10", "2026-06-12", 2450),
    ("K-10", "Lea Wynn", "Ember", "Foxley Arts", "Lost", "2026-05-01", "2026-05-30", 0),
    ("K-11", "Lea Wynn", "Glow", "Dunmore Glass", "Won", "2026-05-05", "2026-06-20", 2600),
    ("K-12", "Max Yarrow", "Ember", "Elmhurst School", "Won", "2026-05-20", "2026-06-25", 980),
    ("K-13", "Max Yarrow", "Ember", "Brightkiln", "Lost", "2026-06-01", "2026-06-28", 0),
    ("K-14", "Max Yarrow", "Glow", "", "Engaging", "2026-09-01", "", ""),
    ("K-15", "Lea Wynn", "Furnace", "", "Prospecting", "", "", ""),
]
TASKS = [
    ("task", "owner", "account", "due_date", "status"),
    ("Send clay samples", "Ida Moss", "Ashwell Tiles", "2026-10-01", "Open"),
    ("Ring about the flue", "Ida Moss", "Brightkiln", "2026-10-05", "Open"),
    ("Quote a second kiln", "Ida Moss", "Coppergate", "2026-11-01", "Open"),
    ("Check the wiring", "Kit Rowe", "Coppergate", "2026-10-20", "Open"),
    ("Book the van", "Kit Rowe", "Foxley Arts", "2026-12-20", "Open"),
    ("Thank the head", "Max Yarrow", "Elmhurst School", "2026-09-01", "Done"),
]


def write(folder: Path) -> Path:
    """The export, as files a CRM would give."""
    folder.mkdir(exist_ok=True)
    tables: dict[str, Sequence[Sequence[object]]] = {
        "accounts": ACCOUNTS,
        "products": PRODUCTS,
        "sales_teams": TEAM,
        "sales_pipeline": DEALS,
        "tasks": TASKS,
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return folder
