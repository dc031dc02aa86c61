// What the runner and the cell host need of the C library and of the kernel, and no Swift module offers.

#ifndef LECTERN_CUNIX_H
#define LECTERN_CUNIX_H

#include <stdint.h>
#include <sys/types.h>

/// Forks the process; see fork(2).
pid_t unix_fork(void);

/// Forks the process on a thread made for it, which is all that the child has, and runs `in_child` there. In the parent the
/// thread waits for the child's end: the child may ask to end with the thread that it comes from.
/// Returns the child's number; a negative one where there is no child.
pid_t unix_fork_on_new_thread(void (*in_child)(void *context), void *context);

/// Lets the kernel kill this process when its parent ends; false where the parent has ended already.
_Bool unix_die_with_parent(pid_t parent);

/// Undoes that.
void unix_outlive_parent(void);

/// Makes this process the parent of its descendants whose own parent has ended.
void unix_adopt_orphans(void);

/// A descriptor that can be read once the process has ended; negative where there is none to be had.
int unix_open_process(pid_t process);

/// Gives this thread a stack to handle signals on, so that running out of its own stack can be reported. A process has one.
void unix_use_alternate_stack(void);

/// The version of Landlock that the kernel has: from 3 it guards files against every change, from 4 it can forbid TCP, from 6 it
/// keeps signals within the processes it confines. 0 where there is none.
int unix_landlock_version(void);

/// Takes from this process, which must have one thread, and from all that it starts, what Landlock can take: to change files
/// elsewhere than at and below the `count` paths (a negative count allows it everywhere), to use TCP unless `network`, and to
/// send signals to processes that are not confined. Takes also what an administrator can do and others cannot, and to bound
/// what other processes may use.
/// Returns whether it could; without Landlock the files, TCP and signals stay.
_Bool unix_confine(const char *const *writable, int count, _Bool network);

/// Makes all files read-only, their modes, times and attributes included, but those at and below the `count` folders, for this
/// process, which must have one thread, and all that it starts.
/// Returns whether it could; where it could not, nothing should go on in this process.
_Bool unix_mount_read_only(const char *const *writable, int count);

/// Puts this process, which must have one thread, and all that it starts where there is no network but a loopback device
/// of their own, unless `network`, and where they have mounts and System V's shared memory of their own, if they can.
/// Returns whether the system lets it, as far as the network goes.
_Bool unix_leave_namespaces(_Bool network);

/// Ends the process at once, whether a cell runs or not.
_Noreturn void unix_leave(int status);

/// Sends bytes into a connected socket, and with them a descriptor unless it is negative. See sendmsg(2).
ssize_t unix_send(int socket, const void *bytes, size_t count, int descriptor);

/// Receives bytes from a connected socket, and with them the descriptor that was sent along, if any: else `descriptor`
/// becomes -1. See recvmsg(2).
ssize_t unix_receive(int socket, void *buffer, size_t size, int *descriptor);

/// The system's number of the calling thread.
pid_t unix_thread_number(void);

/// Whether the system call with this number waits for a time, a lock, an event or a process.
_Bool unix_is_wait(long call);

/// Lets `unix_receive_from` know who sends into a socket.
void unix_identify_senders(int socket);

/// Receives bytes from a connected socket, and the number of the process that sent them, which the kernel vouches for;
/// a descriptor that was sent along is refused.
ssize_t unix_receive_from(int socket, void *buffer, size_t size, pid_t *sender);

#endif
