#define _GNU_SOURCE
#include "CCellRuntime.h"
#include "CUnix.h"

#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

// The process in which a cell runs at the moment; 0 between cells. What a cell forks ends as everywhere.
static pid_t cell_process;

_Bool unix_in_cell(void) {
    return cell_process != 0 && cell_process == getpid();
}

void unix_stop_cell(struct unix_ending ending) {
    unix_plan_ending(ending);
    __builtin_trap();
}

/// Signals that would end a cell without a word, in favour of nobody.
static const int silent_signals[] = {SIGHUP, SIGINT, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1, SIGUSR2, SIGXFSZ, SIGVTALRM,
                                     SIGPROF, SIGPOLL, SIGXCPU};

static void stop_at_signal(int number) {
    if (unix_in_cell()) unix_stop_cell((struct unix_ending){.kind = UNIX_ENDING_SIGNAL, .number = number});
    unix_leave(128 + number);
}

static _Bool is_first = 1;

void unix_cell_begins(void) {
    cell_process = getpid();
    struct sigaction action = {.sa_handler = stop_at_signal, .sa_flags = SA_ONSTACK};
    for (size_t i = 0; i < sizeof silent_signals / sizeof silent_signals[0]; i++) {
        struct sigaction current;
        sigaction(silent_signals[i], NULL, &current);
        // What an earlier cell does about a signal stays.
        if (is_first || current.sa_handler == SIG_DFL) sigaction(silent_signals[i], &action, NULL);
    }
    is_first = 0;
}

void unix_cell_ends(void) {
    cell_process = 0;
}

// Outside cells, as in the tests that link this, these do what they do everywhere.

void exit(int status) {
    if (unix_in_cell()) {
        unix_leave_top_level();
        unix_stop_cell((struct unix_ending){.kind = UNIX_ENDING_EXIT, .number = status});
    }
    void (*library_exit)(int) = (void (*)(int))dlsym(RTLD_NEXT, "exit");
    library_exit(status);
    __builtin_unreachable();
}

void _exit(int status) {
    if (unix_in_cell()) unix_stop_cell((struct unix_ending){.kind = UNIX_ENDING_QUICK_EXIT, .number = status});
    unix_leave(status);
}

void _Exit(int status) {
    _exit(status);
}

void abort(void) {
    if (unix_in_cell()) {
        // An abort is often the end of something that said more.
        _Bool has_spoken = unix_is_run_time_code(__builtin_return_address(0));
        unix_stop_cell((struct unix_ending){.kind = UNIX_ENDING_ABORT, .has_spoken = has_spoken});
    }
    void (*library_abort)(void) = (void (*)(void))dlsym(RTLD_NEXT, "abort");
    library_abort();
    __builtin_unreachable();
}
