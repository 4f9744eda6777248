# Every entry point of the project; each recipe is one script, so that it can be read and run by itself.

SHELL := /bin/bash
PORT ?= 8080
STEPS ?=
SECTIONS ?=

.DEFAULT_GOAL := help
.PHONY: help setup build demo test bench fmt lint clean

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

bench: ## Measure on this machine, in some 20 minutes; SECTIONS="calls http" measures only these
	@scripts/setup bench
	@scripts/build
	@benches/run $(SECTIONS)

fmt: ## Format the Rust and the JavaScript
	@scripts/setup test
	@cargo fmt --all
	@node_modules/.bin/biome format --write

lint: ## Check formatting, lints, documentation and types without running a test
	@scripts/setup test
	@scripts/test format lint documentation php-syntax client-lint client-types client-build

clean: ## Remove everything that was built
	@rm -rf build node_modules
	@cargo clean --quiet
