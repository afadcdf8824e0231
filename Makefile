# `make demo` and `make test` are all that is needed: each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
# Three workers on two cores, each with a Postgres and a Redis of its own: many tests wait, for kills and for clocks.
WORKERS ?= 3

.PHONY: help demo setup test check bench campaign lock clean
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo:  ## the whole service with invented people, on http://127.0.0.1:8000
	@PYTHON=$(PYTHON) bin/setup run
	@exec $(BIN)/tandem demo

setup:  ## installs what running and testing need, and nothing else
	@PYTHON=$(PYTHON) bin/setup run
	@PYTHON=$(PYTHON) bin/setup develop

test: setup  ## every test, on a real Postgres and Redis started here (or DATABASE_URL, REDIS_URL)
	@$(if $(DATABASE_URL),DATABASE_URL=$(DATABASE_URL)) $(if $(REDIS_URL),REDIS_URL=$(REDIS_URL)) \
		$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not campaign"

check: setup  ## style, types, who may import whom, migrations, queries
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python bin/lint-migrations
	@$(BIN)/python -m pytest -q tests/sql

bench: setup  ## how fast, as ratios within one run
	@$(BIN)/python -m bench.api

campaign: setup  ## the long checks: thousands of kills and crossings
	@$(BIN)/python -m pytest -q -m campaign -s --timeout 3600

lock:  ## the newest versions of what we depend on
	@$(BIN)/uv pip compile -q --system-certs --upgrade --universal --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --group build --group bounds -o requirements.txt
	@$(BIN)/uv pip compile -q --system-certs --upgrade --universal --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
	@echo uv | $(BIN)/uv pip compile -q --system-certs --universal --generate-hashes --no-emit-index-url --no-header \
		--no-annotate -c requirements-dev.txt - -o requirements-uv.txt

clean:  ## what was installed and what the demo kept
	@rm -rf .venv .tandem
