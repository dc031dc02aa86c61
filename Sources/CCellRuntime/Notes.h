// Writes a note in the binary form of `CellMessages`, with nothing but system calls.

#ifndef LECTERN_NOTES_H
#define LECTERN_NOTES_H

#include <stddef.h>
#include <stdint.h>

/// The file that notes go to.
extern int note_file;

/// Starts a note.
void note_begin(void);

/// Puts the note into the file in place of any before.
void note_end(void);

void note_byte(uint8_t byte);
void note_number(int32_t number);
void note_integer(int64_t integer);
void note_text(const char *bytes, size_t count);

/// Starts a list of no elements.
/// Returns what `note_count_one` needs to count one that follows.
size_t note_begin_list(void);
void note_count_one(size_t list);

#endif
