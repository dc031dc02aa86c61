#define _GNU_SOURCE
#include "CCellRuntime.h"

#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <unistd.h>

// A cell that waits at its top level (`await`) compiles to an entry point that never returns: it starts the main task,
// calls `swift_task_asyncMainDrainQueue`, and the task's last act is `exit`. Both lead back here.

enum { ENDED = 1 };

static jmp_buf top_level;
static pthread_t cell_thread;
static _Bool has_reached_end;
static unix_job_runner run_jobs;

void unix_run_top_level(int (*entry_point)(int, char **), unix_job_runner runner) {
    cell_thread = pthread_self();
    has_reached_end = 0;
    run_jobs = runner;
    if (setjmp(top_level) != ENDED) entry_point(0, NULL);
    // What the cell left runs until it waits.
    do {
        while (runner(UNIX_JOBS_DUE)) {}
    } while (unix_run_main_queue());
    run_jobs = NULL;
}

void unix_cell_reaches_end(void) {
    has_reached_end = 1;
}

void unix_leave_top_level(void) {
    if (has_reached_end && pthread_equal(pthread_self(), cell_thread)) longjmp(top_level, ENDED);
}

// Takes the place of the run-time's function.
__attribute__((noreturn)) void swift_task_asyncMainDrainQueue(void) {
    while (run_jobs(UNIX_JOBS_COMING)) {}
    unix_stop_cell((struct unix_ending){.kind = UNIX_ENDING_STALLED});
}

// A thread that blocks until a task has done something would block the only thread that tasks run on.

typedef intptr_t (*dispatch_wait)(void *object, uint64_t timeout);
typedef uint64_t (*dispatch_clock)(uint64_t when, int64_t delta);

static intptr_t wait_running_jobs(dispatch_wait wait, void *object, uint64_t timeout) {
    dispatch_clock dispatch_time = (dispatch_clock)dlsym(RTLD_DEFAULT, "dispatch_time");
    while (unix_in_cell() && run_jobs != NULL && pthread_equal(pthread_self(), cell_thread)) {
        if (wait(object, 0) == 0) return 0;
        if (dispatch_time(0, 0) >= timeout) break;
        if (!run_jobs(UNIX_JOBS_TIMELY)) usleep(500);
    }
    return wait(object, timeout);
}

intptr_t dispatch_semaphore_wait(void *semaphore, uint64_t timeout) {
    return wait_running_jobs((dispatch_wait)dlsym(RTLD_NEXT, "dispatch_semaphore_wait"), semaphore, timeout);
}

intptr_t dispatch_group_wait(void *group, uint64_t timeout) {
    return wait_running_jobs((dispatch_wait)dlsym(RTLD_NEXT, "dispatch_group_wait"), group, timeout);
}
