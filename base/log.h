/* One line of JSON per event on standard error: time, level, event, then key=value pairs.  Never
 * record text, queries, or names of people: identifiers and numbers only. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/base.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* log_event(LOG_INFO, "listening", "address", "127.0.0.1:8080", "workers", "4", NULL): pairs of
 * strings, NULL ends. */
void log_event(enum log_level level, const char *event, ...) __attribute__((sentinel));

#endif
