/* Numbers for life: access classes and codes of facets.  One thread gives new ones; any number of
 * threads read meanwhile, without a lock. */
#ifndef SEARCH_NAMES_H
#define SEARCH_NAMES_H

#include "base/base.h"

struct names;

/* NULL: no memory. */
struct names *names_new(void);
void names_free(struct names *n);

uint32_t names_class(struct names *n, const void *key, size_t size);
const void *names_class_key(const struct names *n, uint32_t number, size_t *size);
uint32_t names_classes(const struct names *n); /* how many there are */

uint16_t names_code(struct names *n, int facet, int64_t value);
uint16_t names_code_known(const struct names *n, int facet, int64_t value);
bool names_code_value(const struct names *n, uint16_t code, int *ret_facet, int64_t *ret_value);
uint32_t names_codes(const struct names *n); /* codes are 1 … this */

const uint8_t *names_facets(const struct names *n); /* by code: whose it is */

size_t names_memory(const struct names *n);

#endif
