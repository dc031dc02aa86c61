// What the cell host needs of the C library and Swift's Glibc module does not offer.

#ifndef LECTERN_CUNIX_H
#define LECTERN_CUNIX_H

#include <stdint.h>
#include <sys/types.h>

/// Forks the process; see fork(2).
pid_t unix_fork(void);

/// Lets the kernel kill this process when its parent ends; false where the parent has ended already.
_Bool unix_die_with_parent(pid_t parent);

/// A descriptor that can be read once the process has ended; negative where there is none to be had.
int unix_open_process(pid_t process);

/// Makes `stdout` and `stderr` unbuffered streams whose characters go to `write`, with 1 or 2 for the stream.
_Bool unix_replace_standard_streams(ssize_t (*write)(intptr_t stream, const char *bytes, size_t count));

#endif
