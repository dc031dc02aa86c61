#define _GNU_SOURCE
#include "CCellRuntime.h"
#include "Notes.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

// Notes why a cell ends, and where, at the moment of the fatal signal. That may have come out of the middle of anything:
// nothing here allocates memory, takes a lock or writes through a stream.

enum { DEPTH = 100 };

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGQUIT, SIGSYS};
enum { SIGNAL_COUNT = sizeof crash_signals / sizeof crash_signals[0] };

/// Machine code of one library, or of one function.
struct code {
    uintptr_t start;
    uintptr_t end;
};

struct library {
    struct code code;
    char path[];
};

static struct library **libraries;
static size_t library_count;

static struct code host, swift_library, concurrency_library, c_library, allocation;
static pthread_t cell_thread;

static _Bool contains(struct code code, uintptr_t address) {
    return address >= code.start && address < code.end;
}

struct search {
    uintptr_t address;
    struct code found;
};

static int look_into_library(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size;
    struct search *search = data;
    struct code code = {UINTPTR_MAX, 0};
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_LOAD) continue;
        uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        uintptr_t end = start + info->dlpi_phdr[i].p_memsz;
        if (start < code.start) code.start = start;
        if (end > code.end) code.end = end;
    }
    if (!contains(code, search->address)) return 0;
    search->found = (struct code){info->dlpi_addr, code.end};
    return 1;
}

/// The library that has the address; it starts where offsets count from.
static struct code library_of(const void *address) {
    struct search search = {.address = (uintptr_t)address};
    dl_iterate_phdr(look_into_library, &search);
    return search.found;
}

void unix_cell_loaded(const void *address, const char *path) {
    struct library **grown = realloc(libraries, (library_count + 1) * sizeof *libraries);
    if (grown == NULL) return;
    libraries = grown;
    struct library *library = malloc(sizeof *library + strlen(path) + 1);
    if (library == NULL) return;
    library->code = library_of(address);
    strcpy(library->path, path);
    libraries[library_count++] = library;
}

// MARK: - Calls

struct calls {
    uintptr_t addresses[DEPTH];
    int count;
    volatile _Bool is_whole;
};

static struct calls crash_calls, cell_calls;

static uintptr_t program_counter(const ucontext_t *context) {
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.pc;
#endif
}

static uintptr_t stack_pointer(const ucontext_t *context) {
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.sp;
#endif
}

/// Notes the calls that led to where the signal came, innermost first.
///
/// Swift's own reports follow frame pointers, which the C library does not keep: the unwinder behind backtrace(3) reads the
/// libraries' unwind tables instead.
static void note_calls(struct calls *calls, const ucontext_t *context) {
    void *found[DEPTH];
    int count = backtrace(found, DEPTH);
    uintptr_t place = program_counter(context);
    int first = 0;
    while (first < count && (uintptr_t)found[first] != place) first++;
    if (first == count) first = 0;
    calls->count = 0;
    for (int i = first; i < count; i++) {
        // A return address is the end of a call; the byte before it belongs to the call.
        calls->addresses[calls->count++] = (uintptr_t)found[i] - (i == first ? 0 : 1);
    }
    calls->is_whole = 1;
}

static void note_cell_thread(int number, siginfo_t *info, void *context) {
    (void)number, (void)info;
    note_calls(&cell_calls, context);
}

/// Asks the thread that the cell itself runs on where it is.
static void ask_cell_thread(void) {
    cell_calls.count = 0;
    if (pthread_equal(pthread_self(), cell_thread)) return;
    cell_calls.is_whole = 0;
    if (pthread_kill(cell_thread, SIGRTMAX) != 0) return;
    for (int i = 0; i < 500 && !cell_calls.is_whole; i++) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    if (!cell_calls.is_whole) cell_calls.count = 0;
}

static void write_calls(const struct calls *calls) {
    size_t start = note_begin_list();
    for (int i = 0; i < calls->count; i++) {
        for (size_t j = 0; j < library_count; j++) {
            if (!contains(libraries[j]->code, calls->addresses[i])) continue;
            note_text(libraries[j]->path, strlen(libraries[j]->path));
            note_integer((int64_t)(calls->addresses[i] - libraries[j]->code.start));
            note_count_one(start);
        }
    }
}

// MARK: - Endings

static struct unix_ending planned;

void unix_plan_ending(struct unix_ending ending) {
    planned = ending;
}

_Bool unix_is_run_time_code(const void *address) {
    return contains(swift_library, (uintptr_t)address) || contains(concurrency_library, (uintptr_t)address);
}

