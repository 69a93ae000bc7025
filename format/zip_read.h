/* Reading a ZIP archive of foreign origin, one part at a time, never whole.
 *
 * Refused, in words: what is no archive or was cut off, encrypted parts, more than MAX_ZIP_ENTRIES
 * parts, a part that unpacks to more than MAX_ZIP_PART, or, when it is larger than
 * MAX_ZIP_HARMLESS, to more than MAX_ZIP_RATIO times its size: such a file wants to fill the
 * machine. */
#ifndef FORMAT_ZIP_READ_H
#define FORMAT_ZIP_READ_H

#include "format/reader.h"

struct zip_archive;
struct zip_part;

/* The archive that the reader reads.  Hung on the arena.  NULL: ERR_BAD_REQUEST, ERR_TOO_LARGE. */
struct zip_archive *zip_of_reader(struct context *cx, struct reader *r);

bool zip_has(const struct zip_archive *z, const char *name);

/* Opens the part of that name, case ignored as OPC has it; closed by zip_close_part(), or with the
 * arena.  NULL: there is none (ERR_BAD_REQUEST). */
struct zip_part *zip_open_part(struct context *cx, struct zip_archive *z, const char *name);
void zip_close_part(struct zip_part *p);

/* A `source`: from is the part. */
bool zip_source_of_part(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);

#endif
