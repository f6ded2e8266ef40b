# Analysts: `make`, `make check`, `make open`. Each target is one `outcomes` command.
# Variables: STUDY="name ..." (default: all), WORKSPACE=folder (default: here), ENGINE=duckdb, PAPER=letter;
# MODULES="file or folder ..." for mutate; A=release B=release for diff (default: the release before, and the present one).
SHELL := /bin/bash
STUDY     ?=
WORKSPACE ?= .
ENGINE    ?= duckdb
PAPER     ?= letter
PYTHON    ?= python3
JOBS      ?= 2
MODULES   ?= pipeline/statistics

BIN      := .venv/bin
AUDIT    := .venv-audit
OUTCOMES := $(BIN)/outcomes -C "$(WORKSPACE)" --engine "$(ENGINE)"
STAGES   := ingest compare attain protect report

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all setup $(STAGES) check goals describe diff verify release open pdf clean test browser calibrate soak mutate validate lint format docs bench help looks sbom audit

##@ Analysts
all: $(BIN)/.ready         ## Set up what is missing, then bring every report up to date
	@$(OUTCOMES) run $(STUDY)
setup: $(BIN)/.ready       ## Make .venv from the hash-locked requirements
ingest: $(BIN)/.ready      ## Read the exports
compare: $(BIN)/.ready     ## ... and reckon every comparison
attain: $(BIN)/.ready      ## ... and judge the goals
protect: $(BIN)/.ready     ## ... and hide small groups
report: $(BIN)/.ready      ## ... and write the reports
$(STAGES):
	@$(OUTCOMES) $@ $(STUDY)
check: $(BIN)/.ready       ## Say what is understood and what is wrong; write nothing
	@$(OUTCOMES) check $(STUDY)
goals: $(BIN)/.ready       ## The goal register, with S-M-A-R-T checks
	@$(OUTCOMES) goals $(STUDY)
describe: $(BIN)/.ready    ## The data dictionary: every column and what it means
	@$(OUTCOMES) describe $(STUDY)
diff: $(BIN)/.ready        ## What changed since the release before, and why (A= B= for others)
	@$(OUTCOMES) diff $(if $(A),"$(A)" $(if $(B),"$(B)"),$(STUDY))
verify: $(BIN)/.ready      ## Whether what lies in reports/ is what was cleared, number by number
	@$(OUTCOMES) verify $(STUDY)
release: $(BIN)/.ready     ## Note that the reports were given out; later ones keep to what they told
	@$(OUTCOMES) release $(STUDY)
open: all                  ## Open reports/index.html
	@$(OUTCOMES) open
pdf: all                   ## ... and print them: reports/pdf/<study>/ (PAPER=a4)
	@$(OUTCOMES) pdf --paper "$(PAPER)" $(STUDY)
clean: $(BIN)/.ready       ## Remove what was made; data/raw is never touched
	@$(OUTCOMES) clean

##@ Contributors
test: $(BIN)/.ready-dev    ## Tests
	@$(BIN)/python -m pytest -n $(JOBS)
browser: $(BIN)/.ready     ## A browser for the tests of pages, where none is found (as root, Debian or Ubuntu)
	@$(HAVE_BROWSER) || test -n "$$CHROMIUM" || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null \
	  || (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-upgrade --no-install-recommends chromium fonts-dejavu-core) >/dev/null 2>&1 || true
	@$(HAVE_BROWSER) || echo 'No browser here: tests that need one are skipped. Debian, Ubuntu: apt-get install chromium.' >&2
looks: $(BIN)/.ready-dev   ## Keep how the pages look now; tests compare with it
	@$(BIN)/python -m tests.browser.looks
calibrate: $(BIN)/.ready-dev ## Try every method on invented studies and write docs/calibration.md (minutes)
	@$(BIN)/python -m tests.calibration --page > docs/calibration.md
soak: $(BIN)/.ready-dev    ## Longer than tests: axe, mutated exports, hostile texts, faults of the disk, privacy (hours)
	@$(BIN)/python -m tests.soak.axe
	@$(BIN)/python -m tests.soak.fuzz 100000
	@$(BIN)/python -m tests.soak.privacy 10000
	@$(BIN)/python -m tests.soak.histories 1000
	@$(BIN)/python -m tests.soak.injection 100000
	@$(BIN)/python -m tests.soak.formulas
	@$(BIN)/python -m tests.soak.faults
	@$(BIN)/python -m tests.soak.together 200
	@$(BIN)/python -m tests.soak.reproducible 200
mutate: $(BIN)/.ready-dev  ## Plant every small fault in MODULES and say which no test notices (an hour for statistics)
	@$(BIN)/python -m tests.mutation --jobs $(JOBS) $(MODULES)
validate: $(BIN)/.ready-dev ## Every published figure that is reproduced: theirs and ours
	@$(BIN)/python -m tests.published.figures
lint: $(BIN)/.ready-dev    ## Style, types, layers, templates, spelling, dependencies, docstrings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet pipeline/report/templates
	@$(BIN)/codespell
	@$(BIN)/deptry .
	@$(BIN)/interrogate --quiet pipeline
format: $(BIN)/.ready-dev  ## Bring the code into shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
docs: $(BIN)/.ready-dev    ## Write the pages of docs/ that follow from the code
	@$(BIN)/python docs/build.py
	@$(BIN)/python -m tests.published.figures --page > docs/validation.md
sbom: $(AUDIT)/.ready      ## The software bill of materials: docs/sbom.cdx.json, from requirements.lock
	@$(AUDIT)/bin/python docs/sbom.py > docs/sbom.cdx.json
	@$(AUDIT)/bin/python -c 'import sys; from pathlib import Path; from cyclonedx.schema import SchemaVersion; from cyclonedx.validation.json import JsonStrictValidator; sys.exit(str(wrong) if (wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(Path("docs/sbom.cdx.json").read_text())) else 0)'
audit: $(AUDIT)/.ready     ## Known weaknesses of what is locked, where the advisory service can be reached
	@$(AUDIT)/bin/python docs/audit.py
bench: $(BIN)/.ready-dev   ## Time it against what one would do instead
	@$(BIN)/python bench/run.py

help:                      ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

HAVE_BROWSER := $(BIN)/python -c 'import sys; from pipeline.commands.pdf import find_browser; sys.exit(not find_browser())'

# --- Setting up: uv where it is, else the Python that is there and pip ---
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
# an environment that uv made has no pip of its own
HAVE_PIP := $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
INSTALL  := $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
HAVE_PIP := true
INSTALL  := $(UV) pip install --quiet --python $(BIN)/python
endif

$(BIN)/python:
ifeq ($(UV),)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this one is " + sys.version.split()[0] + ". Say which one to use: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv
else
	@$(UV) venv --quiet --allow-existing --python '>=3.11' .venv
endif

$(BIN)/.ready: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo 'Setting up .venv: a minute or two, once.' >&2
	@$(HAVE_PIP)
	@$(INSTALL) --require-hashes -r requirements.lock -r requirements-build.lock
	@$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

# apart from the tools of contributors: nothing of ours runs there
$(AUDIT)/.ready: requirements-audit.lock | $(BIN)/python
	@$(BIN)/python -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock
	@touch $@

$(BIN)/.ready-dev: requirements-dev.lock $(BIN)/.ready
	@echo 'Setting up the tools for contributors.' >&2
	@$(HAVE_PIP)
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
