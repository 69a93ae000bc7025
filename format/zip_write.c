/* zlib packs the bytes, and is included nowhere else.  What a part measures is only known behind
 * it, so it is told there ("data descriptor") and in the directory; every reader knows that form,
 * as Java's and .NET's writers have no other.
 *
 * libzip, which reads archives, can write them only into a file with a name. */
#include "format/zip_write.h"

#include "base/date.h"

#include <assert.h>
#include <zlib.h>

enum {
	VERSION = 20,             /* of the format that a reader must understand: 2.0 */
	FLAGS = 1 << 3 | 1 << 11, /* sizes follow the part; names are UTF-8 */
	DEFLATE = 8,
	PARTS = 10 * 1000,
	DIRECTORY = 4 * 1024 * 1024,
};

struct zip_writer {
	sink *sink;
	void *to;
	int64_t at; /* bytes given so far */
	uint32_t time;
	int parts;
	struct buffer directory;
	bool packing, ended;
	z_stream packer;
	unsigned char packed[32 * 1024];
};

static void release(void *what)
{
	struct zip_writer *z = what;

	if (z->packing)
		deflateEnd(&z->packer);
	z->packing = false;
}

/* Two seconds are as exact as it gets; years begin with 1980. */
static uint32_t dos_time(int64_t instant)
{
	int64_t seconds = instant / 1000000;
	struct date d = date_from_days(seconds / 86400);
	int s = (int)(seconds % 86400);

	if (d.year < 1980)
		return 1 << 21 | 1 << 16;
	return (uint32_t)(d.year - 1980) << 25 | (uint32_t)d.month << 21 | (uint32_t)d.day << 16 |
	       (uint32_t)(s / 3600) << 11 | (uint32_t)(s / 60 % 60) << 5 | (uint32_t)(s % 60 / 2);
}

struct zip_writer *zip_start(struct context *cx, sink *to_sink, void *to)
{
	struct zip_writer *z = arena_new_of(cx->mem, struct zip_writer);

	z->sink = to_sink;
	z->to = to;
	z->time = dos_time(cx->now);
	z->directory = BUFFER(cx->mem, DIRECTORY);
	arena_defer(cx->mem, release, z);
	return z;
}

static bool too_large(struct context *cx)
{
	return fail(cx, ERR_TOO_LARGE, NULL, N_("The file became too large."));
}

static bool give(struct context *cx, struct zip_writer *z, const void *bytes, size_t n)
{
	z->at += (int64_t)n;
	if (z->at > UINT32_MAX)
		return too_large(cx);
	return n == 0 || z->sink(cx, z->to, bytes, n);
}

/* A record is a list of little-endian numbers of two and four bytes. */
struct record {
	unsigned char bytes[64];
	size_t n;
};

static void put2(struct record *r, unsigned n)
{
	r->bytes[r->n++] = (unsigned char)n;
	r->bytes[r->n++] = (unsigned char)(n >> 8);
}

static void put4(struct record *r, uint32_t n)
{
	put2(r, n & 0xffff);
	put2(r, n >> 16);
}

struct part {
	const char *name;
	uint32_t sum, packed, size, at;
};

/* What the part's own head and the directory say alike. */
static void put_common(struct record *r, const struct zip_writer *z, const struct part *p)
{
	put2(r, VERSION);
	put2(r, FLAGS);
	put2(r, DEFLATE);
	put4(r, z->time);
	put4(r, p->sum);
	put4(r, p->packed);
	put4(r, p->size);
	put2(r, (unsigned)strlen(p->name));
	put2(r, 0); /* extra field */
}

static bool give_head(struct context *cx, struct zip_writer *z, const struct part *p)
{
	struct record r = { .n = 0 };

	put4(&r, 0x04034b50);
	put_common(&r, z, p);
	return give(cx, z, r.bytes, r.n) && give(cx, z, p->name, strlen(p->name));
}

static bool end_part(struct context *cx, struct zip_writer *z, const struct part *p)
{
	struct record r = { .n = 0 }, entry = { .n = 0 };

	put4(&r, 0x08074b50);
	put4(&r, p->sum);
	put4(&r, p->packed);
	put4(&r, p->size);
	put4(&entry, 0x02014b50);
	put2(&entry, VERSION);
	put_common(&entry, z, p);
	put2(&entry, 0); /* comment */
	put2(&entry, 0); /* disk */
	put2(&entry, 0); /* attributes within */
	put4(&entry, 0); /* and without */
	put4(&entry, p->at);
	buffer_put(&z->directory, entry.bytes, entry.n);
	buffer_text(&z->directory, p->name);
	z->parts++;
	return give(cx, z, r.bytes, r.n) && buffer_ok(cx, &z->directory);
}

/* Packs what the source gives, until it gives nothing. */
static bool pack(struct context *cx, struct zip_writer *z, struct part *p, source *from_source,
                 void *from)
{
	unsigned char bytes[16 * 1024];
	int64_t begin = z->at;
	size_t n;

	do {
		if (!from_source(cx, from, bytes, sizeof bytes, &n))
			return false;
		if (n > UINT32_MAX - p->size)
			return too_large(cx);
		p->sum = (uint32_t)crc32(p->sum, bytes, (uInt)n);
		p->size += (uint32_t)n;
		z->packer.next_in = bytes;
		z->packer.avail_in = (uInt)n;
		do {
			z->packer.next_out = z->packed;
			z->packer.avail_out = sizeof z->packed;
			deflate(&z->packer, n ? Z_NO_FLUSH : Z_FINISH);
			if (!give(cx, z, z->packed, sizeof z->packed - z->packer.avail_out))
				return false;
		} while (z->packer.avail_out == 0);
	} while (n);
	p->packed = (uint32_t)(z->at - begin);
	return true;
}

bool zip_put_from(struct context *cx, struct zip_writer *z, const char *name, source *from_source,
                  void *from)
{
	struct part p = { .name = name, .at = (uint32_t)z->at };

	assert(!z->ended && z->parts < PARTS);
	if (!give_head(cx, z, &p))
		return false;
	memset(&z->packer, 0, sizeof z->packer);
	z->packing = deflateInit2(&z->packer, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
	                          Z_DEFAULT_STRATEGY) == Z_OK;
	if (!z->packing)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is no memory to pack the file."));

	bool ok = pack(cx, z, &p, from_source, from);

	release(z);
	return ok && end_part(cx, z, &p);
}

bool zip_put(struct context *cx, struct zip_writer *z, const char *name, const void *bytes,
             size_t n)
{
	return zip_put_from(cx, z, name, source_of_bytes, &(struct bytes){ bytes, n });
}

bool zip_end(struct context *cx, struct zip_writer *z)
{
	struct record r = { .n = 0 };
	uint32_t at = (uint32_t)z->at;

	assert(!z->ended);
	z->ended = true;
	put4(&r, 0x06054b50);
	put2(&r, 0); /* disks */
	put2(&r, 0);
	put2(&r, (unsigned)z->parts);
	put2(&r, (unsigned)z->parts);
	put4(&r, (uint32_t)z->directory.len);
	put4(&r, at);
	put2(&r, 0); /* comment */
	return give(cx, z, buffer_str(&z->directory), z->directory.len) &&
	       give(cx, z, r.bytes, r.n);
}
