/* The table of sectors and the list of streams are in memory, the sectors themselves are not.
 * Streams below 4 KB lie in small sectors of one stream that the root owns, chained by a table of
 * their own.  A chain that comes back to itself is noticed by its length: no chain is longer than
 * the file has sectors. */
#include "format/ole.h"

enum {
	HEADER = 512,
	IN_HEADER = 109, /* table sectors that the header itself lists */
	ENTRY = 128,
	NAME = 64,
	SMALL_SECTOR = 64,
	LARGEST_SMALL = 4096,
	TYPE_STREAM = 2,
	TYPE_ROOT = 5,
};

static const uint32_t last_sector = 0xfffffffa; /* above it: ends and marks */

struct entry {
	char name[NAME / 2 + 1]; /* ASCII alone is looked for; other letters are '?' */
	int type;
	uint32_t first;
	uint64_t size;
};

struct ole {
	struct reader *r;
	size_t sector;
	uint32_t sectors; /* that the file has room for */
	uint32_t *next, *small_next;
	size_t next_n, small_next_n;
	struct entry *entries;
	size_t entries_n;
	uint32_t *small_at; /* the sectors of the root's stream */
	size_t small_at_n;
};

struct ole_stream {
	struct ole *o;
	bool small;
	uint32_t at;   /* sector */
	size_t within; /* what of it was read */
	uint64_t left;
	uint32_t steps;
};

static uint32_t u16(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
	return u16(p) | u16(p + 2) << 16;
}

static bool damaged(struct context *cx)
{
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The file is damaged or was cut off. Copy or download it again."));
}

static size_t place(const struct ole *o, uint32_t sector)
{
	return ((size_t)sector + 1) * o->sector;
}

/* Reads a sector, of which the last one of the file may be cut. */
static bool read_sector(struct context *cx, const struct ole *o, uint32_t sector, void *to)
{
	size_t n;

	if (sector >= o->sectors)
		return damaged(cx);
	n = reader_bytes_at(o->r, place(o, sector), to, o->sector);
	memset((char *)to + n, 0, o->sector - n);
	return n > 0 || damaged(cx);
}

/* Follows the table; false at the end of the chain and where it leads nowhere. */
static bool step(const uint32_t *next, size_t n, uint32_t *sector)
{
	if (*sector >= n)
		return false;
	*sector = next[*sector];
	return *sector <= last_sector;
}

/* Adds the numbers that a table's sector holds. */
static bool add_table(struct context *cx, struct ole *o, uint32_t sector, uint32_t *table,
                      size_t *n)
{
	unsigned char *bytes = arena_raw(cx->mem, o->sector);

	if (!read_sector(cx, o, sector, bytes))
		return false;
	for (size_t i = 0; i < o->sector / 4; i++)
		table[(*n)++] = u32(bytes + 4 * i);
	return true;
}

/* The sectors that hold the table: 109 are named in the header, the others in a chain. */
static bool read_table(struct context *cx, struct ole *o, const unsigned char *header)
{
	const size_t per_sector = o->sector / 4, most = o->sectors / per_sector + 1;
	uint32_t sector = u32(header + 68);
	unsigned char *bytes = arena_raw(cx->mem, o->sector);
	size_t read = 0;

	o->next = arena_array(cx->mem, uint32_t, most * per_sector);
	for (size_t i = 0; i < IN_HEADER && read < most; i++) {
		uint32_t table = u32(header + 76 + 4 * i);

		if (table > last_sector)
			return true;
		if (!add_table(cx, o, table, o->next, &o->next_n))
			return false;
		read++;
	}
	for (uint32_t steps = 0; sector <= last_sector && read < most; steps++) {
		if (steps > o->sectors || !read_sector(cx, o, sector, bytes))
			return damaged(cx);
		for (size_t i = 0; i < per_sector - 1 && read < most; i++, read++) {
			uint32_t table = u32(bytes + 4 * i);

			if (table > last_sector)
				return true;
			if (!add_table(cx, o, table, o->next, &o->next_n))
				return false;
		}
		sector = u32(bytes + o->sector - 4);
	}
	return true;
}

/* The length of a chain; false when it goes round. */
static bool chain_length(struct context *cx, const struct ole *o, uint32_t first, size_t *ret)
{
	uint32_t sector = first;

	*ret = 0;
	if (first > last_sector)
		return true;
	do
		if (++*ret > o->sectors)
			return damaged(cx);
	while (step(o->next, o->next_n, &sector));
	return true;
}

static void take_entry(struct ole *o, const unsigned char *bytes)
{
	struct entry *e = &o->entries[o->entries_n];
	size_t letters = u16(bytes + NAME) / 2;

	e->type = bytes[66];
	if (e->type != TYPE_STREAM && e->type != TYPE_ROOT)
		return;
	for (size_t i = 0; i + 1 < letters && i < NAME / 2; i++) {
		uint32_t c = u16(bytes + 2 * i);

		e->name[i] = c < 0x80 ? (char)c : '?';
	}
	e->first = u32(bytes + 116);
	e->size = u32(bytes + 120);
	o->entries_n++;
}

