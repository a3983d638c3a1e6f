# Concordat's commands. The work is in scripts/, which needs Python 3.11 or later.
PORT ?= 8000
SAMPLE ?= yes
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$name"; break; }; done)
VENV := .venv/bin/python
export PORT SAMPLE DATA

.DEFAULT_GOAL := help
.PHONY: run test setup check fix bench clean help python

run: python ## Serve Concordat at http://localhost:8000 (PORT=8080, SAMPLE=no)
	@$(PYTHON) scripts/run.py

test: python ## Run every test this machine can run, and name what was skipped
	@$(PYTHON) scripts/prepare.py --tests
	@$(VENV) scripts/run_tests.py

setup: python ## Make .venv, install everything, build styles and script
	@$(PYTHON) scripts/prepare.py --tests

check: python ## Lint, types, import contracts, templates, licences; changes nothing
	@$(PYTHON) scripts/prepare.py --tests
	@$(VENV) scripts/check.py

fix: python ## Format, and mend what the linter can mend
	@$(PYTHON) scripts/prepare.py --tests
	@$(VENV) -m ruff check --fix --quiet . || true
	@$(VENV) -m ruff format --quiet .

bench: python ## Measure speed against a fixed loop on this machine
	@$(PYTHON) scripts/prepare.py --tests
	@$(VENV) scripts/bench.py

clean: python ## Remove what was built; DATA=yes removes the data in var/ too
	@$(PYTHON) scripts/clean.py

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

python:
	@test -n "$(PYTHON)" || { echo "Concordat needs Python 3.11 or later: https://www.python.org/downloads/"; exit 1; }
