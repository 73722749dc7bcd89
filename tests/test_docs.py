"""The docs name what there is, and point at what stands."""

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"`rapport {command}" in (ROOT / "docs" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_benchmark_that_is_named_exists(page):
    for name in re.findall(r"python -m benchmarks\.(\w+)", page.read_text("utf-8")):
        found = ROOT / "benchmarks" / name
        assert found.with_suffix(".py").exists() or (found / "__main__.py").exists(), name
