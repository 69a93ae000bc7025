/* Private to this folder: what the files share that know of records. */
#ifndef SEARCH_PART_H
#define SEARCH_PART_H

#include "record/app.h"
#include "search/index.h"
#include "search/search.h"

#include <pthread.h>

/* ---- what is found, and by what it is counted (facet.c) */

enum facet_kind {
	FACET_TYPE,
	FACET_CHOICE,
	FACET_YESNO,
	FACET_REF,
	FACET_YEAR,
	FACET_RECORDED, /* the half-year in which it was made: 2 * year + 0 or 1 */
	FACET_MISSING,
	FACET_LATE,
};

enum { VALUE_MISSING = 0 }; /* of any facet: the record says nothing */

struct facet {
	const char *name, *label;
	const char *field_name; /* another name for it */
	enum facet_kind kind;
	const struct field *field, *within; /* within: a field of the owned rows of `field` */
	const struct choice *choices;
	const struct type *to;
	int number; /* of the index */
};

/* A type that can be found. */
struct findable {
	const struct type *type;
	const struct type_search *search; /* never NULL */
	int number;                       /* the value of the facet "type" */
	struct facet *facets;
	size_t facets_n;
	bool labelled; /* its titles are kept at hand (label.c) */
};

struct findables {
	struct findable *v;
	size_t n;
	struct facet type; /* what all have */
};

/* On the arena; the same ones for the same program. */
struct findables *findables_of(struct arena *mem, const struct subject *const *subjects);
const struct findable *findable_of(const struct findables *all, const struct type *t);
/* What the numbers of facets and values rest on: an index with another one is made anew. */
const char *findables_words(struct context *cx, const struct findables *all);

/* The facet by a name or its field's, of that type or (NULL) of the first one that has it; NULL:
 * none.  *ret_of: whose it is; NULL: of all ("type"). */
const struct facet *facet_named(const struct findables *all, const struct type *t, const char *name,
                                const struct findable **ret_of);

/* The values of a record, at most `most`, each once. */
size_t facet_values(struct context *cx, const struct findable *f, const struct facet *x,
                    const void *row, int64_t *ret, size_t most);
enum { MAX_FACET_OF_RECORD = 500 };
/* The value of "missing" that says a text is not there in the language; a field's is its place. */
int64_t facet_language(const char *lang);

/* As addresses and people write a value.  NULL: it cannot be told. */
struct asking;
bool facet_value_words(struct context *cx, const struct asking *a, const struct findable *of,
                       const struct facet *x, int64_t value, struct search_value *ret);
/* The values that the words mean, as addresses have them or as labels in any language: none, one,
 * or several that have the words in their label. */
MUST_USE bool facet_value_typed(struct context *cx, const struct asking *a,
                                const struct findable *of, const struct facet *x, const char *typed,
                                bool loosely, int64_t **ret, size_t *ret_n);

/* The fields of a query, for query_read(); data: the struct asking. */
struct query *query_field(struct context *cx, void *data, const char *field, const char *compare,
                          const char *value);

/* Its labels, the same way: words that are together the whole name of something that records are
 * labelled with, in a field that is counted. */
struct query *query_labelled(struct context *cx, void *data, const struct query *const *words,
                             size_t n, size_t *ret_n);

/* ---- documents (document.c) */

/* Memory of one maker of documents, reused for each; malloc'ed. */
struct maker {
	struct analyser *analyser;
	struct index_term *terms;
	size_t terms_n, terms_room;
	char *bytes;
	size_t bytes_n, bytes_room;
	uint32_t position; /* of the next text */
	bool full;         /* no memory */
};
struct maker *maker_new(void);
void maker_free(struct maker *m);

enum { MAX_SPEAKERS = MAX_LANGUAGES };

/* Contexts of the program itself, one for each language of the installation: titles are cached by
 * context.  They share transaction and memory with the one they were made of. */
struct speakers {
	struct context *v[MAX_SPEAKERS];
	size_t n;
};
void speakers_of(struct context *cx, struct speakers *ret);

/* Of a record that may be in the index at all. */
bool document_open(const void *row);
/* The words of it and where they stand; a row that is not stored yet has no reference. */
MUST_USE bool document_terms(struct context *cx, struct maker *m, const struct findable *f,
                             const struct speakers *speakers, const void *row);
/* Puts it into the index; *ret_class: its access class. */
MUST_USE bool document_put(struct context *cx, struct maker *m, struct index *ix,
                           const struct findables *all, const struct findable *f,
                           const struct speakers *speakers, const void *row, uint32_t *ret_class);

/* Days since 1970; INT32_MAX: none, or its work is over. */
int32_t document_deadline(const struct findable *f, const void *row);
/* Each text of the record by which it is found: to `see`, title or body, until it says false. */
typedef bool document_see(void *data, bool title, const char *lang, const char *text);
void document_texts(const struct findable *f, const void *row, document_see *see, void *data);
/* How the item is called beside its reference. */
const char *document_title(struct context *cx, const struct findable *f, const void *row);
const char *document_reference(struct context *cx, const struct findable *f, const void *row);

