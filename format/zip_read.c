/* libzip finds and unpacks the parts, and is included nowhere else.  It asks for the archive's
 * bytes piece by piece, so the archive is not in memory either.  What an entry says of its own size
 * is not believed: what comes out is counted. */
#include "format/zip_read.h"

#include <zip.h>

struct zip_archive {
	struct reader *reader;
	zip_int64_t at;
	zip_error_t error;
	zip_t *zip;
};

struct zip_part {
	zip_file_t *file;
	int64_t packed, unpacked;
};

/* ---- the archive's bytes */

static zip_int64_t give_some(struct zip_archive *z, void *to, zip_uint64_t room)
{
	size_t n = reader_bytes_at(z->reader, (size_t)z->at, to, (size_t)room);

	z->at += (zip_int64_t)n;
	return (zip_int64_t)n;
}

static zip_int64_t give_size(const struct zip_archive *z, void *to, zip_uint64_t room)
{
	zip_stat_t about;

	if (room < sizeof about)
		return -1;
	zip_stat_init(&about);
	about.valid = ZIP_STAT_SIZE;
	about.size = reader_size(z->reader);
	memcpy(to, &about, sizeof about);
	return sizeof about;
}

static zip_int64_t seek(struct zip_archive *z, void *how, zip_uint64_t n)
{
	zip_int64_t size = (zip_int64_t)reader_size(z->reader);
	zip_int64_t to = zip_source_seek_compute_offset((zip_uint64_t)z->at, (zip_uint64_t)size,
	                                                how, n, &z->error);

	if (to < 0)
		return -1;
	z->at = to;
	return 0;
}

static zip_int64_t answer(void *userdata, void *data, zip_uint64_t n, zip_source_cmd_t what)
{
	struct zip_archive *z = userdata;

	switch (what) {
	case ZIP_SOURCE_OPEN:
		z->at = 0;
		return 0;
	case ZIP_SOURCE_CLOSE:
	case ZIP_SOURCE_FREE:
		return 0;
	case ZIP_SOURCE_READ:
		return give_some(z, data, n);
	case ZIP_SOURCE_STAT:
		return give_size(z, data, n);
	case ZIP_SOURCE_SEEK:
		return seek(z, data, n);
	case ZIP_SOURCE_TELL:
		return z->at;
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&z->error, data, n);
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(
		        ZIP_SOURCE_OPEN, ZIP_SOURCE_CLOSE, ZIP_SOURCE_FREE, ZIP_SOURCE_READ,
		        ZIP_SOURCE_STAT, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_ERROR, -1);
	default:
		zip_error_set(&z->error, ZIP_ER_OPNOTSUPP, 0);
		return -1;
	}
}

/* ---- the archive */

static void release(void *what)
{
	struct zip_archive *z = what;

	if (z->zip)
		zip_discard(z->zip);
	z->zip = NULL;
	zip_error_fini(&z->error);
}

static bool damaged(struct context *cx)
{
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The file is damaged or was cut off. Copy or download it again."));
}

static bool open_archive(struct zip_archive *z)
{
	zip_source_t *bytes = zip_source_function_create(answer, z, NULL);

	if (!bytes)
		return false;
	z->zip = zip_open_from_source(bytes, ZIP_RDONLY, NULL);
	if (!z->zip)
		zip_source_free(bytes);
	return z->zip != NULL;
}

struct zip_archive *zip_of_reader(struct context *cx, struct reader *r)
{
	struct zip_archive *z = arena_new_of(cx->mem, struct zip_archive);

	z->reader = r;
	zip_error_init(&z->error);
	arena_defer(cx->mem, release, z);
	if (!open_archive(z)) {
		damaged(cx);
		return NULL;
	}
	if (zip_get_num_entries(z->zip, 0) > MAX_ZIP_ENTRIES) {
		fail(cx, ERR_TOO_LARGE, NULL, N_("The file consists of more than %d parts."),
		     MAX_ZIP_ENTRIES);
		return NULL;
	}
	return z;
}

/* As OPC has it: "/xl/workbook.xml" is "xl/workbook.xml". */
static zip_int64_t place_of(const struct zip_archive *z, const char *name)
{
	return zip_name_locate(z->zip, name + (*name == '/'), ZIP_FL_NOCASE);
}

bool zip_has(const struct zip_archive *z, const char *name)
{
	return place_of(z, name) >= 0;
}

/* ---- a part */

void zip_close_part(struct zip_part *p)
{
	if (p->file)
		zip_fclose(p->file);
	p->file = NULL;
}

static void release_part(void *what)
{
	zip_close_part(what);
}

struct zip_part *zip_open_part(struct context *cx, struct zip_archive *z, const char *name)
{
	struct zip_part *p = arena_new_of(cx->mem, struct zip_part);
	zip_int64_t at = place_of(z, name);
	zip_stat_t about;

	arena_defer(cx->mem, release_part, p);
	if (at < 0 || zip_stat_index(z->zip, (zip_uint64_t)at, 0, &about) != 0) {
		damaged(cx);
		return NULL;
	}
	if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE) {
		fail(cx, ERR_BAD_REQUEST, NULL,
		     N_("The file is protected by a password. Save it without one and try "
		        "again."));
		return NULL;
	}
	p->packed = (int64_t)about.comp_size;
	p->file = zip_fopen_index(z->zip, (zip_uint64_t)at, 0);
	if (!p->file) {
		damaged(cx);
		return NULL;
	}
	return p;
}

/* A part of rows that are all the same is packed well, too, so a small one is always let pass. */
static bool check_size(struct context *cx, const struct zip_part *p)
{
	if (p->unpacked <= MAX_ZIP_HARMLESS ||
	    (p->unpacked <= MAX_ZIP_PART && p->unpacked / MAX_ZIP_RATIO <= p->packed))
		return true;
	return fail(cx, ERR_TOO_LARGE, NULL,
	            N_("The file unpacks to more than this program takes from one file."));
}

bool zip_source_of_part(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct zip_part *p = from;
	zip_int64_t got = zip_fread(p->file, bytes, room);

	if (got < 0)
		return damaged(cx);
	*ret = (size_t)got;
	p->unpacked += got;
	return check_size(cx, p);
}
