# Two commands do all the set-up on a machine with Python and make alone: `make demo`, `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SNOWOPS := $(BIN)/snowops
INSTALLED := $(VENV)/installed
FAST := not terraform and not embedded and not artifact
EXAMPLES := brief

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## Say what can be made
	@grep -hE '^[a-z][a-z0-9-]*:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.PHONY: demo
demo: $(INSTALLED) ## Apply the whole pipeline to an AWS on this machine and send events through it
	@echo; echo "1/6  An AWS on this machine"
	$(SNOWOPS) local up
	@echo; echo "2/6  The pseudonymizing Lambda, as one zip"
	$(SNOWOPS) package local
	@echo; echo "3/6  The whole pipeline, planned and applied by Terraform (about two minutes)"
	$(SNOWOPS) apply local --yes
	@echo; echo "4/6  A second plan: exit 0 means no changes"
	$(SNOWOPS) plan local --detailed-exitcode
	@echo; echo "5/6  The first salt"
	$(SNOWOPS) salt init local
	@echo; echo "6/6  Events through Kinesis, Firehose and the Lambda into S3"
	$(BIN)/python -m tests.events 200 > .snowops/demo-events.tsv
	$(SNOWOPS) local send local .snowops/demo-events.tsv
	@echo; echo "Try next:"
	@echo "  $(SNOWOPS) output local                     names and addresses of what was made"
	@echo "  $(SNOWOPS) env show local --origins         which file and line set each value"
	@echo "  edit environments/local.yaml, then $(SNOWOPS) plan local"
	@echo "  $(SNOWOPS) replay local .snowops/demo-events.tsv --diff"
	@echo "  $(SNOWOPS) privacy explain user_id"
	@echo "  $(SNOWOPS) destroy local --yes && $(SNOWOPS) local down"

.PHONY: test
test: EXAMPLES := thorough
test: lint test-fast test-real ## Check everything: style, types, fast tests, real Terraform

.PHONY: lint
lint: $(INSTALLED) ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: test-fast
test-fast: $(INSTALLED) ## Tests without processes or sockets, with coverage; few examples of each property
	$(BIN)/pytest -m "$(FAST)" --hypothesis-profile $(EXAMPLES) --cov --cov-report=term:skip-covered -q -n 2

.PHONY: test-real
test-real: $(INSTALLED) aws6 ## Tests with real Terraform, the embedded AWS and the packaged artifact
	$(BIN)/pytest -m "terraform or embedded or artifact" --hypothesis-profile $(EXAMPLES) -n 3 --dist loadgroup --durations 10

.PHONY: aws6
aws6: $(INSTALLED) ## Make the schema-only AWS 6.x provider that tests use
	$(BIN)/python -m tests.aws6_provider

.PHONY: scan
scan: $(INSTALLED) aws6 ## Run the security scanners over the rendered trees and their plans
	$(BIN)/python -m tests.scan

.PHONY: golden
golden: $(INSTALLED) ## Write the golden trees anew, after a look at the difference
	$(BIN)/python -m tests.golden.update

.PHONY: docs
docs: $(INSTALLED) ## Write the generated documentation and schemas anew
	$(SNOWOPS) env reference > docs/configuration.md
	$(SNOWOPS) env schema > environments/schema.json
	$(BIN)/python -m tests.generated

.PHONY: bench
bench: $(INSTALLED) ## Print the figures of docs/performance.md
	$(BIN)/python -m benchmarks

.PHONY: lock
lock: $(INSTALLED) ## Resolve and pin the dependencies anew, with hashes
	$(BIN)/python -m pip install --quiet uv
	sh requirements/lock.sh $(BIN)/uv

.PHONY: clean
clean: ## Stop the embedded AWS and remove what was made
	-test -x $(SNOWOPS) && $(SNOWOPS) local down
	rm -rf $(VENV) build dist .snowops .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(INSTALLED): requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "snowops needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.13 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --no-deps --no-build-isolation --editable .
	@touch $@
