#define _GNU_SOURCE
#include "CCellRuntime.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>

// `Int.random(in:)`, `shuffled()` and their like draw from the system, which Swift's run-time asks by syscall(2). A lesson
// that prints such numbers is to print the same ones on every run.

static _Bool is_seeded;
static uint64_t seed;
// A number is made of how many there were before it: a process forked at any time goes on where its parent was.
static atomic_uint_fast64_t drawn;

void unix_seed_system_random(uint64_t number) {
    seed = number;
    is_seeded = 1;
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
static uint64_t next_number(void) {
    uint64_t number = seed + 0x9E3779B97F4A7C15u * (atomic_fetch_add(&drawn, 1) + 1);
    number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9u;
    number = (number ^ (number >> 27)) * 0x94D049BB133111EBu;
    return number ^ (number >> 31);
}

static long (*system_call)(long number, ...);

__attribute__((constructor)) static void find_system_call(void) {
    system_call = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
}

// Takes the place of the library's function.
long syscall(long number, ...) {
    long arguments[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++) arguments[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_getrandom && is_seeded) {
        unsigned char *bytes = (unsigned char *)arguments[0];
        size_t count = (size_t)arguments[1];
        for (size_t i = 0; i < count; i += sizeof(uint64_t)) {
            uint64_t random = next_number();
            memcpy(bytes + i, &random, count - i < sizeof random ? count - i : sizeof random);
        }
        return (long)count;
    }
    if (system_call == NULL) find_system_call();
    return system_call(
        number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}
