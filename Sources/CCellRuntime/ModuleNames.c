#define _GNU_SOURCE
#include "CCellRuntime.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// The run-time prints a type's full name from descriptors in the library that defines it: the type's own, which points to
// that of what surrounds it, and so on to the module's, which holds the module's name. (Swift's ABI, "Type Metadata".)

enum { KIND_MASK = 0x1f, KIND_MODULE = 0, KIND_EXTENSION = 1, KIND_ANONYMOUS = 2, IS_GENERIC = 0x80 };

struct descriptor {
    uint32_t flags;
    int32_t parent; // an offset from this field; the lowest bit says that it leads to the address, not to the thing
};

struct module_descriptor {
    struct descriptor common;
    int32_t name; // an offset from this field
};

struct extension_descriptor {
    struct descriptor common;
    int32_t extended; // an offset from this field to the extended type's mangled name
};

/// The type that an extension extends; NULL where its name does not start with a reference to a descriptor.
static struct descriptor *extended_type(struct descriptor *extension) {
    struct extension_descriptor *self = (struct extension_descriptor *)extension;
    char *name = (char *)&self->extended + self->extended;
    int32_t offset;
    memcpy(&offset, name + 1, sizeof offset);
    char *target = name + 1 + offset;
    if (name[0] == 1) return (struct descriptor *)target;
    return name[0] == 2 ? *(struct descriptor **)target : NULL;
}

static struct descriptor *parent(struct descriptor *child) {
    if (child->parent == 0) return NULL;
    char *target = (char *)&child->parent + (child->parent & ~1);
    return child->parent & 1 ? *(struct descriptor **)target : (struct descriptor *)target;
}

/// Whether the field at `place` could be made writable.
static _Bool make_writable(void *place) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = (uintptr_t)place & ~(page - 1);
    size_t length = (uintptr_t)place + sizeof(int32_t) - start;
    return mprotect((void *)start, length, PROT_READ | PROT_WRITE) == 0;
}

/// Takes out of the way to the module what has no name but an address (a function, a file), the extension that a type
/// stands in, and the module's name.
static void forget_names_above(struct descriptor *type) {
    for (struct descriptor *above = parent(type); above != NULL; type = above, above = parent(type)) {
        while (!(type->parent & 1)) {
            uint32_t kind = above->flags & (KIND_MASK | IS_GENERIC);
            if (kind != KIND_ANONYMOUS && kind != KIND_EXTENSION) break;
            struct descriptor *next = kind == KIND_ANONYMOUS ? parent(above) : extended_type(above);
            intptr_t offset = (char *)next - (char *)&type->parent;
            if (next == NULL || (offset & 1) || offset != (int32_t)offset || !make_writable(&type->parent)) break;
            type->parent = (int32_t)offset;
            above = next;
        }
        if ((above->flags & KIND_MASK) == KIND_MODULE) {
            struct module_descriptor *module = (struct module_descriptor *)above;
            size_t length = strlen((char *)&module->name + module->name);
            // The end of the name is a name of no letters.
            if (length > 0 && make_writable(&module->name)) module->name += (int32_t)length;
            return;
        }
    }
}

static void forget_names_in(char *base, const Elf64_Shdr *section) {
    int32_t *records = (int32_t *)(base + section->sh_addr);
    for (size_t i = 0; i < section->sh_size / sizeof *records; i++) {
        // The two lowest bits say what kind of thing the record leads to, and how.
        if ((records[i] & 3) == 0) forget_names_above((struct descriptor *)((char *)&records[i] + records[i]));
    }
}

static void forget_names(char *base, const char *file, size_t size) {
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)file;
    if (size < sizeof *header || header->e_shoff + (uint64_t)header->e_shnum * sizeof(Elf64_Shdr) > size) return;
    const Elf64_Shdr *sections = (const Elf64_Shdr *)(file + header->e_shoff);
    if (header->e_shstrndx >= header->e_shnum) return;
    const char *names = file + sections[header->e_shstrndx].sh_offset;
    for (int i = 0; i < header->e_shnum; i++) {
        const char *name = names + sections[i].sh_name;
        if (strcmp(name, "swift5_type_metadata") == 0 || strcmp(name, "swift5_protocols") == 0) {
            forget_names_in(base, &sections[i]);
        }
    }
}

void unix_forget_module_names(void *library, const char *path) {
    struct link_map *map = library;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (descriptor < 0) return;
    if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
        char *file = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (file != MAP_FAILED) {
            forget_names((char *)map->l_addr, file, (size_t)status.st_size);
            munmap(file, (size_t)status.st_size);
        }
    }
    close(descriptor);
}
