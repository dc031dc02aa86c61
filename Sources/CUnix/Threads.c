#define _GNU_SOURCE
#include "CUnix.h"

#include <sys/syscall.h>
#include <unistd.h>

pid_t unix_thread_number(void) {
    return (pid_t)syscall(SYS_gettid);
}

_Bool unix_is_wait(long call) {
    switch (call) {
    case SYS_futex:
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
    case SYS_restart_syscall:
    case SYS_ppoll:
    case SYS_pselect6:
    case SYS_epoll_pwait:
    case SYS_rt_sigtimedwait:
    case SYS_rt_sigsuspend:
    case SYS_wait4:
    case SYS_waitid:
#if defined(__x86_64__)
    case SYS_poll:
    case SYS_select:
    case SYS_epoll_wait:
    case SYS_pause:
#endif
        return 1;
    default:
        return 0;
    }
}
