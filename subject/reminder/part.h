/* Between the files of this folder. */
#ifndef SUBJECT_REMINDER_PART_H
#define SUBJECT_REMINDER_PART_H

#include "record/app.h"
#include "record/setting.h"
#include "subject/institution/institution.h"
#include "subject/reminder/reminder.h"

enum { MAX_REFUSALS = 3 }; /* of an address, one after the other */

/* digest.c: the words of one mail, made of what is so now.  *ret false: nothing is left to say. */
MUST_USE bool digest_make(struct context *cx, int64_t mail, const struct account *to,
                          struct mail *ret, bool *ret_any);

/* address.c */
MUST_USE bool trouble_count(struct context *cx, int64_t account, const char *answer,
                            bool *ret_suspended);
MUST_USE bool trouble_forget(struct context *cx, int64_t account);

#endif