/* ---- who sees what (reader.c) */

/* The key of a record's access class, put into the buffer. */
void class_key(struct buffer *b, const struct findable *f, const void *row);

struct held;
struct reader {
	const uint8_t *open; /* by class */
	uint32_t n;
};
/* Which classes the actor may see; between index_read_begin() and index_read_end(). */
MUST_USE bool reader_of(struct context *cx, struct search *s, const struct held *h,
                        struct reader *ret);
bool reader_sees(const struct reader *who, uint32_t class);

struct readers; /* the tables of the last ones */
struct readers *readers_new(void);
void readers_free(struct readers *r);

/* ---- titles at hand (label.c) */

/* Of what facets name and of what is proposed while somebody types.  What is in it stays where it
 * is until labels_free(). */
struct labels;
struct labels *labels_new(void);
void labels_free(struct labels *l);
/* Takes in the record as it is now; row NULL: it is gone, or nobody's to see. */
MUST_USE bool label_put(struct context *cx, struct labels *l, const struct findable *f,
                        const struct speakers *speakers, int64_t id, const void *row,
                        uint32_t class);

struct label_found {
	int64_t id;
	const char *key, *title; /* borrowed */
};
/* What the reader may be told of it; false: nothing is at hand, or nothing open. */
bool label_of(struct context *cx, struct labels *l, const struct reader *who, const struct type *t,
              int64_t id, struct label_found *ret);
/* By key, or by title in any language; loosely: also titles that have the words. */
size_t labels_typed(struct context *cx, struct labels *l, const struct reader *who,
                    const struct type *t, const char *typed, bool loosely, int64_t *ret,
                    size_t most);
/* Those whose whole title or alias the words are, in any language, from the first one on: as many
 * as go the furthest, at most `most`.  Returns how many of the words they are; 0: none. */
struct label_named {
	const struct type *type;
	int64_t id;
	const char *title; /* borrowed */
};
size_t labels_named(const struct context *cx, struct labels *l, const struct reader *who,
                    struct analyser *a, const struct query *const *words, size_t n,
                    struct label_named *ret, size_t most, size_t *ret_n);
size_t labels_complete(struct context *cx, struct labels *l, const struct reader *who,
                       const struct type *t, const char *beginning, size_t most,
                       struct search_completion *ret);

/* ---- the index of this process (open.c) */

/* An index that is in use, until the last one lets it go. */
struct held {
	struct index *index;
	struct labels *labels;
	bool labelled;   /* all of them are in */
	uint64_t serial; /* no two of a process are the same */
	int users;
};

/* Versions of records that are not in the index although they are there: restricted ones, and of
 * those that are gone the last.  Who reads an older snapshot would put them in again. */
struct absent {
	struct absence {
		int64_t id, version;
	} * v;
	size_t n, room;
};

enum { MAX_IDLE = 16 };

struct search {
	struct app *app;
	struct arena *mem; /* of what stays as it is */
	struct findables *all;
	struct readers *readers;
	char *path; /* NULL: in memory alone */
	int lock;   /* of the file, while it is ours to write; else -1 */

	pthread_mutex_t mutex; /* of what follows, held for moments */
	pthread_cond_t moved;  /* by the thread that follows */
	struct held *now;
	uint64_t serial;
	struct maker *idle[MAX_IDLE];
	size_t idle_n;
	struct absent absent;
	bool known;    /* `now` was found to be of this database and program */
	bool complete; /* it has once been up to the log */
	bool again;    /* it is to be made anew */
	bool soon;     /* to be written: something was erased */
	bool woken, ending, threaded;
	pthread_t thread;

	pthread_mutex_t change;     /* one changes the index */
	pthread_mutex_t rebuilding; /* and one makes it anew */
	struct rested {
		int64_t id, version;
	} rested[256]; /* whose dependents were looked at */
	size_t rested_n;
};

/* ---- the index in force (open.c) */

struct held *search_hold(struct search *s);
void search_let_go(struct search *s, struct held *h);
/* What is lent for a while, and given back by lent_back(), or with the context's memory. */
struct lent {
	struct search *search;
	struct held *held;
	struct maker *maker;
};
struct lent *lend_index(struct context *cx, struct search *s);
struct lent *lend_maker(struct context *cx, struct search *s); /* NULL with a failure */
void lent_back(struct lent *l);                                /* NULL is fine */
/* Locks the mutex until the lock is released, or the context's memory is. */
struct hold_lock *lock_for(struct context *cx, pthread_mutex_t *mutex);
void lock_release(struct hold_lock *l);
/* Between these the index is read. */
struct hold_read *read_for(struct context *cx, struct index *ix);
void read_release(struct hold_read *r);

