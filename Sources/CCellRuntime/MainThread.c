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

void unix_own_main_queue(void) {
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
