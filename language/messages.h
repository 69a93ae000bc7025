/* What the program says, in the languages there are catalogues for (locale/tk.po,
 * locale/ru.po).
 *
 * The English text is the message's id and needs no catalogue.  Whatever has no translation is
 * said in English, and so is whatever has a translation that would not fit the arguments of the
 * English text: those are left out when the catalogues are loaded, and listed by
 * catalogue_problems().  Catalogues do not change afterwards and may be read by all threads.
 *
 * tr(cx, id) stands in base/context.h and is set up by  * cx.catalogues = catalogues;
 * cx.translate = message; cx.lang = "tk"; */
#ifndef LANGUAGE_MESSAGES_H
#define LANGUAGE_MESSAGES_H

#include "base/context.h"
#include "base/embedded.h"

struct catalogues;

/* Reads every "locale/LANGUAGE.po" of the list (embedded_files; ends with path NULL).  The
 * result is freed with catalogues_free().  NULL with ERR_BROKEN when one is not .po text, or
 * its Plural-Forms line cannot be used. */
MUST_USE struct catalogues *catalogues_load(struct context *cx, const struct embedded *files);
void catalogues_free(struct catalogues *c);

/* An entry that is not used, and why. */
struct catalogue_problem {
	const char *lang;
	int line;
	const char *id;
	const char *what; /* in English, for the translator */
};

/* All of them in the order of the files; *count may be 0. */
const struct catalogue_problem *catalogue_problems(const struct catalogues *c, size_t *count);

/* The message in the language; the id itself where there is no translation.  `c` may be NULL. */
const char *message(const struct catalogues *c, const char *lang, const char *id)
        __attribute__((format_arg(3)));

/* The same for an id that means different things in different places ("Order": a decree, a
 * sequence). */
const char *message_in(const struct catalogues *c, const char *lang, const char *context,
                       const char *id) __attribute__((format_arg(4)));

/* The message for n things.  `many` is the English text for all n but 1.  A negative n counts
 * like its amount. */
const char *message_plural(const struct catalogues *c, const char *lang, const char *one,
                           const char *many, int64_t n)
        __attribute__((format_arg(3), format_arg(4)));

/* Whether the language has a translation of the id: for the count of what is missing. */
bool message_translated(const struct catalogues *c, const char *lang, const char *context,
                        const char *id);

/* In the context's language. */
static inline __attribute__((format_arg(3))) const char *trc(const struct context *cx,
                                                             const char *context, const char *id)
{
	return message_in(cx->catalogues, cx->lang, context, id);
}

static inline __attribute__((format_arg(2), format_arg(3))) const char *
trn(const struct context *cx, const char *one, const char *many, int64_t n)
{
	return message_plural(cx->catalogues, cx->lang, one, many, n);
}

#endif
