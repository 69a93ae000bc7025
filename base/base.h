/* What every file may use without thinking: attributes, small macros, and the functions of libc
 * that nobody may use (the reason stands beside each).  Includes nothing but standard headers. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(text, first) __attribute__((format(printf, text, first)))
#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define STR_(x) #x
#define STR(x) STR_(x)

/* Marks a string that users see; translated where it is shown (language/messages.h). */
#define N_(id) id
/* The same where one English word means several things: NC_("to whom", "To").  The context stands
 * before the text and is never shown. */
#define NC_(context, id) context "\004" id

static inline const char *without_context(const char *id)
{
	const char *end = strchr(id, '\004');

	return end ? end + 1 : id;
}

static inline bool str_eq(const char *a, const char *b)
{
	return a == b || (a && b && *a == *b && strcmp(a, b) == 0);
}

static inline bool str_empty(const char *s)
{
	return !s || !*s;
}

/* True when `s` begins with `prefix`. */
static inline bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* The banned ones.  Each has a bounded, reentrant or locale-free replacement in base/. */
#define BANNED(f) sorry_##f##_is_banned
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef strtok
#undef atoi
#undef atol
#define strcpy(a, b) BANNED(strcpy)      /* arena_str(), memcpy() */
#define strcat(a, b) BANNED(strcat)      /* buf_text() */
#define strncpy(a, b, n) BANNED(strncpy) /* arena_strn() */
#define strncat(a, b, n) BANNED(strncat)
#define sprintf(...) BANNED(sprintf)   /* arena_fmt(), snprintf() */
#define vsprintf(...) BANNED(vsprintf)
#define strtok(a, b) BANNED(strtok)
#define atoi(s) BANNED(atoi) /* parse_int() */
#define atol(s) BANNED(atol)
#define gets(s) BANNED(gets)
#define localtime(t) BANNED(localtime) /* zone.h: the State's time zone, not the process's */
#define gmtime(t) BANNED(gmtime)
#define ctime(t) BANNED(ctime)
#define asctime(t) BANNED(asctime)
#define mktemp(t) BANNED(mktemp)
#define rand(...) BANNED(rand) /* secret_random() */
#define system(c) BANNED(system)
#define popen(c, m) BANNED(popen)

#endif
