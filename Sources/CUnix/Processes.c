#define _GNU_SOURCE
#include "CUnix.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t unix_fork(void) {
    return fork();
}

struct fork_request {
    void (*in_child)(void *context);
    void *context;
    sigset_t signals;
    pid_t child;
    sem_t is_done;
};

static void *fork_here(void *argument) {
    struct fork_request *request = argument;
    pid_t child = fork();
    if (child == 0) {
        pthread_sigmask(SIG_SETMASK, &request->signals, NULL);
        request->in_child(request->context);
        unix_leave(1);
    }
    request->child = child;
    sem_post(&request->is_done);
    if (child < 0) return NULL;
    siginfo_t info;
    while (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {}
    return NULL;
}

pid_t unix_fork_on_new_thread(void (*in_child)(void *context), void *context) {
    struct fork_request request = {.in_child = in_child, .context = context, .child = -1};
    sem_init(&request.is_done, 0, 0);
    pthread_t thread;
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &request.signals);
    int failure = pthread_create(&thread, NULL, fork_here, &request);
    pthread_sigmask(SIG_SETMASK, &request.signals, NULL);
    if (failure == 0) {
        pthread_detach(thread);
        while (sem_wait(&request.is_done) < 0) {}
    }
    sem_destroy(&request.is_done);
    return request.child;
}

_Bool unix_die_with_parent(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    return getppid() == parent;
}

void unix_outlive_parent(void) {
    prctl(PR_SET_PDEATHSIG, 0);
}

void unix_adopt_orphans(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

int unix_open_process(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

void unix_leave(int status) {
    syscall(SYS_exit_group, status);
    __builtin_unreachable();
}

void unix_use_alternate_stack(void) {
    enum { SIZE = 1 << 17 };
    // A forked process has one thread, which is not the one that the memory was for.
    static void *memory = MAP_FAILED;
    if (memory == MAP_FAILED) {
        memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    }
    if (memory == MAP_FAILED) return;
    stack_t stack = {.ss_sp = memory, .ss_size = SIZE};
    sigaltstack(&stack, NULL);
}
