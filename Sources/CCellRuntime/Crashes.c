#define _GNU_SOURCE
#include "CCellRuntime.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

// Swift's crash reports follow frame pointers, which the C library does not keep: a cell that crashes or waits in there
// would have no place. The unwinder behind backtrace(3) reads the libraries' unwind tables instead.

enum { DEPTH = 100 };

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGQUIT};
enum { SIGNAL_COUNT = sizeof crash_signals / sizeof crash_signals[0] };

static struct sigaction swift_actions[SIGNAL_COUNT];
static char places_file[4096];

/// Whether the address is where the thread's stack would go on.
static _Bool is_next_on_stack(const siginfo_t *info, const ucontext_t *context) {
#if defined(__x86_64__)
    uintptr_t stack = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    uintptr_t stack = (uintptr_t)context->uc_mcontext.sp;
#endif
    uintptr_t address = (uintptr_t)info->si_addr;
    return address + (1 << 16) > stack && address < stack + (1 << 12);
}

// Allocates no memory: the crash may have come out of the middle of an allocation.
static void write_all(int file, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written <= 0) return;
        bytes += written;
        count -= (size_t)written;
    }
}

static void write_places(int number, const siginfo_t *info, const ucontext_t *context) {
    int file = open(places_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return;
    const char *kind = number == SIGSEGV && is_next_on_stack(info, context) ? "stack\n" : "other\n";
    write_all(file, kind, strlen(kind));
    void *addresses[DEPTH];
    int count = backtrace(addresses, DEPTH);
    for (int i = 0; i < count; i++) {
        // A return address is the end of a call; the byte before it belongs to the call.
        char *address = (char *)addresses[i] - 1;
        Dl_info library;
        if (dladdr(address, &library) == 0 || library.dli_fname == NULL) continue;
        unsigned long offset = (unsigned long)(address - (char *)library.dli_fbase);
        char line[1024];
        int length = snprintf(line, sizeof line, "%lu %s\n", offset, library.dli_fname);
        if (length > 0 && length < (int)sizeof line) write_all(file, line, (size_t)length);
    }
    close(file);
}

static void note_crash(int number, siginfo_t *info, void *context) {
    if (unix_in_cell()) write_places(number, info, context);
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        if (crash_signals[i] != number) continue;
        // Swift's handler comes next, now or when the instruction fails again.
        sigaction(number, &swift_actions[i], NULL);
        if (swift_actions[i].sa_flags & SA_SIGINFO) {
            swift_actions[i].sa_sigaction(number, info, context);
        } else {
            raise(number);
        }
    }
}

void unix_note_crashes(const char *file) {
    snprintf(places_file, sizeof places_file, "%s", file);
    // The first call loads the unwinder, which a handler must not.
    void *address;
    backtrace(&address, 1);
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        struct sigaction action = {.sa_sigaction = note_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
        struct sigaction old;
        sigaction(crash_signals[i], NULL, &old);
        if ((old.sa_flags & SA_SIGINFO) && old.sa_sigaction == note_crash) continue;
        swift_actions[i] = old;
        sigaction(crash_signals[i], &action, NULL);
    }
}
