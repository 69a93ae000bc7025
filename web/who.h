/* Users, institutions and roles in words, for the frame and for histories.  Never fails: what
 * cannot be told, because the database is away or one may not know it, is the login or "…". */
#ifndef WEB_WHO_H
#define WEB_WHO_H

#include "record/access.h"

const char *who_name(struct context *cx, int64_t user);               /* 0: the console */
const char *who_institution(struct context *cx, int64_t institution); /* 0: the mechanism itself */
const char *who_role(const struct context *cx, enum role role);

#endif
