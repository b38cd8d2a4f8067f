# Everything a contributor or CI runs. `make` prints what there is.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo "$$python" && break; done)
ENV := .venv
BIN := $(ENV)/bin
READY := $(ENV)/.ready
UNDRIFT := $(BIN)/undrift
BENCH := build/bench
OTHERS := build/peers
SOURCES := generator templates tests
JOBS ?= 2
DOCUMENTS ?=
WITHOUT ?=
BEHAVIOUR := stripe_com-api.json github-api.json openai-openapi.yaml
PEERS ?=

.DEFAULT_GOAL := help
.PHONY: help setup generate check test lint types unit fixtures goldens behaviour corpus invented roundtrip calls judge exchanges names bench soak mock record lock clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Make the environment in .venv (the other targets do it when needed)

$(READY): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed; say which: make PYTHON=/path/to/python" >&2; exit 2; }
	@echo "Setting up $(ENV) with $$($(PYTHON) --version) ..."
	@rm -rf $(ENV)
	@$(PYTHON) -m venv $(ENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --requirement requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q generator
	@touch $@

generate: $(READY) ## Regenerate generated/ from specs/
	@$(UNDRIFT) generate

check: $(READY) ## Is generated/ what specs/ says? (exit 3 when not)
	@$(UNDRIFT) check

test: lint types fixtures unit ## Every test: ruff, black, mypy, basedpyright, fixtures, pytest

lint: $(READY) ## Style: ruff and black
	$(BIN)/ruff check --quiet $(SOURCES)
	$(BIN)/black --check $(SOURCES) generated

types: $(READY) ## Types: mypy --strict and basedpyright
	$(BIN)/mypy
	$(BIN)/basedpyright --level error

unit: $(READY) ## Behaviour: pytest
	$(BIN)/python -m pytest --numprocesses auto

fixtures: $(READY) ## Recorded exchanges against the spec and the package
	$(UNDRIFT) fixtures check

goldens: $(READY) ## Rewrite tests/cases/ and the table of diagnostics; read the diff before you commit it
	@$(BIN)/python -m pytest --goldens tests/test_cases.py tests/test_architecture.py
	@git diff --stat tests/cases docs

corpus: $(READY) $(if $(PEERS),$(OTHERS)/.ready) ## Real descriptions through every gate (DOCUMENTS="name*" WITHOUT="black types" JOBS=2), or other generators (PEERS=1), into docs/conformance.md
	@$(BIN)/python -m tests.corpus --jobs $(JOBS) $(if $(PEERS),--peers) $(addprefix --without ,$(WITHOUT)) $(DOCUMENTS)

$(OTHERS)/.ready: requirements/peers.txt
	@rm -rf $(OTHERS) && $(PYTHON) -m venv $(OTHERS)
	@$(OTHERS)/bin/python -m pip install -qq --disable-pip-version-check --no-input --requirement $<
	@touch $@

invented: $(READY) ## Random APIs through every gate and both type checkers (SEEDS=10)
	@$(BIN)/python -m tests.corpus.invented $(addprefix --seeds ,$(SEEDS))

behaviour: $(READY) ## Faults, pages, streams, files and silence with packages of real descriptions (DOCUMENTS=...)
	$(BIN)/python -m pytest -rs --numprocesses $(JOBS) tests/behaviour/packages --documents $(or $(DOCUMENTS),$(BEHAVIOUR))

roundtrip: $(READY) ## Do types of the corpus write back what they read? (DOCUMENTS="a.json b/" EXAMPLES=12)
	$(BIN)/python -m tests.corpus.roundtrip $(addprefix --examples ,$(EXAMPLES)) $(DOCUMENTS)

bench: $(READY) $(BENCH)/.ready ## Every figure of docs/benchmarks.md, against pydantic, msgspec and bare httpx2
	@$(BENCH)/bin/python -m tests.bench

$(BENCH)/.ready: requirements/bench.txt
	@rm -rf $(BENCH) && $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check --no-input --requirement $<
	@touch $@

soak: $(READY) ## 50,000 calls against a server that fails, in tasks and in threads (minutes)
	@$(BIN)/python -m tests.soak

calls: $(READY) ## Call every operation of the corpus with examples; is each answer read? (DOCUMENTS=... CALLS=3)
	$(BIN)/python -m tests.corpus.calls --requests build/requests $(addprefix --calls ,$(CALLS)) $(DOCUMENTS)

judge: calls ## Hold those requests against the original documents, as openapi-core reads them
	@test -x build/judge/bin/python || $(PYTHON) -m venv build/judge
	@build/judge/bin/python -m pip install -qq --disable-pip-version-check --requirement requirements/judge.txt
	build/judge/bin/python -m tests.corpus.judge build/requests

exchanges: roundtrip judge ## All three of these, into docs/exchanges.md
	$(BIN)/python -m tests.corpus.exchanges

names: $(READY) ## Are names of the corpus readable, and do they stay? (DOCUMENTS=...)
	$(BIN)/python -m tests.corpus.names $(DOCUMENTS)

mock: $(READY) ## Serve the API with example answers, until Ctrl-C
	@$(UNDRIFT) mock

record: $(READY) ## Record tests/recorded/ anew from an independent mock (needs npm)
	@$(BIN)/python tests/recorded/record.py generated/dronline-connected.openapi.json

lock: ## Resolve pyproject.toml and requirements/dev.in into requirements/dev.txt
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > build/lock/direct.txt
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check --requirement build/lock/direct.txt --requirement requirements/dev.in
	@head -n 1 requirements/dev.txt > build/lock/dev.txt
	@build/lock/bin/python -m pip freeze >> build/lock/dev.txt
	@mv build/lock/dev.txt requirements/dev.txt && git diff --stat requirements/dev.txt

clean: ## Remove the environment and every cache
	rm -rf $(ENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} + ; find specs -name .undrift-cache -prune -exec rm -rf {} +
