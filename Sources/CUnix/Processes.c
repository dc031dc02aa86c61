#define _GNU_SOURCE
#include "CUnix.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
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
    void *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return;
    stack_t stack = {.ss_sp = memory, .ss_size = SIZE};
    sigaltstack(&stack, NULL);
}

void unix_free_alternate_stack(void) {
    stack_t none = {.ss_flags = SS_DISABLE};
    stack_t stack;
    if (sigaltstack(&none, &stack) == 0 && !(stack.ss_flags & SS_DISABLE)) munmap(stack.ss_sp, stack.ss_size);
}
