/* What a deadline has of its source: who may read it, and what of it must not stay.
 *
 * A deadline repeats words and dates of the record it follows from, and a review's those of its
 * documents, too; the deadline keeps which.  So it is told to those alone who may read all of them,
 * whether it is open, met or no longer due, and what was erased there is erased here. */
#include "subject/deadline/register_part.h"

#include "base/number.h"
#include "record/erase.h"
#include "record/image.h"
#include "store/db.h"
#include "subject/mechanism/mechanism.h"

SQL(deadline_has_of, "SELECT id FROM deadline WHERE (source = $1 AND source_type = $2)"
                     " OR documents LIKE $3 ORDER BY id");
SQL(deadline_had_of, "SELECT DISTINCT c.record FROM change c JOIN change_value v ON v.change = c.id"
                     " JOIN deadline d ON d.id = c.record"
                     " WHERE c.type = 'deadline' AND v.name = 'documents' AND v.value LIKE $1"
                     " ORDER BY c.record");
SQL(deadline_document_there, "SELECT count(*) FROM document WHERE id = $1");
SQL(deadline_logged, "SELECT v.value FROM change_value v JOIN change c ON c.id = v.change"
                     " WHERE c.record = $1 AND c.type = 'deadline' AND v.name = $2"
                     " AND v.value IS NOT NULL");

/* ---- its documents */

const char *deadline_documents(struct context *cx, const struct refs *ids)
{
	struct buffer b = BUFFER(cx->mem, MAX_SQL);

	for (size_t i = 0; ids && i < ids->n; i++)
		buffer_fmt(&b, "%s%lld ", i ? "" : " ", (long long)ids->v[i]);
	return b.len ? buffer_str(&b) : NULL;
}

static const char *pattern(struct context *cx, int64_t id)
{
	return arena_fmt(cx->mem, "%% %lld %%", (long long)id);
}

/* Those that are still there. */
static bool documents_of(struct context *cx, const struct deadline *d, struct refs *ret)
{
	const char *s = d->documents ? d->documents : "";

	*ret = (struct refs){ 0 };
	while (*(s += strspn(s, " "))) {
		size_t len = strcspn(s, " ");
		int64_t id, there = 0;

		if (parse_int(arena_strn(cx->mem, s, len), &id)) {
			if (!db_int(cx, &deadline_document_there, &there, NULL, V(id)))
				return false;
			if (there)
				refs_add(cx, ret, id);
		}
		s += len;
	}
	return true;
}

/* ---- readers */

/* Whoever may not read that record may not read it. */
static void narrow(struct context *cx, struct deadline *d, const struct record *r)
{
	struct refs both = { 0 };

	if (r->classification != CLASS_RESTRICTED)
		return;
	if (d->record.classification == CLASS_RESTRICTED) {
		for (size_t i = 0; i < d->record.readers.n; i++)
			if (refs_has(&r->readers, d->record.readers.v[i]))
				refs_add(cx, &both, d->record.readers.v[i]);
	} else {
		refs_join(cx, &both, &r->readers);
	}
	d->record.classification = CLASS_RESTRICTED;
	d->record.readers = both;
}

bool deadline_take_readers(struct context *cx, struct deadline *d, const struct deadline_wanted *w)
{
	const struct record *from = record_get_any(cx, d->source.type, d->source.id);
	struct refs documents;

	if (!from || !documents_of(cx, d, &documents))
		return false;
	if (w)
		d->record.classification = w->classification ? w->classification : CLASS_INTERNAL;
	else if (d->record.classification == CLASS_RESTRICTED)
		d->record.classification = CLASS_INTERNAL;
	d->record.readers = w && w->readers ? *w->readers : (struct refs){ 0 };
	narrow(cx, d, from);
	for (size_t i = 0; i < documents.n; i++) {
		const struct record *r = record_get_any(cx, &document_type, documents.v[i]);

		if (!r)
			return false;
		narrow(cx, d, r);
	}
	return true;
}

static bool save(struct context *cx, struct deadline *d, enum change_kind kind)
{
	const char *reason = cx->reason;
	bool ok;

	cx->reason = NULL; /* it is the source's, and may say what is restricted */
	ok = record_save_as(cx, &deadline_type, d, kind);
	cx->reason = reason;
	return ok;
}

