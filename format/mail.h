/* Mail as it stands on the wire: RFC 5322 with MIME (RFC 2045, 2047).
 *
 * A message is one text in one language, to one person.  What goes into a header line is made of
 * letters that cannot end it, whatever the words are, so nobody can add a header by way of a name
 * or a title. */
#ifndef FORMAT_MAIL_H
#define FORMAT_MAIL_H

#include "base/buffer.h"

enum {
	MAX_MAIL_ADDRESS = 254, /* characters; RFC 5321 §4.5.3.1 less the brackets */
	MAX_MAIL = 1024 * 1024, /* bytes of a whole message */
};

struct mail_person {
	const char *name; /* in UTF-8; "" or NULL: none */
	const char *address;
};

struct mail {
	struct mail_person from, to;
	const char *subject, *text; /* in UTF-8; lines of the text end in "\n" */
	const char *lang;           /* of the text: "tk" */
	/* Left of the @ in Message-ID: letters, digits and dots.  The same message has it again
	 * when it is sent again, so that whoever gets it twice can tell. */
	const char *number;
	int64_t at; /* microseconds since 1970 UTC */
};

/* "anna.k@mfa.example": letters, digits and the signs of RFC 5322 §3.2.3, and a domain of letters,
 * digits, hyphens and dots.  Quoted and non-ASCII forms are not taken: not every server passes them
 * on. */
bool mail_address_valid(const char *s);

/* Writes the message, its lines ended by CR LF.  ERR_INVALID: an address is none. */
MUST_USE bool mail_write(struct context *cx, const struct mail *m, struct buffer *out);

#endif
