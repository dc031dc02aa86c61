// What the cell host needs of the C library and of Swift's run-time, and no Swift module offers.
//
// Linking this also gives cells an `exit` and an `abort` that stop with a crash report, which names the place.

#ifndef LECTERN_CUNIX_H
#define LECTERN_CUNIX_H

#include <stdint.h>
#include <sys/types.h>

/// Forks the process; see fork(2).
pid_t unix_fork(void);

/// Lets the kernel kill this process when its parent ends; false where the parent has ended already.
_Bool unix_die_with_parent(pid_t parent);

/// Undoes that.
void unix_outlive_parent(void);

/// A descriptor that can be read once the process has ended; negative where there is none to be had.
int unix_open_process(pid_t process);

/// Makes `stdout` and `stderr` unbuffered streams whose characters go to `write`, with 1 or 2 for the stream.
_Bool unix_replace_standard_streams(ssize_t (*write)(intptr_t stream, const char *bytes, size_t count));

/// A place in a library's machine code; the name lives as long as the library is loaded.
struct unix_code_address {
    const char *library;
    uintptr_t offset;
};

/// Calls `report` with the error, a retained Swift error box, when one reaches a cell's top level.
/// From now on each throw is recorded, in place of the one before.
void unix_report_uncaught_errors(void (*report)(void *error));

/// The calls that led to the newest throw, innermost first.
/// Returns how many were written to `places`, at most `count`.
int unix_newest_throw(struct unix_code_address *places, int count);

#endif
