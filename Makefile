# What each target does is said above it. Set-up happens once, in .venv/, and again only when a lock
# or pyproject.toml has changed. Nothing outside this folder is written, except numba's cache, which
# lies in the user's cache folder (PARLEY_CACHE moves it).
#
# Two locks: run.lock is what running needs and the build backend; all.lock adds every extra that is
# tested (test, export, cluster, fit, page). The extra bench is in neither until something tests it.

PYTHON ?= python3
UV ?= uv
# Two, since more workers than that spend longer importing than they save.
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
NOTEBOOKS = $(BIN)/python -m pytest -n $(WORKERS) --nbmake --nbmake-timeout=900 notebooks
RULES := $(shell find sim -name '*.py' 2>/dev/null)
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip -qq

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: run test verify bench coverage lock clean

# The talks of 2024 with every number at its centre: the story, the deal, its pictures in out/.
run: $(VENV)/.run $(VENV)/.warm
	$(BIN)/parley run ankara-2024 --centre --out out/ankara-2024

# The gate: style, types, tests, doctests, the notebooks' short forms.
test: $(VENV)/.all $(VENV)/.warm-all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS)
	PARLEY_SHORT=1 $(NOTEBOOKS)

# The gate and what is too long for it, the notebooks in full among it. (5 is pytest's word for "nothing was selected".)
verify: test
	$(BIN)/python -m pytest -n $(WORKERS) -m slow || [ $$? -eq 5 ]
	$(NOTEBOOKS)

# Measurements, one at a time, into out/bench/. Beside NegMAS where the extra `bench` is installed.
bench: $(VENV)/.all $(VENV)/.warm-all
	$(BIN)/python -m pytest -n 0 -s -m bench || [ $$? -eq 5 ]

# Lines that no test reaches. Compiled code is invisible to coverage, hence the pure mode.
coverage: $(VENV)/.all
	$(BIN)/coverage erase
	NUMBA_DISABLE_JIT=1 $(BIN)/coverage run -m pytest -n 0
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Both locks anew from pyproject.toml, for all platforms and Pythons, keeping pins that still fit;
# `make lock UPGRADE=--upgrade` takes the newest. run.lock is held to the pins of all.lock.
LOCK = $(UV) pip compile --quiet pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(UPGRADE)
lock:
	@command -v $(UV) >/dev/null || { echo "make: locking needs uv; name it with UV=/path/to/uv" >&2; exit 2; }
	$(LOCK) --extra test --extra export --extra cluster --extra fit --extra page --output-file all.lock
	$(LOCK) --constraints all.lock --output-file run.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
	find sim tests -name __pycache__ -prune -exec rm -rf {} +

# Set-up: a stamp for each stage, inside .venv/, so that it vanishes with what it stands for.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: Parley needs Python 3.11\
	 or newer, and $(PYTHON) is not; name another with PYTHON=/path/to/python3" >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made run.lock pyproject.toml
	$(PIP) install --require-hashes -r run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.warm $(VENV)/.warm-all
	@touch $@

# all.lock holds every pin of run.lock (a test says so), hence both stamps.
$(VENV)/.all: $(VENV)/.made all.lock pyproject.toml
	$(PIP) install --require-hashes -r all.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.warm $(VENV)/.warm-all
	@touch $(VENV)/.run $@

# Compiles every rule into numba's cache, so that the first run does not wait for it.
$(VENV)/.warm: $(RULES)
	$(BIN)/python -m sim.warm
	@touch $@

$(VENV)/.warm-all: $(RULES)
	$(BIN)/python -m sim.warm all
	@touch $(VENV)/.warm $@
