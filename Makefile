# Everything from a clean clone on Debian 12 with the Swift toolchain: `make` renders the chapters, `make test` tests.

LECTERN := .build/release/lectern
CHAPTERS := $(sort $(wildcard chapters/*.md))

.PHONY: all system test-system build render verify test lint bench fuzz kill-test clean

all: render

# Runs apt-get only where a package is missing, with sudo only where that is needed.
system:
	@Scripts/install-packages Scripts/packages.txt

test-system:
	@Scripts/install-packages Scripts/packages.txt Scripts/test-packages.txt

build: system
	swift build -c release

render: build
	$(LECTERN) render --output output $(CHAPTERS)

verify: build
	$(LECTERN) verify $(CHAPTERS)

test: test-system lint
	@Scripts/fetch-checkers
	swift build -c release
	swift test -c release --no-parallel  # together, tests that run cells wait for each other past their time limits
	$(LECTERN) verify --strict --jobs 1 $(filter-out chapters/4.6-dropout.md,$(CHAPTERS))  # the tests have verified that one

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Fuzzing

# Mutated chapters through everything but the running of cells; what fails is kept in .build/fuzzing.
fuzz: build
	.build/release/ChapterFuzzing --count 10000

# SIGKILL of `lectern render` at 200 moments of its run.
kill-test: test-system
	LECTERN_KILLS=200 swift test -c release --no-parallel --filter KillTests

bench: build
	Scripts/bench

clean:
	swift package clean