/* The newest version of a record that the index has taken note of. */
int64_t search_knows(struct search *s, const struct index *ix, int64_t id);
/* That it is not in the index in this version. */
MUST_USE bool search_note_absent(struct context *cx, struct search *s, int64_t id, int64_t version);

/* ---- following (follow.c) */

/* Within a transaction: brings the index up to it, as far as that takes no time. */
MUST_USE bool search_catch_up(struct context *cx, struct search *s, bool *ret_behind);
/* These records as the transaction sees them, at once. */
MUST_USE bool search_look_again(struct context *cx, struct search *s, const struct findable *f,
                                const int64_t *ids, size_t n);
/* Applies at most `most` changes; *ret_done: no more are there.  For who holds s->change, within a
 * reading transaction. */
MUST_USE bool follow_slice(struct context *cx, struct search *s, struct held *h, size_t most,
                           bool *ret_done);
/* Takes records in, each as it is here; again: those in the same version, too. */
MUST_USE bool follow_rows(struct context *cx, struct search *s, struct held *h,
                          const struct findable *f, void *const *rows, size_t n, bool again);
/* The titles that are not in the file. */
MUST_USE bool follow_labels(struct context *cx, struct search *s, struct held *h);
MUST_USE bool follow_head(struct context *cx, int64_t *ret);

/* ---- making it anew (rebuild.c) */

/* Whether the index is of this database and this program.  *ret_readable: of another analyser
 * only, so that it can answer until another one is made.  Within a reading transaction. */
MUST_USE bool search_fits(struct context *cx, struct search *s, struct index *ix, bool *ret,
                          bool *ret_readable);
/* Remembers in the index of what program it is; before all else is put in. */
MUST_USE bool search_mark(struct context *cx, struct search *s, struct index *ix);
/* Writes the file; for who holds s->change, outside of transactions. */
MUST_USE bool search_write(struct context *cx, struct search *s, struct held *h);
/* An index that is not in force yet; NULL with a failure. */
struct held *held_new(struct context *cx, struct search *s, const char *path, bool *ret_empty);
/* Puts it in the place of the one in force. */
void search_put_in_force(struct search *s, struct held *h);
void search_awake(struct search *s);

/* ---- asking (search.c, item.c, instead.c) */

/* Who asks, and which index he is answered from. */
struct asking {
	struct search *search;
	struct held *held;
	struct lent *index_lent, *maker_lent;
	struct hold_read *reading; /* until read_release() */
	struct reader who;
	struct maker *maker;       /* its analyser */
	const struct findable *of; /* what he asks about; NULL: anything */
};
/* Brings the index up to the transaction and begins to read it. */
MUST_USE bool asking_begin(struct context *cx, const struct type *t, struct asking *ret,
                           bool *ret_behind);

/* What was lent is given back; at the latest with the context's memory. */
void asking_end(struct asking *a);

/* An ask as the index wants it. */
struct question {
	struct index_ask index;
	const struct findable *of; /* the type that it is about; NULL: any */
	bool contrary;             /* its choices are of different types: nothing fits */
	const char *explained;
};
/* While the index is read, as are the next ones. */
MUST_USE bool question_of(struct context *cx, const struct asking *a, const struct search_ask *ask,
                          struct question *ret);
/* The same question of one type alone. */
void question_narrow(struct context *cx, const struct asking *a, const struct findable *f,
                     struct index_ask *ask);
MUST_USE bool facet_wanted(struct context *cx, const struct asking *a, const char *name,
                           const struct facet **ret, const struct findable **ret_of);

/* Values of a facet and how many records have them, the most frequent first. */
struct counted {
	const struct facet *facet;
	const struct findable *of;
	struct value_count {
		int64_t value, count;
		uint16_t code;
		bool chosen;
	} * v;
	size_t n;
	size_t most, all; /* how many of them are told (0: MAX_FACET_VALUES), how many there are */
};
void counts_of(struct context *cx, const struct asking *a, const struct index_ask *ask,
               const struct index_answer *answer, struct counted *const *v, size_t n);
/* With the words to them; when the index is not read any more. */
void facet_told(struct context *cx, const struct asking *a, const struct counted *c,
                struct search_facet *ret);

/* The records of hits, loaded and checked again.  Those that may not be shown make no item; they
 * are looked at again, *ret_again: so that the question can be asked again. */
MUST_USE bool items_of(struct context *cx, const struct asking *a, const struct index_hit *hits,
                       size_t n, struct search_item **ret, size_t *ret_n, bool *ret_again);
enum { MAX_ATTEMPTS = 3 };
/* After so many: the transaction is to be run again. */
bool asked_too_often(struct context *cx);
void item_snippet(struct context *cx, const struct asking *a, const struct query_words *words,
                  struct search_item *item);
/* The query with words that have no hit put right; NULL. */
MUST_USE bool query_instead(struct context *cx, const struct asking *a, const struct question *q,
                            const char *text, const char **ret);

#endif
