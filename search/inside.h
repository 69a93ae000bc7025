/* What the files of the index share. */
#ifndef SEARCH_INSIDE_H
#define SEARCH_INSIDE_H

#include "search/match.h"

#include <pthread.h>

/* Where the record with an id lies: documents of the file first, then those in memory. */
struct places_of_ids {
	uint32_t *slots; /* number + 1 */
	uint32_t room, used;
};

struct index {
	pthread_rwlock_t lock;    /* searching, and the moments in which something changes */
	pthread_mutex_t changing; /* changing, and writing the file, which takes longer */
	char *path;               /* NULL: in memory alone */
	struct names *names;
	struct file *file; /* NULL: none yet */
	struct fresh *fresh;
	struct places_of_ids ids;
	int64_t followed;
	size_t changes; /* since the file was written */
};

static inline struct segments index_segments(const struct index *ix)
{
	return (struct segments){ .file = ix->file, .fresh = ix->fresh, .names = ix->names };
}

/* The document of a record that is alive; false: it is not there. */
bool index_find(const struct index *ix, int64_t id, int *ret_segment, uint32_t *ret_doc);

#endif
