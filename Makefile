# Needs git, make and Python 3.11 or newer; everything else goes into .venv, in the versions of constraints.txt.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help renew install test testlong check quick lint fuzz bench readbench findbench linkbench wheel notebook docs clean demo

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV ?= uv
# For every platform and each Python from 3.11 on, with the hashes of all files that a registry has.
LOCK = --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make renew'
# pytest rewrites each assertion: once, not in each process of each run, also where Python is to write no bytecode
unexport PYTHONDONTWRITEBYTECODE
# A module stays in one process, as its tests share crawls.
PYTEST = $(BIN)/python -m pytest --dist loadscope --no-loadscope-reorder --durations 15 --numprocesses
# one more than cores where many tests wait
CORES = $$(nproc)
MORE = $$(( $$(nproc) + 1 ))

# the first that is new enough, so that an old `python3` does not hide a `python3.11` beside it
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

install: $(INSTALLED) ## .venv with the project (editable) and all tools, in pinned versions

$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer here; install one or say make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "make: $(PYTHON) is not Python 3.11 or newer" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "make: $(PYTHON) comes without venv; on Debian: apt install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	@# nothing is taken whose bytes do not give a digest of constraints.txt; pip and what builds the project included
	$(PIP) install --require-hashes --requirement constraints.txt
	$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

demo: $(INSTALLED) ## demo.db: thirty days of a small world, archived; also works as the first command
	$(BIN)/kaaw demo

test: lint ## lint and all tests but a few that take long, on all cores: before a change lands
	$(PYTEST) $(MORE) -m "not long"

testlong: $(INSTALLED) ## the few that take long: each does more of what a quicker test does, and says how
	$(PYTEST) $(MORE) -m long

check: $(INSTALLED) ## lint and the quick 95 % of the tests, at once: for every commit
	@$(MAKE) --no-print-directory --jobs 2 lint quick

quick: $(INSTALLED)
	$(PYTEST) $(CORES) -m "not slow and not long"

lint: $(INSTALLED) ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fuzz: $(INSTALLED) ## a million texts of others, 50,000 examples of each property of the tests, 10,000 broken pages; hours
	$(BIN)/python -m bench.fuzz_texts
	$(PYTEST) $(MORE) --hypothesis-profile many -m hypothesis
	$(BIN)/python -m bench.fuzz_pages

bench: $(INSTALLED) ## all benchmarks; bench/README.md says what they measure
	$(BIN)/python -m bench.crawl
	$(BIN)/python -m bench.kill --kills 100
	$(BIN)/python -m bench.kill_commands
	$(BIN)/python -m bench.power
	$(BIN)/python -m bench.power --spider linkcheck --images 100
	$(BIN)/python -m bench.together
	$(BIN)/python -m bench.damage
	$(BIN)/python -m bench.hostile
	$(BIN)/python -m bench.hostile_suite
	$(BIN)/python -m bench.answers
	$(BIN)/python -m bench.memory
	$(BIN)/python -m bench.own_fault
	$(BIN)/python -m bench.patterns
	KAAW_TEST_LOCK_S=60 $(BIN)/python -m pytest tests/crawl/test_limits.py tests/linkcheck/test_link_limits.py
	$(BIN)/python -m bench.revisit

linkbench: $(INSTALLED) ## links with known truth, judged by us and by lychee, linkchecker, linkinator where installed
	$(BIN)/python -m bench.links $(LINKBENCH)
	$(BIN)/python -m bench.pywb

readbench: $(INSTALLED) ## how well pages are read, against the table of docs/reading_figures.md; needs ../shared/corpus
	$(BIN)/python -m bench.readbench

findbench: $(INSTALLED) ## how much of whole sites is found, and at what cost; needs ../shared/real-sites
	$(BIN)/python -m bench.finding --rows $(FINDBENCH)

wheel: $(INSTALLED) ## dist/kaaw_archive-*.whl, and beside it a bill of materials (CycloneDX)
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	$(BIN)/python -m supply.bill > dist/kaaw_archive.cdx.json

notebook: $(INSTALLED) ## build/notebook/questions.ipynb: the questions of docs/researchers, answered; with Jupyter in a place of its own
	@mkdir -p build/notebook
	$(PIP) install --require-hashes --no-deps --upgrade --target build/notebook/jupyter --requirement constraints-notebook.txt
	cp tests/databases/$$(ls tests/databases | grep '^v[0-9]*\.db$$' | sort -V | tail -1) build/notebook/archive.db
	PYTHONPATH=$(CURDIR)/build/notebook/jupyter JUPYTER_PATH=$(CURDIR)/build/notebook/jupyter/share/jupyter \
		$(BIN)/python -m supply.notebook build/notebook/archive.db build/notebook/questions.ipynb

docs: $(INSTALLED) ## the pages of docs/ as a site in build/docs; a warning is an error
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs

renew: ## newest versions into constraints.txt with their hashes, and docs/licences.md; needs uv
	@command -v $(UV) >/dev/null || { echo "make: renewing needs uv (pip install uv, anywhere; make renew UV=/path/to/uv)" >&2; exit 1; }
	$(UV) pip compile --quiet --upgrade $(LOCK) --group dev --extra demo --extra notify --extra parquet --extra mcp \
		--output-file constraints.txt pyproject.toml
	$(UV) pip compile --quiet --upgrade $(LOCK) --group notebook --constraint constraints.txt --output-file constraints-notebook.txt
	@$(MAKE) --no-print-directory install
	$(BIN)/python -m supply.licences > docs/licences.md

clean: ## remove what was made; archives stay
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find kaaw_archive kaaw_demo spiders tests bench -type d -name __pycache__ -prune -exec rm -rf {} +