bool deadline_follow(struct context *cx, struct link from)
{
	struct refs ids;

	if (!refs_read(cx,
	               db_query(cx, &deadline_has_of, V(from.id), V(from.type->name),
	                        V(pattern(cx, from.id))),
	               &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct deadline *d = record_get_any(cx, &deadline_type, ids.v[i]);

		if (!d || !deadline_take_readers(cx, d, NULL) || !save(cx, d, CHANGE_UPDATE))
			return false;
	}
	return true;
}

/* ---- what was erased */

/* Titles hold words of the source.  Those that are open were told anew when it was saved; the
 * others keep their kind alone. */
static const char *kind_words(struct context *cx, const void *data)
{
	return tr(cx, ((const struct choice *)data)->label);
}

static struct texts kind_in_words(struct context *cx, const struct deadline *d)
{
	return texts_in_languages(cx, kind_words, choice_at(deadline_kinds, d->kind));
}

static bool add_image(struct context *cx, const struct type *t, int64_t id, struct buffer *out)
{
	const void *row = record_get_any(cx, t, id);
	struct image im;

	if (!row)
		return false;
	image_of(cx, t, row, &im);
	for (size_t i = 0; i < im.n; i++)
		if (im.v[i].value)
			buffer_fmt(out, "%s\n", im.v[i].value);
	return true;
}

/* All that its source and its documents say now. */
static const char *said_now(struct context *cx, const struct deadline *d)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct refs documents;

	if (!add_image(cx, d->source.type, d->source.id, &b) || !documents_of(cx, d, &documents))
		return NULL;
	for (size_t i = 0; i < documents.n; i++)
		if (!add_image(cx, &document_type, documents.v[i], &b))
			return NULL;
	return buffer_ok(cx, &b) ? buffer_str(&b) : NULL;
}

/* Does the line hold a date that they do not say any more? */
static bool holds_gone(struct context *cx, const char *line, const char *now)
{
	const char *s = line;

	while (*(s += strspn(s, " =\""))) {
		size_t len = strcspn(s, " =\"");
		const char *word = arena_strn(cx->mem, s, len);
		struct date date;

		if (date_parse(word, &date) && !strstr(now, word))
			return true;
		s += len;
	}
	return false;
}

static bool date_gone(struct context *cx, struct date d, const char *now)
{
	char text[DATE_TEXT];

	return date_set(d) && holds_gone(cx, date_text(d, text), now);
}

/* Did the log ever say one of that name? */
static bool logged_gone(struct context *cx, int64_t id, const char *name, const char *now,
                        bool *ret)
{
	struct rows *r = db_query(cx, &deadline_logged, V(id), V(name));

	*ret = false;
	while (r && rows_next(cx, r))
		*ret |= holds_gone(cx, arena_str(cx->mem, rows_text(r, 0)), now);
	return !failed(cx);
}

bool deadline_basis_erased(const struct deadline *d)
{
	return d->basis && !strchr(d->basis, ' ');
}

/* What is open is worked out anew whenever its source is saved; the others are left as they were,
 * and lose what is gone. */
static void empty(struct context *cx, struct deadline *d, struct link from, const char *now)
{
	if (d->source.id == from.id)
		d->title = kind_in_words(cx, d);
	if (holds_gone(cx, d->basis, now)) {
		d->basis = d->rule;
		d->due = d->window_from = d->window_to = (struct date){ 0 };
		d->status = DEADLINE_NONE;
		d->verify = UNSAID;
	}
	if (date_gone(cx, d->source_done, now)) {
		if (date_compare(d->done, d->source_done) == 0) {
			d->done = (struct date){ 0 };
			deadline_set_state(d, "dropped");
		}
		d->source_done = (struct date){ 0 };
	}
}

/* Of what the log has under the names, the present values are left. */
static bool erase_logged(struct context *cx, const struct deadline *d, const char *where,
                         const char *const *names, size_t n, const char *now)
{
	bool gone;

	if (!logged_gone(cx, d->record.id, where, now, &gone))
		return false;
	for (size_t i = 0; gone && i < n; i++)
		if (!erase_earlier(cx, &deadline_type, d->record.id, names[i]))
			return false;
	return true;
}

static bool forget_one(struct context *cx, int64_t id, struct link from)
{
	static const char *const found[] = { "basis", "due", "window_from", "window_to" };
	static const char *const met[] = { "done", "source_done" };
	struct deadline *d = record_get_any(cx, &deadline_type, id);
	const char *now = d ? said_now(cx, d) : NULL;

	if (!now)
		return false;
	if (!deadline_in(d, "open")) {
		empty(cx, d, from, now);
		if (!save(cx, d, CHANGE_ERASE))
			return false;
	}
	return (d->source.id != from.id || erase_earlier(cx, &deadline_type, id, "title")) &&
	       erase_logged(cx, d, "basis", found, LEN(found), now) &&
	       erase_logged(cx, d, "source_done", met, LEN(met), now);
}

bool deadline_forget(struct context *cx, struct link from)
{
	const char *like = pattern(cx, from.id);
	struct refs now, before;

	if (!refs_read(cx, db_query(cx, &deadline_has_of, V(from.id), V(from.type->name), V(like)),
	               &now) ||
	    !refs_read(cx, db_query(cx, &deadline_had_of, V(like)), &before))
		return false;
	for (size_t i = 0; i < now.n; i++)
		if (!forget_one(cx, now.v[i], from))
			return false;
	for (size_t i = 0; i < before.n; i++)
		if (!forget_one(cx, before.v[i], from))
			return false;
	return true;
}
