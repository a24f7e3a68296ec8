# Two commands do everything: `make run` and `make test`. Both set up .venv on their first call.
# The newest Python that is here and works (a shim may be on the path without its Python); PYTHON=... names another.
PYTHON ?= $(shell for v in 3.13 3.12 3.11; do \
	for p in $$(command -v python$$v) /usr/bin/python$$v; do \
	$$p -c 'import venv, ensurepip' 2>/dev/null && echo $$p && exit; done; done)
PORT ?= 8000
QUICK := not model and not browser and not slow and not hypothesis
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt
# Nothing here may ask a model hub; idle OpenMP threads must not spin on a small machine.
export HF_HUB_OFFLINE := 1
export OMP_WAIT_POLICY := PASSIVE

.PHONY: run test check explore lint fmt types licences parts clean help

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: .venv/run ## set up, index the sample reports, serve them (PORT=8000)
	$(BIN)/rapporteur demo --port $(PORT)

test: .venv/dev lint types ## set up and run every check
	$(BIN)/python -m pytest -n 2 -m "$(QUICK)"
	$(BIN)/python -m pytest -m "not ($(QUICK))"

check: .venv/dev lint types ## the quick checks: style, types, contracts, and tests without a model, a browser or drawn cases
	$(BIN)/python -m pytest -n 2 -m "$(QUICK)"

explore: .venv/dev ## property tests on fresh cases, many more than `make test` draws
	RAPPORTEUR_HYPOTHESIS=exploring $(BIN)/python -m pytest -m "hypothesis and not model and not browser"

lint: .venv/dev ## style and the one-way import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/dev ## strict type check
	$(BIN)/mypy

fmt: .venv/dev ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# tld is left out of what fails: it may be used under the MPL as well as under the GPL.
licences: .supply/done ## list the licences of all that is installed; fails on one that binds who uses it
	.supply/bin/pip-licenses --python=$(BIN)/python --from=mixed --order=license
	@.supply/bin/pip-licenses --python=$(BIN)/python --from=mixed --partial-match --fail-on="GPL" --ignore-packages tld >/dev/null

parts: .supply/done ## write parts.cdx.json, the list of all that is installed in CycloneDX's form
	.supply/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o parts.cdx.json $(BIN)/python

clean: ## remove the virtual environments, the caches and the sample's index
	rm -rf .venv .supply parts.cdx.json .rapporteur/sample .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are younger than what they were made from, so that a changed pyproject.toml is installed at the next call.
.venv/run: pyproject.toml constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || { \
	  echo "Python 3.11, 3.12 or 3.13 is needed, and none is here. Install one with venv, or name it: make PYTHON=/path/to/python3" >&2; \
	  exit 1; }
	@echo "Setting up .venv; the first time this takes some minutes."
	@# A .venv that works keeps its Python, unless another is named: one made over it by another Python would be broken.
	@[ "$(origin PYTHON)" = file ] && $(BIN)/python -c 'import subprocess, ssl, pip' 2>/dev/null \
	  || "$(PYTHON)" -m venv --clear .venv
	$(PIP) -e .
	@touch $@

.venv/dev: .venv/run
	$(PIP) -e '.[dev]'
	@touch $@

# What looks at .venv stands beside it, so that it does not list itself.
.supply/done: constraints.txt | .venv/run
	$(BIN)/python -m venv --clear .supply
	.supply/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt cyclonedx-bom pip-licenses
	@touch $@
