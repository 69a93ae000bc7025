/* A record as the index takes it: its words with their places, what it is counted by, who may see
 * it.  What stands in the title part weighs more: the reference in each language of the
 * installation, names and codes.  Fields with a reader class and hidden ones are in no index, and
 * of personal data only what the record's list shows. */
#include "search/part.h"

#include "record/setting.h"

enum {
	BETWEEN = 8, /* places between two texts: no phrase runs from one into the other */
	CALLED = 110 /* characters of a text by which a record is called */
};

/* ---- the maker's memory */

struct maker *maker_new(void)
{
	struct maker *m = calloc(1, sizeof *m);

	if (m)
		m->analyser = analyser_new();
	if (m && m->analyser)
		return m;
	free(m);
	return NULL;
}

void maker_free(struct maker *m)
{
	if (!m)
		return;
	analyser_free(m->analyser);
	free(m->terms);
	free(m->bytes);
	free(m);
}

static bool grow(void **v, size_t *room, size_t wanted, size_t size)
{
	size_t more = *room ? *room * 2 : 1024;
	void *grown;

	if (wanted <= *room)
		return true;
	while (more < wanted)
		more *= 2;
	grown = realloc(*v, more * size);
	if (!grown)
		return false;
	*v = grown;
	*room = more;
	return true;
}

/* Until all are there, a place in `bytes` stands for the pointer: they may move. */
static const char *keep(struct maker *m, const char *s, size_t n)
{
	size_t at = m->bytes_n;
	void *bytes = m->bytes;

	if (!grow(&bytes, &m->bytes_room, at + n + 1, 1)) {
		m->full = true;
		return NULL;
	}
	m->bytes = bytes;
	memcpy(m->bytes + at, s, n);
	m->bytes[at + n] = '\0';
	m->bytes_n += n + 1;
	return (const char *)(uintptr_t)at;
}

static bool take_word(void *data, const struct analysed *w)
{
	struct maker *m = data;
	void *terms = m->terms;

	if (!grow(&terms, &m->terms_room, m->terms_n + 1, sizeof *m->terms)) {
		m->full = true;
		return false;
	}
	m->terms = terms;
	m->terms[m->terms_n++] = (struct index_term){ .term = keep(m, w->term, w->term_n),
		                                      .word = keep(m, w->word, w->word_n),
		                                      .position = m->position + w->position };
	return !m->full;
}

static void take_text(struct maker *m, bool title, const char *lang, const char *text)
{
	size_t before = m->terms_n;

	if (str_empty(text) || m->full)
		return;
	analyse_text(m->analyser, lang, text, take_word, m);
	while (title && m->terms_n && m->terms[m->terms_n - 1].position >= INDEX_BODY - 1)
		m->terms_n--;
	if (m->terms_n > before)
		m->position = m->terms[m->terms_n - 1].position + BETWEEN;
}

/* ---- which texts there are */

static bool told(const struct field *f)
{
	return !(f->flags & HIDDEN) && !f->reader && (!(f->flags & PERSONAL) || f->flags & LISTED);
}

static bool in_title(const struct findable *f, const struct field *x)
{
	if (str_eq(x->name, f->type->key) ||
	    (f->search->aliases && word_in(f->search->aliases, x->name)))
		return true;
	if (f->search->titles)
		return word_in(f->search->titles, x->name);
	return x->flags & LISTED && !(x->flags & LONG);
}

static bool is_found(const struct findable *f, const struct field *x)
{
	return told(x) && (x->kind == FIELD_TEXTS ||
	                   (x->kind == FIELD_TEXT && (x->flags & LISTED || in_title(f, x))));
}

static bool see_field(const struct field *x, const void *row, bool title, document_see *see,
                      void *data)
{
	const struct texts *texts;

	if (x->kind == FIELD_TEXT)
		return str_empty(*(const char *const *)field_at(x, row)) ||
		       see(data, title, NULL, *(const char *const *)field_at(x, row));
	texts = field_at(x, row);
	for (size_t i = 0; i < texts->n; i++)
		if (!str_empty(texts->v[i].body) &&
		    !see(data, title, texts->v[i].lang, texts->v[i].body))
			return false;
	return true;
}

