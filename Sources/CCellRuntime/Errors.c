#define _GNU_SOURCE
#include "CCellRuntime.h"
#include "CUnix.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <stdlib.h>

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
    unix_leave(1);
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
