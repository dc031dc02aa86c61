#define _GNU_SOURCE
#include "CCellRuntime.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef ssize_t (*stream_writer)(intptr_t stream, const char *bytes, size_t count);

static stream_writer standard_stream_writer;
static FILE *standard_streams[2];

// What each thread wrote last to the standard error, where the run-time did: it writes why it gives up in one piece.
static _Thread_local char error_words[4096];
static _Thread_local size_t error_words_count;

size_t unix_run_time_words(const char **words) {
    *words = error_words;
    return error_words_count;
}

/// Writes text without the addresses by which the run-time names a key path's parts that have no other name: they are
/// others on every run.
static ssize_t write_without_addresses(intptr_t stream, const char *bytes, size_t count) {
    static const char mark[] = "<computed 0x";
    enum { MARK = sizeof mark - 1, KEPT = sizeof "<computed" - 1 };
    const char *end = bytes + count;
    const char *found = memmem(bytes, count, mark, MARK);
    if (found == NULL) return standard_stream_writer(stream, bytes, count);
    char *text = malloc(count);
    if (text == NULL) return standard_stream_writer(stream, bytes, count);
    size_t length = 0;
    const char *start = bytes;
    for (; found != NULL; found = memmem(start, (size_t)(end - start), mark, MARK)) {
        memcpy(text + length, start, (size_t)(found - start) + KEPT);
        length += (size_t)(found - start) + KEPT;
        start = found + MARK;
        while (start < end && ((*start >= '0' && *start <= '9') || (*start >= 'a' && *start <= 'f'))) start++;
    }
    memcpy(text + length, start, (size_t)(end - start));
    standard_stream_writer(stream, text, length + (size_t)(end - start));
    free(text);
    return (ssize_t)count;
}

static ssize_t write_standard_stream(void *cookie, const char *bytes, size_t count) {
    if ((intptr_t)cookie == 2 && unix_in_cell()) {
        error_words_count = 0;
        if (unix_is_called_by_run_time()) error_words_count = count < sizeof error_words ? count : sizeof error_words;
        memcpy(error_words, bytes, error_words_count);
    }
    return write_without_addresses((intptr_t)cookie, bytes, count);
}

static FILE *open_standard_stream(intptr_t number) {
    cookie_io_functions_t functions = {.write = write_standard_stream};
    FILE *stream = fopencookie((void *)number, "w", functions);
    if (stream != NULL) setvbuf(stream, NULL, _IONBF, 0);
    return stream;
}

_Bool unix_replace_standard_streams(stream_writer write) {
    FILE *output = open_standard_stream(1);
    FILE *error = open_standard_stream(2);
    if (output == NULL || error == NULL) return 0;
    standard_stream_writer = write;
    stdout = standard_streams[0] = output;
    stderr = standard_streams[1] = error;
    return 1;
}

// A cell that closes its standard output can go on printing; the library would print into freed memory.
int fclose(FILE *stream) {
    for (int i = 0; i < 2; i++) {
        if (stream != NULL && stream == standard_streams[i]) return 0;
    }
    int (*library_fclose)(FILE *) = (int (*)(FILE *))dlsym(RTLD_NEXT, "fclose");
    return library_fclose(stream);
}
