#define _GNU_SOURCE
#include "CUnix.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

pid_t unix_fork(void) {
    return fork();
}

_Bool unix_die_with_parent(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    return getppid() == parent;
}

void unix_outlive_parent(void) {
    prctl(PR_SET_PDEATHSIG, 0);
}

int unix_open_process(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

typedef ssize_t (*stream_writer)(intptr_t stream, const char *bytes, size_t count);

static stream_writer standard_stream_writer;

static ssize_t write_standard_stream(void *cookie, const char *bytes, size_t count) {
    return standard_stream_writer((intptr_t)cookie, bytes, count);
}

static FILE *open_standard_stream(intptr_t number) {
    cookie_io_functions_t functions = {.write = write_standard_stream};
    FILE *stream = fopencookie((void *)number, "w", functions);
    if (stream != NULL) setvbuf(stream, NULL, _IONBF, 0);
    return stream;
}

_Bool unix_replace_standard_streams(stream_writer write) {
    FILE *output = open_standard_stream(1);
    FILE *error = open_standard_stream(2);
    if (output == NULL || error == NULL) return 0;
    standard_stream_writer = write;
    stdout = output;
    stderr = error;
    return 1;
}

enum { THROW_DEPTH = 32 };

static _Thread_local void *throw_addresses[THROW_DEPTH];
static _Thread_local int throw_count;

static void record_throw(void *error) {
    (void)error;
    throw_count = backtrace(throw_addresses, THROW_DEPTH);
}

// Part of Swift's run-time since 5.9, meant for test libraries.
void _swift_setWillThrowHandler(void (*handler)(void *error));

static void (*uncaught_error_reporter)(void *error);

void unix_report_uncaught_errors(void (*report)(void *error)) {
    uncaught_error_reporter = report;
    _swift_setWillThrowHandler(record_throw);
}

// Takes the place of the run-time's function, which a cell calls with an error nobody caught.
__attribute__((swiftcall, noreturn)) void swift_errorInMain(void *error) {
    if (uncaught_error_reporter == NULL) abort();
    uncaught_error_reporter(error);
    _exit(1);
}

int unix_newest_throw(struct unix_code_address *places, int count) {
    int kept = 0;
    for (int i = 0; i < throw_count && kept < count; i++) {
        // A return address is the end of a call; the byte before it belongs to the call.
        char *address = (char *)throw_addresses[i] - 1;
        Dl_info info;
        if (dladdr(address, &info) == 0 || info.dli_fname == NULL) continue;
        places[kept++] = (struct unix_code_address){info.dli_fname, (uintptr_t)(address - (char *)info.dli_fbase)};
    }
    return kept;
}

static _Noreturn void stop(const char *reason, int status) {
    fprintf(stderr, ": Fatal error: ");
    fprintf(stderr, reason, status);
    fprintf(stderr, "\n");
    __builtin_trap();
}

// Outside cells, as in the tests that link this, the two do what they do everywhere.

void exit(int status) {
    if (uncaught_error_reporter != NULL) stop("the cell ended its process: exit(%d)", status);
    void (*library_exit)(int) = (void (*)(int))dlsym(RTLD_NEXT, "exit");
    library_exit(status);
    __builtin_unreachable();
}

void abort(void) {
    if (uncaught_error_reporter != NULL) stop("the cell aborted", 0);
    void (*library_abort)(void) = (void (*)(void))dlsym(RTLD_NEXT, "abort");
    library_abort();
    __builtin_unreachable();
}
