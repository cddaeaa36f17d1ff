# Perennial. `make help` lists what can be made; `make demo` shows it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# DuckDB is linked in, which needs a C compiler.
export CGO_ENABLED := 1

VERSION   ?= dev
FUZZTIME  ?= 20000x
BENCH     ?= .
TESTFLAGS ?=

BINARY      := bin/perennial
LDFLAGS     := -X github.com/perennial-clv/perennial/internal/cli.Version=$(VERSION)
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
# Go packages of this repository; node_modules may hold Go code of others.
PACKAGES    := ./btyd/... ./cmd/... ./internal/... ./e2e/... ./bench/... ./web
GO_DIRS     := btyd cmd internal e2e bench web/embed.go
# Packages that start goroutines.
CONCURRENT  := ./btyd/... ./internal/api/... ./internal/app/... ./internal/cli/... ./internal/models/... ./internal/score/... ./internal/source/... ./internal/store/...

WEB_INSTALLED := web/node_modules/.installed
WEB_BUILT     := web/dist/index.html
WEB_INPUTS    := $(shell find web/src web/public -type f ! -name schema.d.ts) \
	web/index.html web/package.json web/svelte.config.js web/tsconfig.json web/vite.config.ts docs/openapi.yaml

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z][a-z-]*:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## Build everything, make a demo business and show it in the dashboard
	$(BINARY) demo

.PHONY: build
build: web ## Build the dashboard and the program into bin/
	go build -ldflags '$(LDFLAGS)' -o $(BINARY) ./cmd/perennial

.PHONY: web
web: $(WEB_BUILT) ## Build the dashboard, if its sources have changed

$(WEB_INSTALLED): web/package-lock.json web/package.json
	cd web && npm ci
	touch $@

$(WEB_BUILT): $(WEB_INSTALLED) $(WEB_INPUTS)
	cd web && npm run build
	touch $@

.PHONY: check
check: $(WEB_INSTALLED) ## Check the types of the dashboard
	cd web && npm run check

.PHONY: test
test: build check ## Run every test, browser journeys included
	go test $(TESTFLAGS) $(PACKAGES)
	@bash .ci/browser || echo 'Skipped: the browser journeys of e2e, because no Chromium or Chrome was found (CHROME_BIN names one).'

.PHONY: lint
lint: web ## gofmt, go vet, staticcheck, svelte-check
	@unformatted=$$(gofmt -l $(GO_DIRS)); \
	if [ -n "$$unformatted" ]; then echo "Not formatted with gofmt:"; echo "$$unformatted"; exit 1; fi
	go vet $(PACKAGES)
	go run $(STATICCHECK) $(PACKAGES)
	cd web && npm run check

.PHONY: race
race: ## Run the tests of concurrent packages under the race detector
	@# Limits of memory mean nothing under the detector, which multiplies it.
	go test -race -short -skip '^TestOneLongLine$$' $(TESTFLAGS) $(CONCURRENT)

.PHONY: fuzz
fuzz: ## Run each fuzz test for FUZZTIME inputs (20000x)
	@for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' btyd internal | xargs -rn1 dirname | sort -u); do \
		for name in $$(go test -list '^Fuzz' ./$$dir | grep '^Fuzz'); do \
			go test ./$$dir -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME); \
		done; \
	done

.PHONY: python
python: build ## Test the Python client of clients/python against the program
	.ci/python

.PHONY: bench
bench: ## Run the Go benchmarks that match BENCH (all)
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./btyd/... ./internal/...

.PHONY: bench-peers
bench-peers: ## Measure beside other implementations and write docs/benchmarks.md (an hour)
	bench/run.sh

.PHONY: openapi
openapi: $(WEB_INSTALLED) ## Write docs/openapi.yaml and the dashboard's types from the server's own description
	go test ./internal/api -run Description -count=1 -update
	cd web && npm run types

.PHONY: docs
docs: ## Write the generated pages of docs from the code
	go test ./internal/archtest -run Generated -count=1 -update
	go test ./btyd/conformance -run Figures -count=1 -update
	go test ./internal/source/export -run TestRowsTried -count=1 -update

.PHONY: clean
clean: ## Remove what was built; data directories stay
	rm -rf bin web/node_modules web/dist/assets web/dist/index.html web/dist/icon.svg web/src/lib/api/schema.d.ts e2e/shots perennial-out
