# The targets are the manual: `make` lists them.

CONFIG ?=
SOAK_CYCLES ?= 200
SOAK_PLANS ?= 50

export CARGO_TARGET_DIR ?= $(CURDIR)/target
TOOLS := $(CARGO_TARGET_DIR)/tools
TOOL_VERSIONS := cargo-deny@0.20.2 cargo-machete@0.9.2 typos-cli@1.52.0
TOOLS_READY := $(TOOLS)/$(subst @,-,$(subst $() ,_,$(TOOL_VERSIONS)))

WEB_SOURCES := $(shell find web/src web/public web/build web/*.json web/*.ts web/*.mjs web/index.html -type f 2>/dev/null)

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

.PHONY: run
run: build ## Build and start on http://127.0.0.1:8080 (CONFIG=FILE for another configuration)
	@cargo run --quiet -- $(if $(CONFIG),--config $(CONFIG))

.PHONY: build
build: web ## Build the server with the web client
	cargo build

.PHONY: web
web: web/dist/index.html ## Build the web client

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

.PHONY: types
types: web/node_modules/.package-lock.json ## Write anew what is generated from the Rust types
	scripts/generate

.PHONY: test
test: test-deps web ## Run every test: Rust, web client, browser
	scripts/run-tests

.PHONY: test-deps
test-deps: ## Install what the tests need where it is missing (Debian), or say what to install
	@scripts/install-test-deps

.PHONY: soak
soak: test-deps web ## Kill the server SOAK_CYCLES times, play SOAK_PLANS random plans, let nodes sleep (hours)
	PARLEY_SOAK_CYCLES=$(SOAK_CYCLES) PARLEY_SOAK_PLANS=$(SOAK_PLANS) PARLEY_PLAN_STEPS=600 \
	PARLEY_SOAK_SLEEP_S=31 cargo test --workspace --test it -- --nocapture soak

.PHONY: check
check: check-rust check-deps check-web check-spelling check-generated ## Format, lints, docs, licences, unused code, spelling

.PHONY: check-rust
check-rust: web
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items

.PHONY: check-deps
check-deps: $(TOOLS_READY)
	$(TOOLS)/bin/cargo-deny check bans licenses sources
	@scripts/check-advisories $(TOOLS)/bin/cargo-deny
	$(TOOLS)/bin/cargo-machete

.PHONY: check-web
check-web: web/node_modules/.package-lock.json
	cd web && npm run --silent types && npm run --silent lint && npm run --silent unused

.PHONY: check-spelling
check-spelling: $(TOOLS_READY)
	$(TOOLS)/bin/typos

.PHONY: check-generated
check-generated: web/node_modules/.package-lock.json
	scripts/generate --check

# Pinned and kept with the build, not in the home folder: one version for everybody, gone with `make clean`.
# Unoptimised and in one go (they share packages), because building them takes longer than running them.
$(TOOLS_READY):
	CARGO_TARGET_DIR=$(TOOLS)/build cargo install --quiet --locked --debug --root $(TOOLS) $(TOOL_VERSIONS)
	@rm -rf $(TOOLS)/build
	@touch $@

.PHONY: fmt
fmt: web/node_modules/.package-lock.json ## Format everything
	cargo fmt --all
	cd web && npx biome check --write .

.PHONY: services
services: ## Start PostgreSQL and Redis for config/cluster.toml
	@scripts/services start

.PHONY: services-stop
services-stop: ## Stop them again; their data stays
	@scripts/services stop

.PHONY: clean
clean: ## Remove what was built; data/ stays
	cargo clean
	rm -rf web/dist web/node_modules
