// The part of the C library and of Swift's run-time that is another one in the process that cells run in.
//
// Linking this gives cells an `exit`, an `_exit` and an `abort` that note where they were called, and
// an `fclose` that leaves the standard streams open.

#ifndef LECTERN_CCELLRUNTIME_H
#define LECTERN_CCELLRUNTIME_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Says that a cell runs from now on in this process: what ends the process now ends the cell.
/// Signals that end a process without a word then note where they came.
void unix_cell_begins(void);

/// Says that the cell has come to its end.
void unix_cell_ends(void);

/// Whether a cell runs in this very process.
_Bool unix_in_cell(void);

/// The ways in which a cell can end other than by its last line.
enum unix_ending_kind {
    /// A fatal signal; its number is noted.
    UNIX_ENDING_TRAP = 0,
    /// The thread ran out of stack.
    UNIX_ENDING_STACK = 1,
    /// There was no more memory to be had.
    UNIX_ENDING_MEMORY = 2,
    /// A call of exit(3); its status is noted.
    UNIX_ENDING_EXIT = 3,
    /// A call of _exit(2); its status is noted.
    UNIX_ENDING_QUICK_EXIT = 4,
    /// A call of abort(3).
    UNIX_ENDING_ABORT = 5,
    /// A signal that would have ended the process without a word; its number is noted.
    UNIX_ENDING_SIGNAL = 6,
    /// The top level waited (`await`) for something that nothing was left to do.
    UNIX_ENDING_STALLED = 7,
};

/// How a cell ends.
struct unix_ending {
    enum unix_ending_kind kind;
    int32_t number;
    /// Whether the run-time has said why on the standard error.
    _Bool has_spoken;
};

/// From now on, until the cell on the calling thread ends, a fatal signal notes in `file` how the cell ends, in the binary
/// form of `EndingNote`.
void unix_note_crashes(int file);

/// Ends the cell by a fault of the runner's making, which notes where it was.
_Noreturn void unix_stop_cell(struct unix_ending ending);

/// Says what the fault means that is about to come.
void unix_plan_ending(struct unix_ending ending);

/// Says that the library at `path`, which has the address, is a cell's: places in it are noted.
void unix_cell_loaded(const void *address, const char *path);

/// Whether the address lies in Swift's run-time.
_Bool unix_is_run_time_code(const void *address);

/// Whether the address lies in the part of it that runs tasks.
_Bool unix_is_concurrency_code(const void *address);

/// Whether the calling function of this program was called by Swift's run-time, be it by way of the C library.
_Bool unix_is_called_by_run_time(void);

/// What the calling thread wrote last to the standard error, where the run-time did.
/// Returns how many bytes there are.
size_t unix_run_time_words(const char **words);

/// Which jobs may run, where none is due by the tasks' own time.
enum unix_job_wait {
    UNIX_JOBS_DUE,    ///< none
    UNIX_JOBS_TIMELY, ///< those that are due by the clock
    UNIX_JOBS_COMING, ///< the next one that can become due, waited for
};

/// Runs the next job of the tasks that cells started.
/// Returns whether it ran one.
typedef _Bool (*unix_job_runner)(enum unix_job_wait wait);

/// Runs a cell's code on the calling thread: to its end, or as far as its end where it waits at its top level. Jobs of tasks
/// run meanwhile on this thread; those that are left at the end run until they wait for something.
void unix_run_top_level(int (*entry_point)(int, char **), unix_job_runner run_jobs);

/// What a cell that waits at its top level calls last, before the `exit` that the compiler writes.
void unix_cell_reaches_end(void);

/// Goes back to where the cell was started from, where it has reached its end.
void unix_leave_top_level(void);

/// Makes the main queue of Dispatch, with all that is on it, the own one of this process, which was forked from `parent`.
void unix_own_main_queue(pid_t parent);

/// Runs what is on the main queue of Dispatch, on the calling thread, which must be the process's main thread.
/// Returns whether there was anything.
_Bool unix_run_main_queue(void);

/// From now on the system's random numbers, as Swift asks for them, are those of a stream that starts from the seed.
void unix_seed_system_random(uint64_t seed);

/// How long a task on the main thread meant to sleep that still has `delay` nanoseconds to go, by a clock that was read just
/// now.
int64_t unix_intended_delay(int64_t delay);

/// Makes the types of a library that `dlopen` gave print as if they belonged to no module.
void unix_forget_module_names(void *library, const char *path);

/// Lets Swift's run-time know the names of all functions of a library that `dlopen` gave.
void unix_note_symbols(void *library, const char *path);

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