static bool read_entries(struct context *cx, struct ole *o, uint32_t first)
{
	unsigned char *bytes = arena_raw(cx->mem, o->sector);
	uint32_t sector = first;
	size_t n;

	if (!chain_length(cx, o, first, &n))
		return false;
	o->entries = arena_array(cx->mem, struct entry, n * (o->sector / ENTRY) + 1);
	if (!n)
		return damaged(cx);
	do {
		if (!read_sector(cx, o, sector, bytes))
			return false;
		for (size_t i = 0; i < o->sector; i += ENTRY)
			take_entry(o, bytes + i);
	} while (step(o->next, o->next_n, &sector));
	return true;
}

/* Where the small sectors are, and their table. */
static bool read_small(struct context *cx, struct ole *o, uint32_t first_table)
{
	const struct entry *root = NULL;
	uint32_t sector;
	size_t n;

	for (size_t i = 0; i < o->entries_n && !root; i++)
		if (o->entries[i].type == TYPE_ROOT)
			root = &o->entries[i];
	if (!root || root->first > last_sector || first_table > last_sector)
		return true;
	if (!chain_length(cx, o, root->first, &n))
		return false;
	o->small_at = arena_array(cx->mem, uint32_t, n);
	sector = root->first;
	do
		o->small_at[o->small_at_n++] = sector;
	while (step(o->next, o->next_n, &sector));

	if (!chain_length(cx, o, first_table, &n))
		return false;
	o->small_next = arena_array(cx->mem, uint32_t, n * (o->sector / 4));
	sector = first_table;
	do
		if (!add_table(cx, o, sector, o->small_next, &o->small_next_n))
			return false;
	while (step(o->next, o->next_n, &sector));
	return true;
}

struct ole *ole_of_reader(struct context *cx, struct reader *r)
{
	struct ole *o = arena_new_of(cx->mem, struct ole);
	unsigned char header[HEADER];
	uint32_t shift;

	o->r = r;
	if (reader_bytes_at(r, 0, header, sizeof header) < sizeof header ||
	    memcmp(header, OLE_MAGIC, 8) != 0) {
		damaged(cx);
		return NULL;
	}
	shift = u16(header + 30);
	if ((shift != 9 && shift != 12) || u16(header + 32) != 6) {
		damaged(cx);
		return NULL;
	}
	o->sector = (size_t)1 << shift;
	o->sectors = (uint32_t)((reader_size(r) - HEADER) / o->sector + 1);
	return read_table(cx, o, header) && read_entries(cx, o, u32(header + 48)) &&
	                       read_small(cx, o, u32(header + 60))
	               ? o
	               : NULL;
}

static const struct entry *find(const struct ole *o, const char *name)
{
	for (size_t i = 0; i < o->entries_n; i++)
		if (o->entries[i].type == TYPE_STREAM && strcmp(o->entries[i].name, name) == 0)
			return &o->entries[i];
	return NULL;
}

bool ole_has(const struct ole *o, const char *name)
{
	return find(o, name) != NULL;
}

struct ole_stream *ole_open_stream(struct context *cx, struct ole *o, const char *name)
{
	const struct entry *e = find(o, name);
	struct ole_stream *s;

	if (!e) {
		damaged(cx);
		return NULL;
	}
	s = arena_new_of(cx->mem, struct ole_stream);
	s->o = o;
	s->at = e->first;
	s->left = e->size;
	s->small = e->size < LARGEST_SMALL;
	return s;
}

/* Where in the file the next byte of the stream stands; false when the chain has broken. */
static bool find_place(const struct ole_stream *s, size_t *ret)
{
	const struct ole *o = s->o;
	const size_t per_sector = o->sector / SMALL_SECTOR;

	if (!s->small) {
		*ret = place(o, s->at) + s->within;
		return s->at < o->sectors;
	}
	if (s->at / per_sector >= o->small_at_n)
		return false;
	*ret = place(o, o->small_at[s->at / per_sector]) + s->at % per_sector * SMALL_SECTOR +
	       s->within;
	return true;
}

static bool next_sector(struct ole_stream *s)
{
	const struct ole *o = s->o;

	s->within = 0;
	if (++s->steps > (s->small ? o->small_next_n : o->sectors))
		return false;
	return s->small ? step(o->small_next, o->small_next_n, &s->at)
	                : step(o->next, o->next_n, &s->at);
}

bool ole_source(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct ole_stream *s = from;
	const size_t size = s->small ? SMALL_SECTOR : s->o->sector;

	for (*ret = 0; *ret < room && s->left;) {
		size_t n = size - s->within, at;

		n = n < room - *ret ? n : room - *ret;
		n = n < s->left ? n : (size_t)s->left;
		if (!find_place(s, &at) ||
		    reader_bytes_at(s->o->r, at, (char *)bytes + *ret, n) != n)
			return damaged(cx);
		*ret += n;
		s->within += n;
		s->left -= n;
		if (s->within == size && s->left && !next_sector(s))
			return damaged(cx);
	}
	return true;
}
