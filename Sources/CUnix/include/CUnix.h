// What the cell host needs of the C library and of Swift's run-time, and no Swift module offers.
//
// Linking this also gives cells an `exit`, an `_exit` and an `abort` that stop with a crash report, which names the
// place, and an `fclose` that leaves the standard streams open.

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

/// Makes this process the parent of its descendants whose own parent has ended.
void unix_adopt_orphans(void);

/// Removes a folder with all that is in it, as far as that can be done; links are removed, not followed.
void unix_remove_folder(const char *path);

/// A descriptor that can be read once the process has ended; negative where there is none to be had.
int unix_open_process(pid_t process);

/// Gives this thread a stack to handle signals on, so that running out of its own stack can be reported.
void unix_use_alternate_stack(void);

/// Takes that stack away again.
void unix_free_alternate_stack(void);

/// The version of Landlock that the kernel has: from 3 it guards files against every change, from 4 it can forbid TCP, from 6 it
/// keeps signals within the processes it confines. 0 where there is none.
int unix_landlock_version(void);

/// Takes from this process, which must have one thread, and from all that it starts, what Landlock can take: to change files
/// elsewhere than at and below the `count` paths (a negative count allows it everywhere), to use TCP unless `network`, and to
/// send signals to processes that are not confined.
/// Returns whether it could; without Landlock nothing is taken.
_Bool unix_confine(const char *const *writable, int count, _Bool network);

/// Puts this process, which must have one thread, and all that it starts where there is no network but a loopback device
/// of their own.
/// Returns whether the system lets it.
_Bool unix_leave_network(void);

/// Says that a cell runs from now on in this process: what ends the process now ends the cell.
/// Signals that end a process without a word then stop it with a crash report.
void unix_cell_begins(void);

/// Says that the cell has come to its end.
void unix_cell_ends(void);

/// Whether a cell runs in this very process.
_Bool unix_in_cell(void);

/// From now on a crash of a cell first writes to `file` what kind it is, `stack` where the thread ran out of stack and else
/// `other`, and then the calls that led to it, innermost first: a line for each, with the offset in its library and the library.
void unix_note_crashes(const char *file);

/// Ends the process at once, whether a cell runs or not.
_Noreturn void unix_leave(int status);

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
