/* Tables as text in any encoding, and records as JSON. */
#include "test/fuzz/material_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Other formats have targets of their own; a PDF would start a program. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool of_others = size >= 4 && (memcmp(data, "PK", 2) == 0 || data[0] == 0xd0 ||
	                               memmem(data, size, "%PDF", 4));

	return of_others ? 0 : try_bytes((const char *)data, size);
}
