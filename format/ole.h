/* Compound files ([MS-CFB]): what Office kept its documents in before 2007, and keeps encrypted
 * ones in to this day.  A small file system of sectors, chained by a table. */
#ifndef FORMAT_OLE_H
#define FORMAT_OLE_H

#include "format/reader.h"

struct ole;
struct ole_stream;

/* The bytes that every such file begins with. */
#define OLE_MAGIC "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

/* The file that the reader reads.  NULL: ERR_BAD_REQUEST when it is damaged or was cut off. */
struct ole *ole_of_reader(struct context *cx, struct reader *r);

/* Whether there is a stream of that name, in whatever folder. */
bool ole_has(const struct ole *o, const char *name);

/* The stream of that name from its beginning, a `source`: from is the stream.  NULL: there is
 * none. */
struct ole_stream *ole_open_stream(struct context *cx, struct ole *o, const char *name);
bool ole_source(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);

#endif
