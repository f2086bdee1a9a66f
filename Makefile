# The verbs of this house. Anything longer than a few lines lives in .ci/.

HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run check test bench format

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what running needs: .venv, libraries, fonts
	@bash .ci/setup.sh run

setup-test: ## Install what the tests need besides: a browser and PDF tools
	@bash .ci/setup.sh test

run: setup ## Start everything on http://HOST:PORT (127.0.0.1:8000)
	@exec .venv/bin/madoguchi run

check: setup ## Format, lint, types, house rules, definitions; under 30 s
	@bash .ci/check.sh

test: setup-test ## Run all tests, those in the browser too
	@.venv/bin/python -m pytest $(ARGS)

bench: setup ## Run the benchmarks; writes var/bench.json
	@.venv/bin/python -m tests.benchmarks

format: setup ## Put the code into the house's form
	@.venv/bin/ruff check --quiet --fix app tests migrations
	@.venv/bin/ruff format --quiet app tests migrations
