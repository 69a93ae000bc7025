/* Word documents: as they are, and as the text of their parts. */
#include "test/fuzz/material_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;

	if (size >= 2 && memcmp(bytes, "PK", 2) == 0)
		return try_bytes(bytes, size);
	return try_parts(bytes, size);
}
