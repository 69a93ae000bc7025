/* Spreading of numbers and bytes over hash tables of our own process: nobody else sees the values,
 * and who could choose keys gains a slower search for himself. */
#ifndef SEARCH_MIX_H
#define SEARCH_MIX_H

#include "base/base.h"

static inline uint64_t mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93;
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93;
	return x ^ x >> 32;
}

static inline uint64_t mix_bytes(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	uint64_t x = n * 0x9e3779b97f4a7c15, part = 0;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&part, p, 8);
		x = mix(x ^ part);
	}
	part = 0;
	for (size_t i = 0; i < n; i++)
		part |= (uint64_t)p[i] << 8 * i;
	return mix(x ^ part);
}

#endif
