# One entrance for people; meson and ninja do the building. `make help` says what there is.

LISTEN ?= 127.0.0.1:8080
T ?=
TIME ?= 60

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DEFAULT_GOAL := all

# What tools/assets.mjs reads: our own style and scripts, and the class names in templates and charts.
asset_inputs := tools/assets.mjs $(wildcard package.json package-lock.json) \
	$(shell find static src -type f \( -path 'static/*' -o -name '*.html' -o -name '*.css' -o -path 'src/view/*.c' \) 2>/dev/null)

.PHONY: all run test check bench fuzz deb format clean setup help tests-built program FORCE

all: setup ## build build/scharnier (the default)
	@$(MAKE) program

run: all ## build, create the demo database once, serve it on http://127.0.0.1:8080 (LISTEN=ADDR:PORT)
	@exec build/scharnier demo --listen $(LISTEN)

test: ## everything, on SQLite, on PostgreSQL and in Chromium (T=rulebook: only what has this in its name)
	@tools/setup.sh build test
	@node tools/run-tests.mjs $(T)

check: ## the long round: sanitizers, static analysis, valgrind, fuzz replay, kill -9 loops
	@tools/setup.sh build test check
	@tools/check.sh

bench: ## ratios against a bare server in the same run; writes them into docs/performance.md
	@tools/setup.sh build bench
	@$(MAKE) program
	@ninja -C build src/app/suits src/app/week_bench src/app/entries
	@node bench/run.mjs

fuzz: ## look for new crashes with libFuzzer (T=guard: one parser; TIME=60: seconds for each)
	@tools/setup.sh build fuzz
	@tools/fuzz.sh run "$(TIME)" $(T)

deb: ## a Debian package: build/scharnier_VERSION_ARCH.deb, with sandboxed systemd units
	@tools/setup.sh build deb
	@$(MAKE) build/assets.stamp
	@tools/deb.sh

format: ## bring the C code into the form of .clang-format
	@tools/setup.sh format
	@find src tests bench fuzz tools -name '*.[ch]' -print0 | xargs -0 clang-format -i

clean: ## remove everything that was built (not node_modules)
	rm -rf build build-asan build-clang build-analyzer build-fuzz

setup: ## install the Debian and npm packages that building needs
	@tools/setup.sh build

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# The parts that need the packages to be there. BUILD is the folder; the sanitizer and clang builds use others.
BUILD ?= build
# The first build shows its progress; later ones say something only if there is something to say.
ninja = ninja -C $(BUILD)$(if $(wildcard $(BUILD)/scharnier), --quiet)
hush = $(if $(wildcard $(BUILD)/scharnier),| sed -u '/^ninja: no work to do/d')

build/assets.stamp: $(asset_inputs)
	@mkdir -p build
	@node tools/assets.mjs
	@touch $@

# What the program carries inside. meson lists these files when it configures, so a file more or less means: again.
embedded := $(sort $(wildcard src/core/views/*.html src/features/*/views/*.html migrations/*.sql messages/*.po privacy/*.txt))

$(BUILD)/embedded.list: FORCE
	@mkdir -p $(BUILD)
	@echo $(embedded) | cmp -s - $@ || echo $(embedded) >$@

$(BUILD)/build.ninja: $(BUILD)/embedded.list | build/assets.stamp
	@[ -e $@ ] || rm -rf $(BUILD)/meson-private $(BUILD)/meson-info
	@meson setup $(if $(wildcard $@),--reconfigure) $(MESON_FLAGS) $(BUILD) >$(BUILD)/setup-meson.log 2>&1 || \
		{ cat $(BUILD)/setup-meson.log; exit 1; }
	@touch $@

program: build/assets.stamp $(BUILD)/build.ninja
	@$(ninja) src/app/scharnier $(hush)
	@ln -sf src/app/scharnier $(BUILD)/scharnier

tests-built: build/assets.stamp $(BUILD)/build.ninja
	@$(ninja) $(hush)
	@ln -sf src/app/scharnier $(BUILD)/scharnier
