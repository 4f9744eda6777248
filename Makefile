# Every entry point of the project; each recipe is one script, so that it can be read and run by itself.

SHELL := /bin/bash
PORT ?= 8080
STEPS ?=
SECTIONS ?=
TESTS ?=
TARGET ?=
SECONDS ?= 60

.DEFAULT_GOAL := help
.PHONY: help setup build demo test faults soak valgrind fuzz bench fmt lint licences audit sbom clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what building and testing need and this machine lacks (Debian packages, test tools)
	@scripts/setup test

build: ## Build the extension: target/release/libnosocket.so
	@scripts/setup build
	@scripts/build

# Through the environment and as they are, so that neither make nor a shell expands a `$` in a password.
demo: export NOSOCKET_DSN := $(or $(value DSN),$(value NOSOCKET_DSN))
demo: export NOSOCKET_DB_USER := $(or $(value DB_USER),$(value NOSOCKET_DB_USER))
demo: export NOSOCKET_DB_PASSWORD := $(or $(value DB_PASSWORD),$(value NOSOCKET_DB_PASSWORD))
demo: ## Install what is missing, build, serve the demo on PORT (8080) from DSN, DB_USER, DB_PASSWORD (SQLite)
	@scripts/setup build
	@scripts/build
	@scripts/demo $(PORT)

test: ## Install what is missing and run everything; STEPS="phpt system" runs only these
	@scripts/setup test
	@scripts/test $(STEPS)

soak: export REQUESTS := $(REQUESTS)
soak: export DATABASE := $(DATABASE)
soak: ## Send REQUESTS (1000000) mixed requests on each DATABASE and watch memory and descriptors
	@scripts/setup test
	@scripts/build
	@scripts/soak

valgrind: ## Run the phpt suite, or TESTS="emit poll/live.phpt", under memcheck
	@scripts/setup test
	@scripts/build
	@scripts/valgrind $(TESTS)

faults: ## Break things while events flow: ROUNDS (100) schedules on each DATABASE, of each KIND, from SEED
	@scripts/setup test
	@scripts/build
	@tests/faults/run

bench: ## Measure on this machine, in some 20 minutes; SECTIONS="calls http" measures only these
	@scripts/setup bench
	@scripts/build
	@benches/run $(SECTIONS)

fuzz: ## Feed bad input to what reads input, SECONDS (60) for each target; TARGET="dsn json" runs only these
	@scripts/setup test
	@scripts/build
	@SECONDS_EACH=$(SECONDS) fuzz/run $(TARGET)

fmt: ## Format the Rust and the JavaScript
	@scripts/setup test
	@cargo fmt --all
	@node_modules/.bin/biome format --write

lint: ## Check formatting, lints, documentation and types without running a test
	@scripts/setup test
	@scripts/test format lint supply documentation php-syntax client-lint client-types client-build

licences: ## Write docs/licences.md anew
	@node scripts/supply/main.mjs licences

audit: ## Look for known vulnerabilities in the dependencies, over the network
	@scripts/setup build
	@scripts/audit

sbom: ## Write build/sbom.cdx.json, the bill of materials of a release (CycloneDX)
	@node scripts/supply/main.mjs sbom

clean: ## Remove everything that was built
	@rm -rf build node_modules
	@cargo clean --quiet
