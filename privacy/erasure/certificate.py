"""What was removed where, when, and how that was checked: as data, and as a page to print."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

FOLDER = "certificates"
NOTES = (
    "Backups made before are not changed; run the forgetting again after one is restored (rapport forget --again).",
    "What was written into other systems stays there, and is theirs to remove.",
    "A database server's own logs (WAL, binary log) keep old pages until they are recycled.",
)
STYLE = "body{font:14px/1.5 sans-serif;max-width:50em;margin:3em auto}td,th{text-align:left;padding:.2em 1em .2em 0}"


def keep(home: Path, certificate: dict[str, Any]) -> Path:
    """Writes both forms beside each other; returns the page's path."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    stem = f"{certificate['request']}-{certificate['finished_at'][:19].replace(':', '')}"
    (folder / f"{stem}.json").write_text(json.dumps(certificate, indent=2), "utf-8")
    path = folder / f"{stem}.html"
    path.write_text(page(certificate), "utf-8")
    return path


def lines(certificate: dict[str, Any]) -> list[str]:
    """For a terminal."""
    scan = certificate["scan"]
    rows = [f"  {each['place']:<22} {each['removed']:>8} {each['left']:>6}" for each in certificate["places"]]
    return [
        f"Request {certificate['request']}, done {certificate['finished_at'][:19]} UTC.",
        f"  {'place':<22} {'removed':>8} {'left':>6}",
        *rows,
        _checked(scan),
    ]


def page(certificate: dict[str, Any]) -> str:
    scan = certificate["scan"]
    rows = "".join(
        f"<tr><td>{html.escape(each['place'])}</td><td>{each['removed']}</td><td>{each['left']}</td></tr>"
        for each in certificate["places"]
    )
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in certificate["notes"])
    return (
        f"<!doctype html><meta charset=utf-8><title>Certificate of erasure {certificate['request']}</title>"
        f"<style>{STYLE}</style><h1>Certificate of erasure</h1>"
        f"<p>Request {certificate['request']} of {html.escape(certificate['requested_at'][:19])} UTC, "
        f"done {html.escape(certificate['finished_at'][:19])} UTC.</p>"
        f"<table><tr><th>Place<th>Removed or cleaned<th>Left</tr>{rows}</table>"
        f"<p>{html.escape(_checked(scan))}</p><ul>{notes}</ul>"
    )


def _checked(scan: dict[str, Any]) -> str:
    looked = f"{scan['files']} files ({scan['bytes']} bytes) and {scan['rows']} rows of {scan['tables']} tables"
    ways = "plain, UTF-16, base64, gzip and ZIP"
    if scan["found"]:
        return f"Checked: {looked} were searched ({ways}). STILL FOUND in: {', '.join(scan['found'])}."
    return f"Checked: {looked} were searched ({ways}); nothing of the person was found."
