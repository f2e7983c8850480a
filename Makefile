# Everything is installed into .venv; nothing has to be installed by hand but Python 3.11 or later.
# Another Python beside it: make test PYTHON=python3.12 VENV=.venv-3.12

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

# Stamps: what is installed is installed once, and again when pyproject.toml changes.
CORE    := $(VENV)/.stamp-core
DEV     := $(VENV)/.stamp-dev
DURABLE := $(VENV)/.stamp-durable
BENCH   := $(VENV)/.stamp-bench

PYTEST_ARGS ?= -n auto --dist worksteal

.DEFAULT_GOAL := help
.NOTPARALLEL:  # one pip at a time
.PHONY: help demo test check bench fuzz clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(CORE)  ## a report through the shipped guideline, step by step, to signed mails in demo-mails/
	@$(BIN)/ihc-rules demo --out demo-mails

test: $(DEV) $(DURABLE)  ## every test, the built wheel included
	@cat $(DURABLE)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(DEV)  ## format, style, types, who imports whom, and the shipped guidelines
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	for name in ihc consultation; do \
	    $(BIN)/ihc-rules check guidelines/$$name && $(BIN)/ihc-rules test guidelines/$$name && \
	    $(BIN)/ihc-rules schema --guideline guidelines/$$name --check guidelines/schema/$$name || exit 1; done

bench: $(BENCH) $(DURABLE)  ## speed, beside other engines
	@cat $(DURABLE)
	$(BIN)/python benchmarks/run.py

fuzz: $(DEV) $(DURABLE)  ## the random tests, with large counts
	@cat $(DURABLE)
	IHC_RULES_FUZZ=full $(BIN)/python -m pytest $(PYTEST_ARGS) -m fuzz

clean:  ## remove what was installed and built
	rm -rf .venv .venv-* demo-mails dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "ihc-rules needs Python 3.11 or later; name one with: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(CORE): pyproject.toml | $(BIN)/python
	$(PIP) install --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[dev]'
	@touch $(CORE) $@

$(BENCH): pyproject.toml | $(CORE)
	$(PIP) install --editable '.[bench]'
	@touch $@

# durable-rules is C, from source, and stops at Python 3.12. Without it its tests are skipped, nothing else.
# The stamp holds the sentence that says so, or nothing.
$(DURABLE): pyproject.toml | $(CORE)
	@echo "$(PIP) install --editable '.[durable]'"
	@if $(PIP) install --editable '.[durable]' >$(VENV)/durable.log 2>&1 \
	    && $(BIN)/python -c 'import durable_rules_engine' >>$(VENV)/durable.log 2>&1; \
	then : >$@; \
	else echo "durable-rules is not installed (why: $(VENV)/durable.log): the tests that need it are skipped;" \
	          "to try again: rm $@" >$@; \
	fi
