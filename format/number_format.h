/* How spreadsheets show a number: the format code of its cell says whether it is a date, and with
 * how many decimals it stands there.  126.10 is stored as 126.1 and is another paragraph. */
#ifndef FORMAT_NUMBER_FORMAT_H
#define FORMAT_NUMBER_FORMAT_H

#include "format/material.h"

struct number_format {
	bool year, month, day, time; /* it shows these; none of them: a number */
	bool elapsed;                /* hours beyond a day: 26:30 */
	bool percent;
	int decimals; /* at least */
	int digits;   /* before the decimal point, at least, filled up with zeros */
};

/* Of a format code as files have it, for positive numbers: "dd.mm.yyyy", "0.00%", "General".
 * Colours, conditions, literals and what else decorates are passed over. */
struct number_format number_format_of(const char *code);

/* Of the number that stands for a code which every program knows (14: a date). */
struct number_format number_format_known(int64_t id);

/* What a person sees, and the cell's kind; see struct cell.  A number is never rounded.  A date
 * that no calendar has (day 60 of 1900) is a number. */
enum { NUMBER_TEXT = 400 };
enum cell_kind number_show(const struct number_format *f, double value, bool from_1904,
                           char out[NUMBER_TEXT]);

#endif
