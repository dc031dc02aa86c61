#include "Notes.h"

#include <string.h>
#include <unistd.h>

int note_file = -1;

// Room for the calls of two threads, with paths of a usual length.
static char note[1 << 17];
static size_t size;

static void put(const void *bytes, size_t count) {
    if (count > sizeof note - size) return;
    memcpy(note + size, bytes, count);
    size += count;
}

void note_begin(void) {
    size = 0;
}

void note_end(void) {
    if (ftruncate(note_file, 0) == 0 && pwrite(note_file, note, size, 0) < 0) return;
}

void note_byte(uint8_t byte) {
    put(&byte, sizeof byte);
}

void note_number(int32_t number) {
    put(&number, sizeof number);
}

void note_integer(int64_t integer) {
    put(&integer, sizeof integer);
}

void note_text(const char *bytes, size_t count) {
    note_integer((int64_t)count);
    put(bytes, count);
}

size_t note_begin_list(void) {
    note_integer(0);
    return size - sizeof(int64_t);
}

void note_count_one(size_t list) {
    int64_t count;
    memcpy(&count, note + list, sizeof count);
    count++;
    memcpy(note + list, &count, sizeof count);
}
