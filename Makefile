# Two commands for a newcomer: `make demo` and `make test`. The rest is for contributors.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test coverage check lint types docs bench nightly mutation lock locked clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,docs]"
	touch $@

demo: $(VENV)/.installed
	@mkdir -p out
	$(BIN)/unclench check examples/kitchen_porter --report out/report.html
	@echo "The report is in out/report.html"

test: lint types docs
	@command -v chromium >/dev/null || echo "There is no browser here (chromium): the pages are tested without one."
	$(BIN)/python -m pytest -n 2

# The same tests, slower, with the lines that none of them ran.
coverage: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

docs: $(VENV)/.installed-dev
	$(BIN)/python -m sphinx -q -W --keep-going -j 2 -b html docs docs/_build

nightly: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 -m nightly
	@mkdir -p out
	$(BIN)/python -m benchmarks.cohort_recovery
	$(BIN)/python scripts/mutation.py --out out/mutation.txt

mutation: $(VENV)/.installed-dev
	@mkdir -p out
	$(BIN)/python scripts/mutation.py --out out/mutation.txt

# The versions that this environment has, as the lock of contributors and CI.
lock: $(VENV)/.installed-dev
	$(BIN)/python scripts/lock.py

# An environment of exactly those versions; `make test` then uses it.
locked:
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $(VENV)/.installed $(VENV)/.installed-dev

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) out docs/_build
