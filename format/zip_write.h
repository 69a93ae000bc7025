/* Writing a ZIP archive (APPNOTE 6.3.3, deflate), part after part, straight to a sink. */
#ifndef FORMAT_ZIP_WRITE_H
#define FORMAT_ZIP_WRITE_H

#include "format/sink.h"

struct zip_writer;

/* Parts are dated by the context's clock.  Hung on the arena. */
struct zip_writer *zip_start(struct context *cx, sink *to_sink, void *to);

/* A part of that name, which stands there once.  ERR_TOO_LARGE: the archive reaches 4 GB. */
MUST_USE bool zip_put(struct context *cx, struct zip_writer *z, const char *name, const void *bytes,
                      size_t n);
/* The same of what a source gives. */
MUST_USE bool zip_put_from(struct context *cx, struct zip_writer *z, const char *name,
                           source *from_source, void *from);

/* The directory.  Nothing can be added afterwards. */
MUST_USE bool zip_end(struct context *cx, struct zip_writer *z);

#endif