_Bool unix_is_concurrency_code(const void *address) {
    return contains(concurrency_library, (uintptr_t)address);
}

_Bool unix_is_called_by_run_time(void) {
    enum { NEAR = 16 };
    void *found[NEAR];
    int count = backtrace(found, NEAR);
    int i = 0;
    while (i < count && (contains(host, (uintptr_t)found[i]) || contains(c_library, (uintptr_t)found[i]))) i++;
    return i < count && unix_is_run_time_code(found[i]);
}

/// Whether the signal means that the run-time has given up, which it has then said on the standard error.
static _Bool has_given_up(int number, const siginfo_t *info, uintptr_t place) {
    if (number != SIGILL && number != SIGTRAP && number != SIGABRT) return 0;
    // Whoever sends a signal from outside sends it into the middle of anything.
    if (info->si_code <= 0 && info->si_pid != getpid()) return 0;
    if (planned.kind == UNIX_ENDING_ABORT) return planned.has_spoken;
    return planned.kind == UNIX_ENDING_TRAP && unix_is_run_time_code((const void *)place);
}

static _Bool has_run_out_of_memory(void) {
    for (int i = 0; i < crash_calls.count; i++) {
        if (contains(allocation, crash_calls.addresses[i])) return 1;
    }
    return 0;
}

static void note_ending(int number, const siginfo_t *info, const ucontext_t *context) {
    uintptr_t place = program_counter(context);
    note_calls(&crash_calls, context);
    ask_cell_thread();
    struct unix_ending ending = planned;
    if (ending.kind == UNIX_ENDING_TRAP) {
        ending.number = number;
        uintptr_t address = (uintptr_t)info->si_addr;
        uintptr_t stack = stack_pointer(context);
        // The address is where the thread's stack would go on.
        if (number == SIGSEGV && address + (1 << 16) > stack && address < stack + (1 << 12)) {
            ending.kind = UNIX_ENDING_STACK;
        }
    }
    _Bool gave_up = has_given_up(number, info, place);
    if (gave_up && has_run_out_of_memory()) ending.kind = UNIX_ENDING_MEMORY;
    const char *words = NULL;
    size_t count = gave_up ? unix_run_time_words(&words) : 0;
    note_begin();
    note_byte((uint8_t)ending.kind);
    note_number(ending.number);
    note_text(words, count);
    write_calls(&crash_calls);
    write_calls(&cell_calls);
    note_end();
}

static void handle_crash(int number, siginfo_t *info, void *context) {
    static _Bool is_noting;
    static pthread_t noting_thread;
    if (unix_in_cell()) {
        if (!__atomic_exchange_n(&is_noting, 1, __ATOMIC_SEQ_CST)) {
            noting_thread = pthread_self();
            note_ending(number, info, context);
        } else if (!pthread_equal(noting_thread, pthread_self())) {
            // Another thread's fault is being noted; the process ends with it.
            for (;;) pause();
        }
    }
    // The fault, or the signal, comes again, and ends the process.
    sigaction(number, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    if (info->si_code <= 0) raise(number);
}

// Part of Swift's run-time.
extern void *swift_slowAlloc(size_t size, size_t alignment);

static struct code function_at(void *address) {
    Dl_info info;
    const ElfW(Sym) *symbol = NULL;
    if (dladdr1(address, &info, (void **)&symbol, RTLD_DL_SYMENT) == 0 || symbol == NULL) return (struct code){0, 0};
    uintptr_t start = (uintptr_t)info.dli_saddr;
    return (struct code){start, start + symbol->st_size};
}

void unix_note_crashes(int file) {
    note_file = file;
    cell_thread = pthread_self();
    planned = (struct unix_ending){.kind = UNIX_ENDING_TRAP};
    // The first call loads the unwinder, which a handler must not.
    void *address;
    backtrace(&address, 1);
    host = library_of((const void *)unix_note_crashes);
    swift_library = library_of(dlsym(RTLD_DEFAULT, "swift_retain"));
    concurrency_library = library_of(dlsym(RTLD_DEFAULT, "swift_task_alloc"));
    c_library = library_of(dlsym(RTLD_DEFAULT, "fputs"));
    allocation = function_at((void *)swift_slowAlloc);
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        struct sigaction action = {.sa_sigaction = handle_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
        sigaction(crash_signals[i], &action, NULL);
    }
    struct sigaction action = {.sa_sigaction = note_cell_thread, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigaction(SIGRTMAX, &action, NULL);
}
