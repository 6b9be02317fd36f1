# Two commands on a fresh machine: `make run` and `make test`. The set-up part costs seconds the second time.

VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) pyproject.toml

# Each stamp is made when what it stands for is installed, and again when its lock changes.
RUNTIME := $(VENV)/.runtime
PROJECT := $(VENV)/.project
TESTING := $(VENV)/.testing

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint types unit journeys package fuzz bench test-long test-machine format lock

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(PROJECT) ## install, load plainly fictional data and serve on this machine (PORT=8000)
	@port=$$($(BIN)/python scripts/free_port.py $(PORT)) && \
	export TRANSFER_LOG_BASE_URL="$${TRANSFER_LOG_BASE_URL:-http://127.0.0.1:$$port}" && \
	$(BIN)/transfer-log demo && \
	exec $(BIN)/transfer-log serve --host 127.0.0.1 --port "$$port"

test: test-machine lint types unit package fuzz journeys ## everything

lint: $(TESTING) ## style, spelling, templates, and what may import what
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports

types: $(TESTING) ## mypy, strict
	$(BIN)/mypy

unit: $(TESTING) test-machine ## all tests without a browser, on SQLite and, where marked, on PostgreSQL
	$(PYTEST) -n 2 --dist worksteal -m "not (journey or package or fuzz)"

package: $(TESTING) ## build the wheel, install it elsewhere and use it
	$(PYTEST) -m package

fuzz: $(TESTING) ## generated requests against the API
	$(PYTEST) -m fuzz

journeys: $(TESTING) test-machine ## a real browser against a real server, in both languages
	$(PYTEST) -m journey

bench: $(TESTING) test-machine ## the figures of docs/performance.md
	$(BIN)/python bench/run.py

test-long: $(TESTING) test-machine ## the generated cases again, fifty times as many (about an hour)
	HYPOTHESIS_PROFILE=long $(PYTEST) -n 2 --dist worksteal -m "not (journey or package)"

test-machine: # browser, fonts and PostgreSQL: installed with apt by root, named to anybody else
	@scripts/test_machine.sh

format: $(TESTING) ## let ruff lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(TESTING) ## pin what pyproject.toml asks for (UPGRADE=--upgrade takes the newest)
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group test --constraint requirements.lock --output-file requirements-test.lock

$(RUNTIME): requirements.lock scripts/install.sh
	@scripts/install.sh $(VENV) requirements.lock
	@touch $@

$(PROJECT): $(RUNTIME) pyproject.toml
	@scripts/install.sh $(VENV)
	@touch $@

$(TESTING): $(PROJECT) requirements-test.lock
	@scripts/install.sh $(VENV) requirements-test.lock
	@touch $@
