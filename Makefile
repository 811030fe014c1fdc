# Dateline: every task of the project by one name. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python on the path that is new enough; PYTHON=... overrides.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,14))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_VENV := .venv-bench
BENCH_READY := $(BENCH_VENV)/.ready
COMPILED_VENV := .venv-compiled
COMPILED_READY := $(COMPILED_VENV)/.ready
PIP := -m pip --disable-pip-version-check -q

.PHONY: help setup compiled check test test-compiled test-ops chaos eval bench demo up down docs lock clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## Create .venv with everything pinned and checked by hash; gives .venv/bin/dateline

$(READY): pyproject.toml deploy/locks/dev.txt
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 to 3.14 found on the path. Install one, or say PYTHON=/path/to/python3."; exit 1; }
	@echo "setting up $(VENV) with $$($(PYTHON) --version) (about a minute the first time)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP) install --require-hashes -r deploy/locks/dev.txt
	@$(BIN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
	@echo "ready: $(BIN)/dateline"

compiled: $(COMPILED_READY) ## The core as native code in .venv-compiled, as the image has it (a C compiler, some minutes)

$(COMPILED_READY): $(READY) $(shell find workers schemas -type f -not -name '*.pyc')
	@command -v cc >/dev/null || { echo "make: no C compiler (cc) on the path. Install gcc and Python's headers; or use $(VENV), which needs neither and gives the same results, slower."; exit 1; }
	@echo "compiling the core: some minutes"
	@rm -rf build && mkdir -p build/tree && cp -R pyproject.toml README.md LICENSE workers schemas build/tree
	@cd build/tree && HATCH_BUILD_HOOK_ENABLE_MYPYC=true ../../$(BIN)/python -m hatchling build -t wheel -d ../dist >../log 2>&1 || { tail -20 ../log; exit 1; }
	@$(PYTHON) -m venv $(COMPILED_VENV)
	@$(COMPILED_VENV)/bin/python $(PIP) install --require-hashes -r deploy/locks/dev.txt
	@$(COMPILED_VENV)/bin/python $(PIP) install --no-deps --no-index --force-reinstall build/dist/*.whl
	@touch $@
	@echo "ready: $(COMPILED_VENV)/bin/dateline"

check: setup ## Style, types, import rules, schemas, generated documents
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/contract

test: setup ## All tests, with a real Kafka that they start and end
	@$(BIN)/python -m pytest -m "not chaos and not ops"

test-compiled: compiled ## The core's tests on the native code
	@$(COMPILED_VENV)/bin/python -P -c 'import workers.dates.engine as e; print("tested:", e.__file__); raise SystemExit(not e.__file__.endswith(".so"))'
	@$(COMPILED_VENV)/bin/python -P -m pytest -q --import-mode=append -m "not shared" tests/golden tests/property tests/unit

test-ops: setup ## Tests of what operators watch, against a real Prometheus
	@command -v prometheus >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq prometheus; } || true
	@$(BIN)/python -m pytest -m ops tests/ops

chaos: setup ## The long fault test: 20,000 articles, workers and broker killed
	@$(BIN)/python -m pytest -s -m chaos tests/chaos

eval: setup ## Quality on the public development sets beside the checkout (else the project's own samples)
	@$(BIN)/python -m tests.quality.evaluate

bench: setup $(BENCH_READY) ## Speed, in one run against its peers on the same broker and articles
	@if command -v cc >/dev/null; then $(MAKE) --no-print-directory compiled; else echo "no C compiler: only the interpreted form is measured"; fi
	@$(BIN)/python -m tests.bench.run --peer-python $(BENCH_VENV)/bin/python --compiled-python $(COMPILED_VENV)/bin/python

$(BENCH_READY): deploy/locks/bench.txt
	@echo "setting up $(BENCH_VENV): the peers that the benchmark compares with"
	@$(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python $(PIP) install --require-hashes -r deploy/locks/bench.txt
	@touch $@

demo: setup ## Real Kafka, both workers, sample articles, and what came out
	@$(BIN)/dateline demo

up: setup ## Start Kafka and the workers and leave them running
	@$(BIN)/dateline up

down: setup ## Stop what `make up` started
	@$(BIN)/dateline down

docs: setup ## Write again what is generated: event reference, metrics, rules, dashboards
	@$(BIN)/python -m workers.builders.watch
	@$(BIN)/python -m tests.docs_are_current --write

lock: ## Resolve the locks again (needs uv)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q pyproject.toml --extra console --universal --python-version 3.11 --generate-hashes -o deploy/locks/run.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q pyproject.toml --extra local --extra console --group dev --universal --python-version 3.11 --generate-hashes -o deploy/locks/dev.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q deploy/locks/bench.in --universal --python-version 3.11 --generate-hashes -o deploy/locks/bench.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q deploy/locks/build.in --universal --python-version 3.11 --generate-hashes -o deploy/locks/build.txt

clean: ## Remove the virtual environments and caches
	@rm -rf $(VENV) $(BENCH_VENV) $(COMPILED_VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
