# `make demo` and `make test` do all the set-up on a machine with Python 3.11-3.13, a C compiler and a package registry.
# Nothing is installed again while pyproject.toml stays the same, so both work with the network cut afterwards.
#
#   make demo       memorizes the demo clip, asks three questions, prints the cited answers
#   make test       the tests, without the slow ones
#   make check      ruff, mypy on the built wheel, lint-imports, the tests: before a change goes in
#   make test-slow  the tests on long media
#   make bench      the benchmarks (they need ../shared)
#   make format     ruff's fixes and layout
#   make clean      removes what was built; `make distclean` the environment and the demo's memory too

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := python3.11 python3.12 python3.13 python3 python
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# Threads of the numeric libraries: our senses run beside one another already, and more threads than
# cores made torch 3-30 times slower (measured).
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow check lint types imports build/typed format bench models environment clean distclean

help:
	@sed -n 's/^#   //p' Makefile

demo: environment models
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash demos/run.sh

test: environment models
	$(BIN)/python -m pytest -m "not slow and not gpu" -q

test-slow: environment models
	$(BIN)/python -m pytest -m "slow and not gpu" -q

check: lint types imports test

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Types and imports are checked on the wheel's content, which is what users get.
build/typed: environment
	rm -rf build
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir build/wheel .
	$(BIN)/python -m zipfile -e build/wheel/mneme-*.whl build/typed

types: build/typed
	cd build/typed && ../../$(BIN)/mypy --config-file ../../pyproject.toml --cache-dir ../../.mypy_cache -p mneme

imports: build/typed
	cd build/typed && ../../$(BIN)/lint-imports --config ../../pyproject.toml --no-cache

format: environment
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: environment models
	@for script in scenes retrieval; do \
	    echo "== tests/benchmarks/$$script.py"; $(BIN)/python tests/benchmarks/$$script.py || exit 1; \
	done

# Weight files that come out of wheels; asks the registry only for what is missing.
models: environment
	@$(BIN)/mneme models pull --quiet

# The stamp holds what the environment was made from; where that is unchanged, pip is not called.
environment:
	@stamp="$(CURDIR) $$(cksum < pyproject.toml)"; \
	if [ "$$(cat $(VENV)/.installed 2>/dev/null)" = "$$stamp" ] && [ -x $(BIN)/python ]; then exit 0; fi; \
	set -e; \
	if [ ! -x $(BIN)/python ]; then \
	    for python in $(PYTHON) $(PYTHONS); do \
	        if "$$python" -c '$(SUITABLE)' 2>/dev/null; then found="$$python"; break; fi; \
	    done; \
	    if [ -z "$$found" ]; then \
	        echo "make: needs Python 3.11, 3.12 or 3.13 with its venv module (tried: $(PYTHON) $(PYTHONS));" \
	            "install one (Debian: apt-get install python3-venv) or say which: make PYTHON=/path/to/python" >&2; \
	        exit 2; \
	    fi; \
	    echo "make: environment in $(VENV) with $$found ($$("$$found" -V))"; \
	    "$$found" -m venv $(VENV); \
	fi; \
	echo "make: installing what pyproject.toml names (some minutes and 7 GB the first time)"; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'; \
	echo "$$stamp" > $(VENV)/.installed

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV) *.egg-info demos/.memory