static bool see_rows(const struct field *x, const void *row, document_see *see, void *data)
{
	const struct owned *rows = field_at(x, row);

	for (size_t i = 0; i < rows->n; i++) {
		const char *one = (const char *)rows->v + i * x->rows->size;

		for (size_t k = 0; k < x->rows->n; k++) {
			const struct field *f = &x->rows->fields[k];

			if ((f->kind == FIELD_TEXT || f->kind == FIELD_TEXTS) &&
			    !(f->flags & (HIDDEN | PERSONAL)) && !f->reader &&
			    !see_field(f, one, false, see, data))
				return false;
		}
	}
	return true;
}

static bool see_part(const struct findable *f, const void *row, bool title, document_see *see,
                     void *data)
{
	for (size_t i = 0; i < f->type->n; i++) {
		const struct field *x = &f->type->fields[i];

		if (is_found(f, x) && in_title(f, x) == title &&
		    !see_field(x, row, title, see, data))
			return false;
		if (!title && x->kind == FIELD_ROWS && told(x) && !see_rows(x, row, see, data))
			return false;
	}
	return title || see_rows(type_field_named(f->type, "identifiers"), row, see, data);
}

void document_texts(const struct findable *f, const void *row, document_see *see, void *data)
{
	if (see_part(f, row, true, see, data))
		see_part(f, row, false, see, data);
}

const char *document_reference(struct context *cx, const struct findable *f, const void *row)
{
	const struct field *key = f->type->key ? type_field_named(f->type, f->type->key) : NULL;
	const char *reference = NULL;

	if (f->search->reference)
		reference = f->search->reference(cx, row);
	else if (key && key->kind == FIELD_TEXT && told(key))
		reference = *(const char *const *)field_at(key, row);
	return str_empty(reference) ? NULL : reference;
}

