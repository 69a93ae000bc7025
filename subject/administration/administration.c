/* What the mechanism decides about the program itself: its settings, and requests to erase personal
 * data.  The types belong to the engine (record/setting.h, record/erase.h), which needs them below
 * every subject; here they get what every other record has: pages, a place in the API and in
 * exports, and the comparison with the log by verify. */
#include "record/erase.h"
#include "record/import.h"
#include "record/setting.h"
#include "record/subject.h"

static const struct type *const types[] = { &setting_type, &erasure_request_type, &import_type,
	                                    NULL };

extern const struct subject administration_subject;
const struct subject administration_subject = {
	.name = "administration",
	.types = types,
	.order = 90,
};
