#define _GNU_SOURCE
#include "CUnix.h"

#include <string.h>
#include <sys/socket.h>

ssize_t unix_send(int socket, const void *bytes, size_t count, int descriptor) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec content = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1};
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof descriptor);
        memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

/// Receives bytes and the content of one control message of a kind, which stays as it is where none came.
/// There is room for no other control message: the kernel closes descriptors that have no room.
static ssize_t receive(int socket, void *buffer, size_t size, int kind, void *content, size_t length) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
    } control;
    struct iovec bytes = {.iov_base = buffer, .iov_len = size};
    struct msghdr message = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = CMSG_LEN(length)};
    ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (count < 0) return count;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == kind &&
        header->cmsg_len == CMSG_LEN(length)) {
        memcpy(content, CMSG_DATA(header), length);
    }
    return count;
}

ssize_t unix_receive(int socket, void *buffer, size_t size, int *descriptor) {
    *descriptor = -1;
    return receive(socket, buffer, size, SCM_RIGHTS, descriptor, sizeof *descriptor);
}

void unix_identify_senders(int socket) {
    int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
}

ssize_t unix_receive_from(int socket, void *buffer, size_t size, pid_t *sender) {
    struct ucred credentials = {0};
    ssize_t count = receive(socket, buffer, size, SCM_CREDENTIALS, &credentials, sizeof credentials);
    *sender = credentials.pid;
    return count;
}
