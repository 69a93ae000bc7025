/* The sinks and sources that every floor above needs.  A file's error text stays ours: the user is
 * told what to do, the cause (disk full, gone) is what the machine's own watch reports. */
#include "format/sink.h"

bool sink_to_buffer(struct context *cx, void *to, const void *bytes, size_t n)
{
	buffer_put(to, bytes, n);
	return buffer_ok(cx, to);
}

bool sink_to_file(struct context *cx, void *to, const void *bytes, size_t n)
{
	return fwrite(bytes, 1, n, to) == n ||
	       fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("The file could not be written: is the disk full?"));
}

bool source_of_file(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	*ret = fread(bytes, 1, room, from);
	return *ret || !ferror(from) ||
	       fail(cx, ERR_UNAVAILABLE, NULL, N_("The file could not be read."));
}

bool source_of_bytes(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct bytes *b = from;

	(void)cx;
	*ret = b->left < room ? b->left : room;
	if (*ret)
		memcpy(bytes, b->at, *ret);
	b->at += *ret;
	b->left -= *ret;
	return true;
}