/* The beginning of a text, cut between two words. */
static const char *beginning_of(struct context *cx, const char *text)
{
	size_t n = 0, cut = 0, characters = 0;

	for (; text[n] && characters <= CALLED; n++) {
		characters += ((unsigned char)text[n] & 0xc0) != 0x80;
		if (text[n] == ' ' || text[n] == '\n')
			cut = n;
	}
	if (!text[n])
		return text;
	while (((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return arena_fmt(cx->mem, "%.*s…", (int)(cut ? cut : n), text);
}

const char *document_title(struct context *cx, const struct findable *f, const void *row)
{
	const struct field *x =
	        f->search->called ? type_field_named(f->type, f->search->called) : NULL;
	const struct text *text = x ? texts_best(cx, field_at(x, row)) : NULL;

	return text ? beginning_of(cx, text->body) : record_title_of(cx, f->type, row);
}

/* ---- the document */

bool document_open(const void *row)
{
	const struct record *r = row;

	return r->classification == CLASS_PUBLIC || r->classification == CLASS_INTERNAL;
}

/* The program reads what is not restricted, and so restricted titles are in no reference. */
static const struct actor program = { .console = true, .login = "search" };

void speakers_of(struct context *cx, struct speakers *ret)
{
	const char *const *lang = setting_languages(cx);

	for (ret->n = 0; lang[ret->n] && ret->n < MAX_SPEAKERS; ret->n++) {
		struct context *own = ret->v[ret->n] = arena_new_of(cx->mem, struct context);

		*own = *cx;
		own->actor = &program;
		own->lang = lang[ret->n];
		own->titles = NULL;
		own->reason = NULL;
	}
}

static bool see_words(void *data, bool title, const char *lang, const char *text)
{
	struct maker *m = data;

	if (!title && m->position < INDEX_BODY)
		m->position = INDEX_BODY;
	take_text(m, title, lang, text);
	return !m->full;
}

static bool take_references(struct context *cx, struct maker *m, const struct findable *f,
                            const struct speakers *speakers, const void *row)
{
	const char *said[MAX_SPEAKERS];

	for (size_t i = 0; i < speakers->n; i++) {
		bool again = false;

		said[i] = document_reference(speakers->v[i], f, row);
		if (failed(speakers->v[i])) {
			cx->err = speakers->v[i]->err;
			return false;
		}
		for (size_t k = 0; k < i; k++)
			again = again || str_eq(said[k], said[i]);
		if (!again)
			take_text(m, true, speakers->v[i]->lang, said[i]);
	}
	return true;
}

bool document_terms(struct context *cx, struct maker *m, const struct findable *f,
                    const struct speakers *speakers, const void *row)
{
	m->terms_n = m->bytes_n = m->position = 0;
	m->full = false;
	if (speakers && f->search->reference && !take_references(cx, m, f, speakers, row))
		return false;
	document_texts(f, row, see_words, m);
	if (m->full)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	for (size_t i = 0; i < m->terms_n; i++) {
		m->terms[i].term = m->bytes + (uintptr_t)m->terms[i].term;
		m->terms[i].word = m->bytes + (uintptr_t)m->terms[i].word;
	}
	return true;
}

static int code_order(const void *a, const void *b)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

	return (x > y) - (x < y);
}

static size_t take_codes(struct context *cx, struct index *ix, const struct findables *all,
                         const struct findable *f, const void *row,
                         uint16_t ret[MAX_DOCUMENT_CODES])
{
	int64_t values[MAX_FACET_OF_RECORD];
	size_t n = 0, kept = 0;

	ret[n++] = index_code(ix, all->type.number, f->number);
	for (size_t i = 0; i < f->facets_n; i++) {
		size_t count = facet_values(cx, f, &f->facets[i], row, values, LEN(values));

		for (size_t k = 0; k < count && n < MAX_DOCUMENT_CODES; k++)
			ret[n++] = index_code(ix, f->facets[i].number, values[k]);
	}
	qsort(ret, n, sizeof *ret, code_order);
	for (size_t i = 0; i < n; i++)
		if (ret[i] && (!kept || ret[kept - 1] != ret[i]))
			ret[kept++] = ret[i];
	return kept;
}

int32_t document_deadline(const struct findable *f, const void *row)
{
	const struct field *x =
	        f->search->deadline ? type_field_named(f->type, f->search->deadline) : NULL;
	const struct record *r = row;

	if (!x || !date_set(*(const struct date *)field_at(x, row)) ||
	    type_state_in(f->type, r->state, f->type->finished_states))
		return INT32_MAX;
	return (int32_t)date_to_days(*(const struct date *)field_at(x, row));
}

bool document_put(struct context *cx, struct maker *m, struct index *ix,
                  const struct findables *all, const struct findable *f,
                  const struct speakers *speakers, const void *row, uint32_t *ret_class)
{
	const struct record *r = row;
	struct buffer key = BUFFER(cx->mem, MAX_SQL);
	uint16_t codes[MAX_DOCUMENT_CODES];

	class_key(&key, f, row);
	if (!buffer_ok(cx, &key) || !document_terms(cx, m, f, speakers, row))
		return false;

	const struct index_document d = {
		.id = r->id,
		.version = r->version,
		.access = index_class(ix, key.text, key.len),
		.deadline = document_deadline(f, row),
		.changed = r->updated_at,
		.terms = m->terms,
		.terms_n = m->terms_n,
		.codes = codes,
		.codes_n = take_codes(speakers->v[0], ix, all, f, row, codes),
	};

	if (failed(speakers->v[0])) {
		cx->err = speakers->v[0]->err;
		return false;
	}
	if (d.access == UINT32_MAX)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	*ret_class = d.access;
	return index_put(cx, ix, &d);
}
