/* See matrix_told.h.  A line is told by the words it begins with, so that a list that was given out
 * in Turkmen is read by a program that speaks Russian. */
#include "subject/recommendation/matrix_told.h"

#include "base/buffer.h"
#include "language/fold.h"
#include "language/messages.h"
#include "subject/recommendation/un_words.h"

static const char *const labels[TOLD_LINES] = {
	[TOLD_DOCUMENT] = N_("Document"),
	[TOLD_REVIEW] = N_("Review cycle"),
	[TOLD_STATE] = N_("State under review"),
	[TOLD_STATES] = N_("Recommending States"),
	[TOLD_KIND] = N_("Kind"),
	[TOLD_ACCESS] = N_("Access"),
	[TOLD_LANGUAGE] = N_("Language"),
	[TOLD_POSITION] = N_("Source of position"),
};

const char *matrix_label(struct context *cx, enum matrix_line line)
{
	return arena_fmt(cx->mem, "%s: ", tr(cx, labels[line]));
}

/* Which line it is, and what stands behind its name; TOLD_LINES: words of the document. */
static enum matrix_line line_of(struct context *cx, const char *line, const char **rest,
                                const char **lang)
{
	static const char *const languages[] = { "en", "ru", "tk" };
	const char *colon = strchr(line, ':'), *folded;

	if (!colon)
		return TOLD_LINES;
	folded = fold_text(cx->mem, arena_strn(cx->mem, line, (size_t)(colon - line)));
	*rest = colon + 1 + strspn(colon + 1, " \t");
	for (int i = 0; i < TOLD_LINES; i++)
		for (size_t k = 0; k < LEN(languages); k++) {
			const char *label = cx->translate ? cx->translate(cx->catalogues,
			                                                  languages[k], labels[i])
			                                  : labels[i];

			if (str_eq(fold_text(cx->mem, label), folded)) {
				*lang = languages[k];
				return (enum matrix_line)i;
			}
		}
	return TOLD_LINES;
}

const char *matrix_language(const char *words, const char *lang)
{
	return str_eq(lang, "tk") && str_eq(language_said(words), "en") ? "tk"
	                                                                : language_said(words);
}

enum { LONGEST_NUMBER = 60 };

struct matrix_told matrix_told(struct context *cx, const char *cell)
{
	struct buffer words = BUFFER(cx->mem, MAX_MATERIAL_UNIT);
	struct matrix_told told = { .own = false };
	const char *gap, *lang = "en";

	for (int i = 0; i < TOLD_LINES; i++)
		told.v[i] = "";
	while (*cell) {
		size_t n = strcspn(cell, "\n");
		const char *line = arena_strn(cx->mem, cell, n), *rest = "";
		enum matrix_line is = words.len ? line_of(cx, line, &rest, &lang) : TOLD_LINES;

		if (is == TOLD_LINES) {
			buffer_fmt(&words, "%s%s", words.len ? "\n" : "", line);
		} else {
			told.v[is] = rest;
			told.own |= is != TOLD_POSITION;
		}
		cell += n + (cell[n] == '\n');
	}
	told.words = buffer_str(&words);
	told.number = "";
	gap = strstr(told.words, MATRIX_GAP);
	if (gap && gap - told.words <= LONGEST_NUMBER) {
		told.number = arena_strn(cx->mem, told.words, (size_t)(gap - told.words));
		told.words = gap + strlen(MATRIX_GAP);
	}
	told.lang =
	        *told.v[TOLD_LANGUAGE] ? told.v[TOLD_LANGUAGE] : matrix_language(told.words, lang);
	return told;
}
