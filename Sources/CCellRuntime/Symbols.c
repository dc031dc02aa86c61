#define _GNU_SOURCE
#include "CCellRuntime.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// The run-time prints a key path by the names of its accessors, which are local to a cell's library: without them it prints
// addresses, which are others on every run. The names stand in the file.

struct symbols {
    struct symbols *next;
    char *base;
    const Elf64_Sym *first;
    size_t count;
    const char *names;
    size_t names_size;
};

static struct symbols *all_symbols;

static _Bool find_symbols(struct symbols *symbols, const char *file, size_t size) {
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)file;
    if (size < sizeof *header || header->e_shoff + (uint64_t)header->e_shnum * sizeof(Elf64_Shdr) > size) return 0;
    const Elf64_Shdr *sections = (const Elf64_Shdr *)(file + header->e_shoff);
    for (int i = 0; i < header->e_shnum; i++) {
        const Elf64_Shdr *table = &sections[i];
        if (table->sh_type != SHT_SYMTAB || table->sh_link >= header->e_shnum) continue;
        const Elf64_Shdr *names = &sections[table->sh_link];
        if (table->sh_offset + table->sh_size > size || names->sh_offset + names->sh_size > size) return 0;
        symbols->first = (const Elf64_Sym *)(file + table->sh_offset);
        symbols->count = table->sh_size / sizeof(Elf64_Sym);
        symbols->names = file + names->sh_offset;
        symbols->names_size = names->sh_size;
        return 1;
    }
    return 0;
}

void unix_note_symbols(void *library, const char *path) {
    struct link_map *map = library;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (descriptor < 0) return;
    struct symbols *symbols = malloc(sizeof *symbols);
    if (symbols != NULL && fstat(descriptor, &status) == 0 && status.st_size > 0) {
        // The names are as long in use as the library.
        char *file = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (file != MAP_FAILED && find_symbols(symbols, file, (size_t)status.st_size)) {
            symbols->base = (char *)map->l_addr;
            symbols->next = all_symbols;
            all_symbols = symbols;
            symbols = NULL;
        }
    }
    free(symbols);
    close(descriptor);
}

/// The name of the function that starts at the address; NULL where no cell has it.
static const char *name_of(const void *address) {
    for (const struct symbols *symbols = all_symbols; symbols != NULL; symbols = symbols->next) {
        uintptr_t offset = (uintptr_t)address - (uintptr_t)symbols->base;
        for (size_t i = 0; i < symbols->count; i++) {
            const Elf64_Sym *symbol = &symbols->first[i];
            if (symbol->st_value != offset || ELF64_ST_TYPE(symbol->st_info) != STT_FUNC) continue;
            if (symbol->st_name < symbols->names_size) return symbols->names + symbol->st_name;
        }
    }
    return NULL;
}

// Takes the place of the library's function.
int dladdr(const void *address, Dl_info *info) {
    int (*library_dladdr)(const void *, Dl_info *) = (int (*)(const void *, Dl_info *))dlsym(RTLD_NEXT, "dladdr");
    int result = library_dladdr(address, info);
    if (result != 0 && info->dli_sname == NULL) {
        const char *name = name_of(address);
        if (name != NULL) {
            info->dli_sname = name;
            info->dli_saddr = (void *)address;
        }
    }
    return result;
}
