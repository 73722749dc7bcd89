# The whole of it: `make demo` to see it, `make test` to trust it.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

unexport PYTHONDONTWRITEBYTECODE  # each process would compile every library anew, for seconds

.PHONY: install demo test kills offline live check bench chaos lock console clean

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Rapport needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

demo: install
	$(BIN)/rapport demo

test: install
	$(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder

kills: install  # the tests that kill processes, with twenty kills each
	RAPPORT_TEST_KILLS=20 $(BIN)/pytest tests/bot/test_index_kill.py tests/connectors/test_import_kill.py \
		tests/connectors/test_sync_kill.py tests/connectors/test_notes_kill.py tests/privacy/test_forget_servers.py \
		tests/rights/test_encrypt_killed.py tests/backup/test_backup_kill.py

offline: install  # the same with the network cut; fails where anything tried to leave (Linux)
	.ci/offline

live: install  # a real Ollama here: RAPPORT_LIVE_OLLAMA, RAPPORT_LIVE_MODEL, RAPPORT_LIVE_EMBED_MODEL
	$(BIN)/pytest -m live -s --timeout 1800

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install  # speed beside what a team would use instead; BENCH=--full for the reported sizes
	$(BIN)/python -m benchmarks $(BENCH)

chaos: install  # breaks a running Rapport on purpose, and counts; CHAOS="--database postgresql://…" or "--full"
	$(BIN)/python -m benchmarks.chaos $(CHAOS)

lock: install
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.lock

console:
	cd bot/console/page && npm ci && npm run build

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
