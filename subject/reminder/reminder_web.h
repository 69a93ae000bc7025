/* Between the pages of this folder. */
#ifndef SUBJECT_REMINDER_WEB_H
#define SUBJECT_REMINDER_WEB_H

#include "record/app.h"
#include "subject/institution/institution.h"
#include "subject/reminder/reminder.h"
#include "web/form.h"
#include "web/page.h"
#include "web/view.h"
#include "web/who.h"

/* mail_web.c: addresses to which nothing is sent, each with the button that lifts it. */
void mail_print_suspended(struct page *p, const struct mail_trouble *v, size_t n);

#endif
