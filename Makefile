# Everything from a clean clone on Debian, Ubuntu or Fedora with the Swift toolchain: `make` renders the chapters, `make test` tests.

LECTERN := .build/release/lectern
PREFIX ?= /usr/local
CHAPTERS := $(sort $(wildcard chapters/*.md))

.PHONY: all system test-system build install dist render verify test lint bench fuzz fuzz-messages fuzz-kernel op-docs sanitize kill-test check-digits check-accuracy check-accessibility clean

all: render

# Runs apt-get only where a package is missing, with sudo only where that is needed.
system:
	@Scripts/install-packages Scripts/packages.txt

test-system:
	@Scripts/install-packages Scripts/packages.txt Scripts/test-packages.txt

build: system
	swift build -c release

# A folder that can be moved. DESTDIR stages it; KATEX, PRISM and CODEMIRROR name folders that are not where Debian has
# them.
install: build
	Scripts/install .build/release $(DESTDIR)$(PREFIX)

# The same as a tarball, which needs the Swift toolchain and the libraries of the packages, no headers.
dist: build
	@rm -rf .build/dist
	Scripts/install .build/release .build/dist/lectern
	tar -C .build/dist --owner 0 --group 0 -czf .build/lectern-$(shell uname -m).tar.gz lectern
	@echo .build/lectern-$(shell uname -m).tar.gz

render: build
	$(LECTERN) reference --output output/reference.html
	$(LECTERN) render --output output $(CHAPTERS)

verify: build
	$(LECTERN) verify $(CHAPTERS)

# Together, tests that run cells would wait for each other past their time limits. Those of pages run none, so that they share
# the machine with the lessons that no test has verified.
test: test-system lint
	@Scripts/fetch-checkers
	swift build -c release --build-tests
	Scripts/check-processors
	swift test -c release --skip-build --no-parallel --skip ReportRenderingTests
	$(LECTERN) verify --strict --jobs 1 $(filter-out chapters/4.6-dropout.md,$(CHAPTERS)) & lessons=$$!; \
	swift test -c release --skip-build --no-parallel --filter ReportRenderingTests; pages=$$?; \
	wait $$lessons && exit $$pages

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Fuzzing

# The same bits on other processors, as far as qemu-user can play them, and all lessons' outputs on every code path of this
# one. (The portable path takes about an hour: it computes fused multiply-adds from doubles.)
check-digits: build
	Scripts/check-processors
	Scripts/check-code-paths $(LECTERN) $(CHAPTERS)

# How far every function is from the C library's in double precision, for all floats. (An hour.)
check-accuracy:
	@mkdir -p .build
	clang -O3 -ffp-contract=off -Wno-psabi -ISources/CTensorKernels/include Tests/Processors/accuracy.c \
		Sources/CTensorKernels/*.c -lm -o .build/accuracy
	.build/accuracy

# Mutated chapters through everything but the running of cells; what fails is kept in .build/fuzzing.
fuzz: build
	.build/release/ChapterFuzzing --count 10000

# The messages between the processes, by libFuzzer. The tests try mutations of samples, which takes a second.
fuzz-messages:
	Scripts/fuzz-messages 600

# Random ops on random views against a slow reference.
fuzz-kernel:
	LECTERN_FUZZ_ROUNDS=20000 swift test -c release --no-parallel --filter KernelFuzzTests

# docs/operations.md, from the table of ops.
op-docs:
	LECTERN_WRITE_DOCS=1 swift test -c release --no-parallel --filter OperationDocsTests

# The kernel's tests, each in a build of its own: reads and writes outside of memory, and races between threads.
sanitize:
	swift test -c release --sanitize address --scratch-path .build/address --no-parallel --filter TensorKernelTests
	swift test -c release --sanitize thread --scratch-path .build/thread --no-parallel --filter TensorKernelTests

# Every report of the book in a browser, with axe-core. (Two minutes; the tests look at every third.)
check-accessibility: test-system
	@Scripts/fetch-checkers
	LECTERN_REPORTS=all swift test -c release --no-parallel --filter CommittedReportTests

# SIGKILL of `lectern render` at 200 moments of its run.
kill-test: test-system
	LECTERN_KILLS=200 swift test -c release --no-parallel --filter KillTests

bench: build
	Scripts/bench

clean:
	swift package clean
