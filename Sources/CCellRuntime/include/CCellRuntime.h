// The part of the C library and of Swift's run-time that is another one in the process that cells run in.
//
// Linking this gives cells an `exit`, an `_exit` and an `abort` that stop with a crash report, which names the place, and
// an `fclose` that leaves the standard streams open.

#ifndef LECTERN_CCELLRUNTIME_H
#define LECTERN_CCELLRUNTIME_H

#include <stdint.h>
#include <sys/types.h>

/// Says that a cell runs from now on in this process: what ends the process now ends the cell.
/// Signals that end a process without a word then stop it with a crash report.
void unix_cell_begins(void);

/// Says that the cell has come to its end.
void unix_cell_ends(void);

/// Whether a cell runs in this very process.
_Bool unix_in_cell(void);

/// Stops the cell with a crash report that says why.
_Noreturn void unix_stop_cell(const char *reason);

/// Runs the next job of the tasks that cells started. With `waits`, it first waits until one is due, where any can become so.
/// Returns whether it ran one.
typedef _Bool (*unix_job_runner)(_Bool waits);

/// Runs a cell's code on the calling thread: to its end, or as far as its end where it waits at its top level. Jobs of tasks
/// run meanwhile on this thread; those that are left at the end run until they wait for something.
void unix_run_top_level(int (*entry_point)(int, char **), unix_job_runner run_jobs);

/// What a cell that waits at its top level calls last, before the `exit` that the compiler writes.
void unix_cell_reaches_end(void);

/// Goes back to where the cell was started from, where it has reached its end.
void unix_leave_top_level(void);

/// Makes the types of a library that `dlopen` gave print as if they belonged to no module.
void unix_forget_module_names(void *library, const char *path);

/// From now on a crash of a cell first writes to `file` what kind it is, `stack` where the thread ran out of stack and else
/// `other`, and then the calls that led to it, innermost first: a line for each, with the offset in its library and the library.
void unix_note_crashes(const char *file);

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
