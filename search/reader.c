/* Who sees what.  Records that no rule of access can tell apart share a class; the one check of
 * record/access.h is asked once for each class and reader, with a row that has what the class has
 * and nothing else.  There is no second form of the rule here, and a change of the matrix needs no
 * new index.
 *
 * The answer rests on nothing but the class and who asks (access.c reads no table), so that it can
 * be kept for the next question of the same reader. */
#include "search/part.h"

enum { KEPT = 64, RECORD = 'r' };

struct head {
	char what;
	uint8_t classification, accepted;
	int32_t type;
	int64_t institution;
};

/* ---- the key of a class */

static int id_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void put_ids(struct buffer *b, const int64_t *ids, size_t n)
{
	int64_t *sorted = arena_array(b->mem, int64_t, n);
	uint32_t count = (uint32_t)n;

	if (n)
		memcpy(sorted, ids, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, id_order);
	buffer_put(b, &count, sizeof count);
	buffer_put(b, sorted, n * sizeof *sorted);
}

void class_key(struct buffer *b, const struct findable *f, const void *row)
{
	const struct record *r = row;
	struct head head;

	memset(&head, 0, sizeof head); /* the bytes between the members, too */
	head.what = RECORD;
	head.classification = (uint8_t)r->classification;
	head.accepted = type_state_in(f->type, r->state, f->type->accepted_states);
	head.type = f->number;
	head.institution = r->institution;
	buffer_put(b, &head, sizeof head);
	for (size_t i = 0; i < f->type->n; i++) {
		const struct field *x = &f->type->fields[i];
		const struct refs *refs = field_at(x, row);

		if (!(x->flags & ASSIGNS))
			continue;
		if (x->kind == FIELD_REF)
			put_ids(b, field_at(x, row), 1);
		else if (x->kind == FIELD_REFS)
			put_ids(b, refs->v, refs->n);
	}
	put_ids(b, r->readers.v, r->readers.n);
}

/* ---- a row of the class */

struct reading {
	const unsigned char *at, *end;
};

static bool take(struct reading *r, void *to, size_t n)
{
	if ((size_t)(r->end - r->at) < n)
		return false;
	memcpy(to, r->at, n);
	r->at += n;
	return true;
}

static bool take_ids(struct context *cx, struct reading *r, struct refs *ret)
{
	uint32_t n;

	if (!take(r, &n, sizeof n) || (size_t)(r->end - r->at) / sizeof(int64_t) < n)
		return false;
	*ret = (struct refs){ arena_array(cx->mem, int64_t, n), n };
	return take(r, ret->v, n * sizeof(int64_t));
}

static int state_that(const struct type *t, bool accepted)
{
	for (int i = 1; choice_at(t->states, i); i++)
		if (type_state_in(t, i, t->accepted_states) == accepted)
			return i;
	return 0;
}

static bool fill_row(struct context *cx, struct reading *r, const struct type *t,
                     const struct head *head, struct record *row)
{
	struct refs ids;

	row->id = row->version = 1;
	row->classification = head->classification;
	row->institution = head->institution;
	row->state = state_that(t, head->accepted);
	for (size_t i = 0; i < t->n; i++) {
		const struct field *x = &t->fields[i];

		if (!(x->flags & ASSIGNS) || (x->kind != FIELD_REF && x->kind != FIELD_REFS))
			continue;
		if (!take_ids(cx, r, &ids))
			return false;
		if (x->kind == FIELD_REF)
			*(int64_t *)field_at(x, row) = ids.n ? ids.v[0] : 0;
		else
			*(struct refs *)field_at(x, row) = ids;
	}
	return take_ids(cx, r, &row->readers);
}

static const struct type *type_numbered(const struct search *s, int number)
{
	for (size_t i = 0; i < s->all->n; i++)
		if (s->all->v[i].number == number)
			return s->all->v[i].type;
	return NULL;
}

