"""A small made-up export of a wine merchant: orders with lines and invoices beside opportunities, and its own shop's persons."""

from __future__ import annotations

from pathlib import Path

FIRMS = ("Bar Alba", "Bistro Nord", "Hotel Kogge", "Café Lund", "Osteria Tre")
WINES = {"Riesling": "White", "Silvaner": "White", "Malbec": "Red", "Merlot": "Red"}
TAGGED = ("Newsletter", "Tastings", "Newsletter,Tastings", "Trade fair,Newsletter", "Trade fair", "")


def _csv(folder: Path, name: str, header: str, rows: list[str]) -> None:
    (folder / f"{name}.csv").write_text("\n".join((header, *rows, "")), encoding="utf-8")


def trade(folder: Path) -> Path:
    """Firms that order: every third order is cancelled, invoices are paid in part."""
    folder.mkdir()
    _csv(folder, "Customers", "Customer No,Customer Name,Country,Sales rep", [
        f"K{at},{name},{'DE' if at % 2 else 'DK'},{'Inga Roth' if at < 3 else 'Paul Behn'}" for at, name in enumerate(FIRMS)
    ])  # fmt: skip
    _csv(folder, "Items", "Item Code,Item Name,Colour,On Hand", [
        f"W-{at + 10},{name},{colour},{at * 7}" for at, (name, colour) in enumerate(WINES.items())
    ])  # fmt: skip
    orders = [
        f"{7001 + at},K{at % 4},{2025 + at // 8}-{at % 8 + 2:02}-11,{'Y' if at % 3 == 2 else 'N'},{(at + 1) * 50}.00"
        for at in range(16)
    ]
    _csv(folder, "Orders", "Order No,Customer No,Order Date,Cancelled,Order Total", orders)
    bought = [f"{7001 + at // 2},{at + 1},W-{10 + (at * 3) % 4},{at + 2}" for at in range(32)]
    _csv(folder, "Order lines", "Order No,Line No,Item Code,Bottles", bought)
    bills = [
        f"R{at},K{at % 3},2026-0{at + 1}-05,2026-{'12' if at > 6 else '0' + str(at + 2)}-05,{(at + 1) * 100}.00,"
        f"{(at + 1) * 100 if at % 2 else 25}.00,{'paid' if at % 2 else 'open'}"
        for at in range(8)
    ]
    _csv(folder, "Invoices", "Invoice No,Customer No,Invoice Date,Due Date,Invoice Total,Paid,Status", bills)
    return folder


def shop(folder: Path) -> Path:
    """Persons who buy: no firms at all, opportunities for parties beside what is ordered in the shop."""
    folder.mkdir()
    who = (
        "Ada Lunt",
        "Bo Mehl",
        "Cid Noor",
        "Dea Olm",
        "Eli Pohl",
        "Fay Quist",
        "Gus Rahn",
        "Hal Sood",
        "Ira Tuch",
        "Jo Ulm",
        "Kit Voss",
        "Lea Wirt",
    )
    _csv(folder, "Contacts", "Id,First Name,Last Name,Phone 1,Tags,Open deals", [
        f'{40 + at},{name.split()[0]},{name.split()[1]},030 555 10{at},"{TAGGED[at % 6]}",{at % 3}'
        for at, name in enumerate(who)
    ])  # fmt: skip
    _csv(folder, "Orders", "Order Id,Contact Id,Order Date,Order Total,Amount Paid", [
        f"{300 + at},{40 + at % 4},2026-{at % 9 + 1:02}-14,{(at + 1) * 20}.00,{(at + 1) * 10}.00" for at in range(12)
    ])  # fmt: skip
    _csv(folder, "Opportunities", "Title,Contact Id,Stage,Projected Revenue,Owner,Created,Closed", [
        f"Party {at},{40 + at % 6},{('Closed Won', 'Closed Lost', 'Talking')[at % 3]},{at * 100 + 500},Inga Roth,"
        f"2026-01-1{at % 9},{'' if at % 3 == 2 else '2026-03-2' + str(at % 9)}" for at in range(12)
    ])  # fmt: skip
    return folder
