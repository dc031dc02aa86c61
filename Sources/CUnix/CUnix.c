#define _GNU_SOURCE
#include "CUnix.h"

#include <signal.h>
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
