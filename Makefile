# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3.11
PORT ?= 8000
BIN := .venv/bin
# Nothing here may ask a model hub; idle OpenMP threads must not spin on a small machine.
export HF_HUB_OFFLINE := 1
export OMP_WAIT_POLICY := PASSIVE

.PHONY: run test lint fmt types clean help

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/run: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev: .venv/run
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: .venv/run ## set up, rebuild the sample index, serve it (PORT=8000)
	$(BIN)/rapporteur demo --port $(PORT)

test: .venv/dev lint types ## set up and run every check
	$(BIN)/python -m pytest

lint: .venv/dev ## style and the one-way import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/dev ## strict type check
	$(BIN)/mypy

fmt: .venv/dev ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the virtual environment, caches and the sample's index
	rm -rf .venv .rapporteur .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
