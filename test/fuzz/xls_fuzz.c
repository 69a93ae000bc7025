/* Compound files: workbooks of Excel 97, and whatever else is kept in them. */
#include "test/fuzz/material_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char magic[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

	if (size < sizeof magic - 1 || memcmp(data, magic, sizeof magic - 1) != 0)
		return 0;
	return try_bytes((const char *)data, size);
}
