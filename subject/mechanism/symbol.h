/* Symbols of United Nations documents, by the grammar of the domain model §2.3, for every State.  A
 * symbol outside the grammar is no mistake: the grammar only proposes what the symbol says. */
#ifndef SUBJECT_MECHANISM_SYMBOL_H
#define SUBJECT_MECHANISM_SYMBOL_H

#include "base/arena.h"

struct symbol {
	const char *text;      /* in normal form: "CEDAW/C/TKM/CO/3-4/Add.1" */
	const char *kind;      /* code of the document's kind; NULL: outside the grammar */
	const char *mechanism; /* its code, "CCPR"; NULL: of several (the common core document) */
	const char *iso3;      /* the State; NULL: the symbol names none */
	const char *series; /* of a periodic report and what answers it: "3", "5-6"; NULL: none */
	int session;        /* of the UPR Working Group; 0: none */
	int council;        /* session of the Human Rights Council that has the report; 0: none */
	int add;            /* number of the addendum; 0: none */
};

/* Reads `s`, spaced and capitalised as people type.  False: outside the grammar; then only text is
 * filled, with white space alone brought to the normal form. */
bool symbol_parse(struct arena *mem, const char *s, struct symbol *ret);

/* Sorts symbols, numbers by value; printable ASCII. */
char *symbol_order(struct arena *mem, const char *s);

#endif
