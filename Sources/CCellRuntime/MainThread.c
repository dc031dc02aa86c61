#define _GNU_SOURCE
#include "CCellRuntime.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

// A cell runs on its process's main thread, as a script does: Dispatch and Foundation ask the system which that is. Each
// cell's process has another, but Foundation keeps what it has once asked for the main thread.

static _Bool is_main_thread(void) {
    return gettid() == getpid();
}

static void *foundation(const char *name) {
    static void *library;
    if (library == NULL) library = dlopen("libFoundation.so", RTLD_LAZY | RTLD_NOLOAD);
    return library == NULL ? NULL : dlsym(library, name);
}

// These take the place of Foundation's functions.

void *CFRunLoopGetCurrent(void) {
    void *(*loop)(void) = (void *(*)(void))foundation(is_main_thread() ? "CFRunLoopGetMain" : "CFRunLoopGetCurrent");
    return loop == NULL ? NULL : loop();
}

// MARK: - The main queue

// Parts of Dispatch that Foundation's run loops use.

static int main_queue_handle(void) {
    int (*handle)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "_dispatch_get_main_queue_handle_4CF");
    return handle == NULL ? -1 : handle();
}

static void drain_main_queue(void) {
    void (*drain)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, "_dispatch_main_queue_callback_4CF");
    if (drain != NULL) drain(NULL);
}

/// Dispatch takes the main queue for locked by the main thread, whose number is the process's.
static void bind_main_queue(pid_t parent) {
    enum { SIZE = 128, OWNER = 0x3FFFFFFF };
    // The queue's own fields are not public; the one that has the number is its state.
    uint32_t *fields = dlsym(RTLD_DEFAULT, "_dispatch_main_q");
    if (fields == NULL) return;
    for (size_t i = 0; i < SIZE / sizeof *fields; i += 2) {
        if ((fields[i] & OWNER) == (uint32_t)parent) fields[i] = (fields[i] & ~(uint32_t)OWNER) | (uint32_t)getpid();
    }
}

void unix_own_main_queue(pid_t parent) {
    bind_main_queue(parent);
    // An event that was forked is shared with other processes, where the same queue has its own jobs.
    int own = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
    int handle = main_queue_handle();
    if (own < 0 || handle < 0) return;
    dup3(own, handle, O_CLOEXEC);
    close(own);
}

_Bool unix_run_main_queue(void) {
    struct pollfd event = {.fd = main_queue_handle(), .events = POLLIN};
    if (poll(&event, 1, 0) < 1) return 0;
    eventfd_t count;
    eventfd_read(event.fd, &count);
    drain_main_queue();
    return 1;
}
