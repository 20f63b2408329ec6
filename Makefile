# What a developer runs; `make` alone lists it. A machine with git, make and Python 3.11 or newer is enough.

PYTHON ?= python3
VENV := .venv
LOCK := requirements-dev.lock
BUILD := editables|hatchling|packaging|pathspec|pluggy|tomlkit|trove-classifiers
BIN := $(VENV)/bin
HEAVY := browser or kill or thorough or wordpress
# Heavy tests wait for browsers, servers and disks nearly half of their time.
WAITING = $$($(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 1)')
PIP_FLAGS := --disable-pip-version-check --quiet --quiet

.PHONY: help demo test test-heavy test-all lint format docs site bench mutants lock release clean setup

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo:  ## watch one sentence of an article change and its editions follow, in a temporary folder
	@$(MAKE) --no-print-directory setup LOCK=$$(grep -so 'requirements-dev.lock' $(VENV)/ready || echo requirements.lock)
	@PYTHONPATH=. $(BIN)/python docs/demo.py

test: setup  ## run the quick tests; make test ARGS="-k sync" passes arguments on to pytest
	@$(BIN)/python -m pytest -n auto -m "not ($(HEAVY))" $(ARGS)

test-heavy: setup  ## run the tests in a browser, those that kill commands, and those that take long
	@$(BIN)/python -m pytest -n $(WAITING) -m "$(HEAVY)" $(ARGS)

test-all: test test-heavy  ## run all tests

lint: setup  ## check style and types, changing nothing
	@failed=0; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 pipeline || failed=1; \
	exit $$failed

format: setup  ## put the code in its usual form
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

docs: setup  ## write the pages of docs/ that are made from the code or translated, the man page, the schema of targman.toml
	@$(BIN)/python docs/generate.py
	@PYTHONPATH=. $(BIN)/python docs/translations.py

# The tools come from their own lock: with their pictures they are as large as all others together.
site:  ## build the site of the docs into build/site, and try every link in it
	@key=$$($(PYTHON) -V; cksum < requirements-site.lock); tools=build/site-tools; \
	if [ "$$key" != "$$(cat $$tools/ready 2>/dev/null)" ]; then \
		$(PYTHON) -m venv --clear $$tools && $$tools/bin/python -m pip install $(PIP_FLAGS) --require-hashes \
			--only-binary :all: -r requirements-site.lock && echo "$$key" > $$tools/ready || exit 1; \
	fi; \
	$$tools/bin/python docs/build_site.py

bench: setup  ## measure Targman and the peers that are installed; PEERS=1 gets the others, QUICK=1 is a small try
	@$(BIN)/python -m benchmarks $(if $(PEERS),--install) $(if $(QUICK),--quick) $(ARGS)

mutants: setup  ## measure how many small faults in the core its own tests notice
	@$(BIN)/python -m benchmarks.mutants $(ARGS)

# The locks are for every platform at once. Pins stay as they are unless pyproject.toml rules them out or UPGRADE is set.
lock:  ## write the locks anew from pyproject.toml; make lock UPGRADE=1 takes the newest releases
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PYTHON) -m venv "$$tools" && "$$tools/bin/python" -m pip install $(PIP_FLAGS) 'uv>=0.13' && \
	lock() { "$$tools/bin/uv" pip compile --quiet --no-config --cache-dir "$$tools/cache" --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) pyproject.toml "$$@"; } && \
	lock --output-file requirements.lock && \
	lock --output-file requirements-dev.lock --extra dev --constraints requirements.lock && \
	lock --output-file requirements-release.lock --extra release --constraints requirements-dev.lock && \
	lock --output-file requirements-site.lock --extra site --constraints requirements-dev.lock

# The tools come from their own lock, into a folder that is deleted: they are half as many again as those for development.
release:  ## build a release into dist/ and judge it, publishing nothing: two builds, contents, metadata, parts list
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PYTHON) -m venv "$$tools" && "$$tools/bin/python" -m pip install $(PIP_FLAGS) --require-hashes --only-binary :all: \
		-r requirements-release.lock && \
	"$$tools/bin/python" release.py

clean:  ## delete everything that can be made again, .venv and editions/ included
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache .targman build dist editions *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Makes .venv anew when the lock, pyproject.toml, the Python or the folder is another one than last time. Everything comes
# from the lock, by hash and as wheels, so nothing is built but this project, and that with the hatchling from the lock.
# Only `make demo` does with requirements.lock, which has no tools.
setup:
	@$(PYTHON) -c '' 2>/dev/null || { \
		echo "There is no $(PYTHON) here that runs: install Python 3.11 or newer, or say make PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Targman needs Python 3.11 or newer, not $$($(PYTHON) -V 2>&1): say make PYTHON=/path/to/python3." >&2; exit 1; }
	@key=$$({ pwd; $(PYTHON) -c 'import sys; print(sys.base_prefix, sys.version)'; cat $(LOCK) pyproject.toml pipeline/languages/*/messages.po; } | cksum) && key="$(LOCK) $$key"; \
	if [ "$$key" = "$$(cat $(VENV)/ready 2>/dev/null)" ] && $(BIN)/python -c ''; then exit 0; fi; \
	echo "Setting up $(VENV) from $(LOCK) (once, less than a minute) …"; \
	pip="$(BIN)/python -m pip"; \
	if ! $(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 && ! $(PYTHON) -m virtualenv --clear --quiet $(VENV) 2>/dev/null; then \
		pip="$(PYTHON) -m pip --python $(BIN)/python"; \
		if ! $(PYTHON) -m venv --clear --without-pip $(VENV) >/dev/null 2>&1 || ! $$pip --version >/dev/null 2>&1; then \
			echo "$(PYTHON) cannot make a virtual environment: install python3-venv (apt install python3-venv), then make again." >&2; \
			exit 1; \
		fi; \
	fi; \
	awk '/^[a-z]/ { taken = /^($(BUILD))==/ } taken' requirements-dev.lock > $(VENV)/build.lock && \
	$$pip install $(PIP_FLAGS) --no-deps --require-hashes --only-binary :all: -r $(LOCK) -r $(VENV)/build.lock && \
	$$pip install $(PIP_FLAGS) --no-index --no-deps --no-build-isolation --editable . && \
	echo "$$key" > $(VENV)/ready
