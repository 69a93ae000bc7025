#pragma once

#include <stddef.h>

/*
 * Files that travel inside the program: style sheets and scripts, catalogues, reference tables.
 * tools/lists collects them when the program is built and writes the array. The path is the
 * file's place in the repository ("locale/tk.po"); what does not stand there itself has the place
 * it would have ("web/static/htmx.min.js", "reference/countries.csv").
 */
struct embedded {
	const char *path;
	const unsigned char *data; /* followed by one zero byte that size does not count */
	size_t size;
	const char *digest; /* 12 hexadecimal digits that change with the data */
};

/* Sorted by path with strcmp(); the last entry has path NULL. */
extern const struct embedded embedded_files[];
