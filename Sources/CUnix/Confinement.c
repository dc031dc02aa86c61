#define _GNU_SOURCE
#include "CUnix.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Landlock's interface, of which older systems' headers have only a part: see linux/landlock.h and landlock(7).

struct landlock_ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

struct landlock_path_rule {
    uint64_t allowed;
    int32_t folder;
} __attribute__((packed));

enum { PATH_RULE = 1, VERSION_FLAG = 1 };

enum {
    WRITE_FILE = 1 << 1,
    // Removing and making directories, files, devices, sockets, pipes and links.
    CHANGE_FOLDERS = 0x1ff0,
    RENAME_ACROSS_FOLDERS = 1 << 13,
    TRUNCATE = 1 << 14,
};

enum { BIND_TCP = 1 << 0, CONNECT_TCP = 1 << 1 };

enum { SIGNALS = 1 << 1 };

int unix_landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
    return version < 0 ? 0 : (int)version;
}

/// The rights to change files that this version of Landlock knows of.
static uint64_t file_rights(int version) {
    uint64_t rights = WRITE_FILE | CHANGE_FOLDERS;
    if (version >= 2) rights |= RENAME_ACROSS_FOLDERS;
    if (version >= 3) rights |= TRUNCATE;
    return rights;
}

static _Bool allow_writing(int ruleset, const char *path, uint64_t rights) {
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0) return 0;
    struct stat status;
    if (fstat(place, &status) == 0 && !S_ISDIR(status.st_mode)) rights &= WRITE_FILE | TRUNCATE;
    struct landlock_path_rule rule = {rights, place};
    _Bool added = syscall(SYS_landlock_add_rule, ruleset, PATH_RULE, &rule, 0) == 0;
    close(place);
    return added;
}

static _Bool confine_files(const char *const *writable, int count, _Bool network) {
    int version = unix_landlock_version();
    if (version == 0) return 1;
    struct landlock_ruleset rules = {0};
    if (count >= 0) rules.files = file_rights(version);
    if (!network && version >= 4) rules.network = BIND_TCP | CONNECT_TCP;
    if (version >= 6) rules.scopes = SIGNALS;
    if (rules.files == 0 && rules.network == 0 && rules.scopes == 0) return 1;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (ruleset < 0) return 0;
    _Bool confined = 1;
    for (int i = 0; i < count && confined; i++) confined = allow_writing(ruleset, writable[i], rules.files);
    confined = confined && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return confined;
}

/// Denies calls that reach into other processes of the same person, which Landlock lets through: to bound what they may
/// use (prlimit). Calls of another architecture's numbers would go around that, so there are none.
static _Bool filter_calls(void) {
#if defined(__x86_64__)
    enum { ARCHITECTURE = AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
    enum { ARCHITECTURE = AUDIT_ARCH_AARCH64 };
#endif
    enum { X32_CALLS = 0x40000000 };
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_CALLS, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prlimit64, 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    struct sock_fprog filter = {sizeof program / sizeof program[0], program};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &filter) == 0;
}

/// Gives up all that an administrator can do and others cannot, for good. Other processes of the same person may
/// still look into this one, as the guardian does for the memory it uses.
static void drop_capabilities(void) {
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    }
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    syscall(SYS_capset, &header, none);
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

_Bool unix_mount_read_only(const char *const *writable, int count) {
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return 0;
    // Each has a mount of its own, so that it can stay as it is.
    for (int i = 0; i < count; i++) {
        if (mount(writable[i], writable[i], NULL, MS_BIND, NULL) != 0) return 0;
    }
    struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};
    struct mount_attr as_before = {.attr_clr = MOUNT_ATTR_RDONLY};
    if (syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &read_only, sizeof read_only) != 0) return 0;
    for (int i = 0; i < count; i++) {
        if (syscall(SYS_mount_setattr, AT_FDCWD, writable[i], 0, &as_before, sizeof as_before) != 0) return 0;
    }
    return 1;
}

_Bool unix_confine(const char *const *writable, int count, _Bool network) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !filter_calls()) return 0;
    _Bool confined = confine_files(writable, count, network);
    drop_capabilities();
    return confined;
}

static void write_text(const char *path, const char *text, size_t count) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, text, count) < 0) perror(path);
    close(file);
}

/// Keeps a user or a group what it was outside the namespace.
static void map_to_itself(const char *path, unsigned id) {
    char text[32];
    int count = snprintf(text, sizeof text, "%u %u 1", id, id);
    write_text(path, text, (size_t)count);
}

/// Starts the new network's loopback device, which libraries use to talk to themselves.
static void start_loopback(void) {
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0) return;
    struct ifreq device = {.ifr_name = "lo"};
    if (ioctl(any, SIOCGIFFLAGS, &device) == 0) {
        device.ifr_flags |= IFF_UP;
        ioctl(any, SIOCSIFFLAGS, &device);
    }
    close(any);
}

/// Leaves the namespaces of `kinds`, as an administrator or within a new user namespace.
static _Bool leave(int kinds) {
    if (unshare(kinds) == 0) return 1;
    uid_t user = geteuid();
    gid_t group = getegid();
    if (unshare(CLONE_NEWUSER | kinds) != 0) return 0;
    write_text("/proc/self/setgroups", "deny", 4);
    map_to_itself("/proc/self/uid_map", user);
    map_to_itself("/proc/self/gid_map", group);
    // It counts as another program's from then on, whose memory and descriptors nobody may see.
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    return 1;
}

_Bool unix_leave_namespaces(_Bool network) {
    int kinds = network ? 0 : CLONE_NEWNET;
    if (!leave(kinds | CLONE_NEWNS | CLONE_NEWIPC) && (kinds == 0 || !leave(kinds))) return 0;
    if (!network) start_loopback();
    return 1;
}
