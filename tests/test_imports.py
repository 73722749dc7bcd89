"""Who may know whom: the import rules of the house."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"bot", "connectors", "crm", "indexing", "privacy"}
MAY_IMPORT = {
    "crm": {"crm"},
    "privacy": {"privacy", "crm"},
    "indexing": {"indexing", "crm"},
    "connectors": {"connectors", "crm"},
    "bot": OURS,
}
AT_HOME = {  # what lives in one package only
    "slack_bolt": {"bot"},
    "slack_sdk": {"bot"},
    "apscheduler": {"bot"},
    "dbos": {"bot"},
    "flask": {"bot", "connectors"},
    "llama_index": {"indexing"},
    "chromadb": {"indexing"},
    "ollama": {"indexing"},
    "onnxruntime": {"indexing"},
    "tokenizers": {"indexing"},
    "spacy": {"indexing"},
    "presidio_analyzer": {"privacy"},
    "presidio_anonymizer": {"privacy"},
    "httpx": {"connectors", "indexing"},
    "requests": {"connectors", "bot"},  # what sends traces is given a session without proxies
    "prometheus_client": {"bot"},
    "opentelemetry": {"bot"},
    "fsspec": {"connectors"},
    "icalendar": {"connectors"},
    "pypdf": {"connectors"},
    "docx": {"connectors"},
}
HEAVY = {"chromadb", "llama_index", "presidio_analyzer", "onnxruntime", "slack_bolt", "dbos", "sqlalchemy", "pydantic"}


def modules():
    return sorted(
        path for package in OURS for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts
    )


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
        elif isinstance(node, ast.ImportFrom):
            pytest.fail(f"{path}: relative import")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_each_room_knows_only_whom_it_may(path):
    package = path.relative_to(ROOT).parts[0]
    for name in imported(path):
        root = name.partition(".")[0]
        assert root not in OURS or root in MAY_IMPORT[package], f"{package} imports {name}"
        assert package in AT_HOME.get(root, OURS), f"{name} has no business in {package}"


def test_only_settings_reads_the_environment():
    readers = {
        str(path.relative_to(ROOT))
        for path in modules()
        if any(word in path.read_text("utf-8") for word in ("os.environ", "os.getenv", "getenv("))
    }
    assert readers <= {"bot/settings.py"}, readers


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom bot.cli import rapport\n"
        "result = CliRunner().invoke(rapport, ['--help'])\nassert result.exit_code == 0, result.output\n"
        f"print(sorted(set(m.split('.')[0] for m in sys.modules) & {HEAVY!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
