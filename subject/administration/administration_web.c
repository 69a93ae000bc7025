/* The pages of erasures: all other pages of this subject are the generic ones. */
#include "subject/administration/administration_web.h"

static const struct route routes[] = {
	{ METHOD_GET, "/erasure_requests/new", "erasure:propose", erasure_form,
	  N_("The form that asks to erase data of a record"), 0, &erasure_request_type },
	{ METHOD_POST, "/erasure_requests/new", "erasure:propose", erasure_post,
	  N_("Asks to erase data of a record"), 0, &erasure_request_type },
	{ METHOD_GET, "/erasure_requests", "erasure:read", erasure_list,
	  N_("Requests to erase, and how far they are"), 0, &erasure_request_type },
	{ METHOD_GET, "/erasure_requests/{id}", "erasure:read", erasure_page,
	  N_("A request to erase, with what would go in sight"), 0, &erasure_request_type },
	{ METHOD_POST, "/api/v1/erasure_requests", "erasure:propose", erasure_api,
	  N_("Asks to erase data of a record"), 0, &erasure_request_type },
	{ 0 },
};

const struct pages administration_pages = { .name = "administration",
	                                    .routes = routes,
	                                    .record_note = erasure_note };