/* What is no class of records, or of none that is known, is open to nobody. */
static bool class_open(struct context *cx, const struct search *s, const void *key, size_t size)
{
	struct reading r = { key, (const unsigned char *)key + size };
	struct head head;
	const struct type *t;
	void *row;

	if (!take(&r, &head, sizeof head) || head.what != RECORD ||
	    !(t = type_numbered(s, head.type)))
		return false;
	row = arena_alloc(cx->mem, t->size);
	return fill_row(cx, &r, t, &head, row) && access_record(cx, t, row, RIGHT_READ) &&
	       access_content(cx, t, row);
}

/* ---- the tables of the last readers */

struct table {
	uint64_t serial; /* of the index; 0: a free place */
	int64_t user, membership, institution;
	enum role role;
	bool console, curious, nobody;
	uint8_t *open;
	uint32_t n;
	uint64_t used;
};

struct readers {
	pthread_mutex_t mutex;
	struct table v[KEPT];
	uint64_t clock;
};

struct readers *readers_new(void)
{
	struct readers *r = calloc(1, sizeof *r);

	if (r)
		pthread_mutex_init(&r->mutex, NULL);
	return r;
}

void readers_free(struct readers *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < KEPT; i++)
		free(r->v[i].open);
	pthread_mutex_destroy(&r->mutex);
	free(r);
}

static struct table table_of(const struct context *cx, uint64_t serial)
{
	const struct actor *a = cx->actor;

	if (!a)
		return (struct table){ .serial = serial, .nobody = true };
	return (struct table){ .serial = serial,
		               .user = a->user,
		               .membership = a->membership,
		               .institution = a->institution,
		               .role = a->role,
		               .console = a->console,
		               .curious = !str_empty(a->restricted_reason) };
}

static bool same_reader(const struct table *a, const struct table *b)
{
	return a->serial == b->serial && a->user == b->user && a->membership == b->membership &&
	       a->institution == b->institution && a->role == b->role && a->console == b->console &&
	       a->curious == b->curious && a->nobody == b->nobody;
}

static struct table *place_of(struct readers *r, const struct table *who)
{
	for (size_t i = 0; i < KEPT; i++)
		if (same_reader(&r->v[i], who))
			return &r->v[i];
	return NULL;
}

/* What is known of the first `room` classes; returns of how many. */
static uint32_t recall(struct readers *r, const struct table *who, uint8_t *open, uint32_t room)
{
	struct table *t;
	uint32_t n = 0;

	pthread_mutex_lock(&r->mutex);
	t = place_of(r, who);
	if (t) {
		n = t->n < room ? t->n : room;
		memcpy(open, t->open, n);
		t->used = ++r->clock;
	}
	pthread_mutex_unlock(&r->mutex);
	return n;
}

static void remember(struct readers *r, const struct table *who, const uint8_t *open, uint32_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	struct table *t;

	if (!copy)
		return; /* asked again next time */
	memcpy(copy, open, n);
	pthread_mutex_lock(&r->mutex);
	t = place_of(r, who);
	for (size_t i = 0; !t && i < KEPT; i++)
		if (!r->v[i].serial)
			t = &r->v[i];
	if (!t) {
		t = &r->v[0];
		for (size_t i = 1; i < KEPT; i++)
			if (r->v[i].used < t->used)
				t = &r->v[i];
	}
	free(t->open);
	*t = *who;
	t->open = copy;
	t->n = n;
	t->used = ++r->clock;
	pthread_mutex_unlock(&r->mutex);
}

bool reader_of(struct context *cx, struct search *s, const struct held *h, struct reader *ret)
{
	const struct table who = table_of(cx, h->serial);
	struct index_size size;
	uint32_t n, known;
	uint8_t *open;

	index_size(h->index, &size);
	n = (uint32_t)size.classes;
	open = arena_alloc(cx->mem, n + 1);
	known = recall(s->readers, &who, open, n);
	for (uint32_t i = known; i < n; i++) {
		size_t bytes;
		const void *key = index_class_key(h->index, i, &bytes);

		open[i] = key && class_open(cx, s, key, bytes);
	}
	if (known < n)
		remember(s->readers, &who, open, n);
	*ret = (struct reader){ open, n };
	return !failed(cx);
}

bool reader_sees(const struct reader *who, uint32_t class)
{
	return class < who->n && who->open[class];
}
