/* The checksum of search/file_format.h. */
#include "search/file_format.h"
#include "search/mix.h"

static const uint64_t odd[2] = { 0x9e3779b185ebca87, 0xc2b2ae3d27d4eb4f };

static inline uint64_t turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

void sum_start(struct sum *s)
{
	*s = (struct sum){ .lane = { odd[0], odd[1], odd[0] + odd[1], 0 } };
}

static void take(struct sum *s, const uint8_t *p, size_t blocks)
{
	uint64_t a = s->lane[0], b = s->lane[1], c = s->lane[2], d = s->lane[3], w[4];

	for (; blocks; blocks--, p += sizeof w) {
		memcpy(w, p, sizeof w);
		a = turn(a + w[0] * odd[1], 31) * odd[0];
		b = turn(b + w[1] * odd[1], 31) * odd[0];
		c = turn(c + w[2] * odd[1], 31) * odd[0];
		d = turn(d + w[3] * odd[1], 31) * odd[0];
	}
	s->lane[0] = a;
	s->lane[1] = b;
	s->lane[2] = c;
	s->lane[3] = d;
}

void sum_add(struct sum *s, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t waiting = s->n % sizeof s->rest;

	s->n += n;
	if (waiting) {
		size_t fill = sizeof s->rest - waiting;

		if (fill > n)
			fill = n;
		memcpy(s->rest + waiting, p, fill);
		p += fill;
		n -= fill;
		if (waiting + fill < sizeof s->rest)
			return;
		take(s, s->rest, 1);
	}
	take(s, p, n / sizeof s->rest);
	if (n % sizeof s->rest)
		memcpy(s->rest, p + n - n % sizeof s->rest, n % sizeof s->rest);
}

uint64_t sum_end(struct sum *s, const struct file_header *h)
{
	struct file_header copy = *h;
	uint64_t x = 0;

	copy.sum = 0;
	sum_add(s, &copy, sizeof copy);
	x = mix_bytes(s->rest, s->n % sizeof s->rest) ^ s->n;
	for (size_t i = 0; i < LEN(s->lane); i++)
		x = mix(x ^ turn(s->lane[i], (int)(7 * i + 1)));
	return x;
}
