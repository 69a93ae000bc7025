/* Keys of classes lie in chunks that never move, codes in a table as large as it will ever be,
 * which the machine gives memory only where it is written.  What is new is written first and
 * published after, by a store that others see in this order. */
#include "search/names.h"

#include "search/index.h"
#include "search/mix.h"

#include <stdatomic.h>

enum {
	CHUNK = 1024,
	CHUNKS = 4096, /* four million classes; more would be a mistake of whoever makes the keys */
	CODE_SLOTS = 1 << 17,
};

struct key {
	size_t size;
	uint8_t bytes[];
};

struct value {
	int64_t value;
	int facet;
};

struct names {
	_Atomic(struct key **) chunks[CHUNKS];
	_Atomic uint32_t classes;
	uint32_t *class_slots; /* number + 1; the writer's alone */
	uint32_t class_room;
	size_t class_bytes;
	struct value *values; /* by code */
	uint8_t *facets;      /* by code */
	_Atomic uint32_t codes;
	_Atomic uint16_t *code_slots;
};

struct names *names_new(void)
{
	struct names *n = calloc(1, sizeof *n);

	if (!n)
		return NULL;
	n->class_room = 1024;
	n->class_slots = calloc(n->class_room, sizeof *n->class_slots);
	n->values = calloc(MAX_FACET_CODES + 1, sizeof *n->values);
	n->facets = calloc(MAX_FACET_CODES + 1, sizeof *n->facets);
	n->code_slots = calloc(CODE_SLOTS, sizeof *n->code_slots);
	if (!n->class_slots || !n->values || !n->facets || !n->code_slots) {
		names_free(n);
		return NULL;
	}
	return n;
}

void names_free(struct names *n)
{
	if (!n)
		return;
	for (uint32_t i = 0; i < n->classes; i++)
		free(n->chunks[i / CHUNK][i % CHUNK]);
	for (uint32_t i = 0; i < CHUNKS; i++)
		free(n->chunks[i]);
	free(n->class_slots);
	free(n->values);
	free(n->facets);
	free(n->code_slots);
	free(n);
}

static struct key *key_of(const struct names *n, uint32_t number)
{
	struct key **chunk = atomic_load_explicit(&n->chunks[number / CHUNK], memory_order_acquire);

	return chunk[number % CHUNK];
}

/* The slot of the key, or the empty one where it belongs. */
static uint32_t *class_slot(const struct names *n, const void *bytes, size_t size)
{
	uint32_t mask = n->class_room - 1;
	uint32_t i = (uint32_t)mix_bytes(bytes, size) & mask;

	for (; n->class_slots[i]; i = (i + 1) & mask) {
		const struct key *k = key_of(n, n->class_slots[i] - 1);

		if (k->size == size && memcmp(k->bytes, bytes, size) == 0)
			break;
	}
	return &n->class_slots[i];
}

static bool grow_classes(struct names *n)
{
	uint32_t *old = n->class_slots;
	uint32_t *slots = calloc(2 * (size_t)n->class_room, sizeof *slots);

	if (!slots)
		return false;
	n->class_slots = slots;
	n->class_room *= 2;
	for (uint32_t i = 0; i < n->classes; i++) {
		const struct key *k = key_of(n, i);

		*class_slot(n, k->bytes, k->size) = i + 1;
	}
	free(old);
	return true;
}

uint32_t names_class(struct names *n, const void *bytes, size_t size)
{
	uint32_t *slot = class_slot(n, bytes, size), number = n->classes;

	if (*slot)
		return *slot - 1;
	if (number >= CHUNK * CHUNKS || (number * 2 >= n->class_room && !grow_classes(n)))
		return UINT32_MAX;

	struct key **chunk = n->chunks[number / CHUNK];
	struct key *k = malloc(sizeof *k + size);

	if (!chunk && (chunk = calloc(CHUNK, sizeof(struct key *))))
		atomic_store_explicit(&n->chunks[number / CHUNK], chunk, memory_order_release);
	if (!k || !chunk) {
		free(k);
		return UINT32_MAX;
	}
	k->size = size;
	if (size)
		memcpy(k->bytes, bytes, size);
	chunk[number % CHUNK] = k;
	n->class_bytes += sizeof *k + size;
	*class_slot(n, bytes, size) = number + 1;
	atomic_store_explicit(&n->classes, number + 1, memory_order_release);
	return number;
}

uint32_t names_classes(const struct names *n)
{
	return atomic_load_explicit(&n->classes, memory_order_acquire);
}

const void *names_class_key(const struct names *n, uint32_t number, size_t *size)
{
	if (number >= names_classes(n))
		return NULL;

	const struct key *k = key_of(n, number);

	*size = k->size;
	return k->bytes;
}

static uint32_t code_place(int facet, int64_t value)
{
	return (uint32_t)mix((uint64_t)value * MAX_FACETS + (uint64_t)facet);
}

uint16_t names_code_known(const struct names *n, int facet, int64_t value)
{
	for (uint32_t i = code_place(facet, value);; i++) {
		uint16_t code =
		        atomic_load_explicit(&n->code_slots[i % CODE_SLOTS], memory_order_acquire);

		if (!code || (n->values[code].facet == facet && n->values[code].value == value))
			return code;
	}
}

uint16_t names_code(struct names *n, int facet, int64_t value)
{
	uint16_t code = names_code_known(n, facet, value);
	uint32_t i = code_place(facet, value);

	if (code || n->codes >= MAX_FACET_CODES || facet < 0 || facet >= MAX_FACETS)
		return code;
	code = (uint16_t)(n->codes + 1);
	n->values[code] = (struct value){ .facet = facet, .value = value };
	n->facets[code] = (uint8_t)facet;
	while (n->code_slots[i % CODE_SLOTS])
		i++;
	atomic_store_explicit(&n->code_slots[i % CODE_SLOTS], code, memory_order_release);
	atomic_store_explicit(&n->codes, code, memory_order_release);
	return code;
}

bool names_code_value(const struct names *n, uint16_t code, int *ret_facet, int64_t *ret_value)
{
	if (code == 0 || code > names_codes(n))
		return false;
	*ret_facet = n->values[code].facet;
	*ret_value = n->values[code].value;
	return true;
}

uint32_t names_codes(const struct names *n)
{
	return atomic_load_explicit(&n->codes, memory_order_acquire);
}

const uint8_t *names_facets(const struct names *n)
{
	return n->facets;
}

size_t names_memory(const struct names *n)
{
	return sizeof *n + n->class_bytes + n->class_room * sizeof *n->class_slots +
	       (n->classes / CHUNK + 1) * CHUNK * sizeof(struct key *) +
	       n->codes * (sizeof *n->values + sizeof *n->facets) +
	       CODE_SLOTS * sizeof *n->code_slots;
}
