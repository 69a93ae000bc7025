/* Reads the text of a gettext .po file, the format translators' tools write. */
#ifndef LANGUAGE_PO_H
#define LANGUAGE_PO_H

#include "base/context.h"
#include "language/plural_rule.h"

struct po_entry {
	const char *context;                /* msgctxt; NULL: none */
	const char *id;                     /* "" is the header */
	const char *plural;                 /* msgid_plural; NULL: none */
	const char *form[MAX_PLURAL_FORMS]; /* msgstr, or msgstr[0], msgstr[1], … */
	unsigned forms;
	bool fuzzy; /* guessed by a tool: not to be shown */
	int line;   /* of its msgid */
};

/* The entries in the file's order, on `mem`; obsolete ones ("#~") are left out.  NULL with
 * ERR_BROKEN, naming file and line, for text that is not .po or not UTF-8, and beyond
 * MAX_CATALOGUE and MAX_MESSAGES. */
MUST_USE struct po_entry *po_read(struct context *cx, struct arena *mem, const char *name,
                                  const char *text, size_t size, size_t *count);

#endif
