/* Between the files of this folder. */
#ifndef SUBJECT_LETTER_PART_H
#define SUBJECT_LETTER_PART_H

#include "subject/letter/letter.h"

struct recommendation;

extern const struct choice letter_languages[];

/* ---- what no letter tells (assignment.c) */

/* A recommendation was saved (was NULL: new), a letter, or another person answers for the
 * institution: what is owed for assignments follows. */
MUST_USE bool assignment_follow(struct context *cx, const struct recommendation *was,
                                const struct recommendation *is);
MUST_USE bool assignments_follow_letter(struct context *cx, const struct letter *was,
                                        const struct letter *is);
MUST_USE bool assignments_follow_institution(struct context *cx, int64_t institution);

#endif
