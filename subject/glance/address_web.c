/* Where a figure leads: recommendations by a facet to their own list with these filters, everything
 * else to the page of the records behind it. */
#include "subject/glance/glance_web.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "subject/recommendation/recommendation.h"
#include "web/request.h"

static const char *const whats[] = {
	[GLANCE_PLANNED] = "planned",       [GLANCE_MEASURES] = "measures",
	[GLANCE_MOVED] = "moved",           [GLANCE_LATE] = "late",
	[GLANCE_SILENT] = "silent",         [GLANCE_STOOD] = "stood",
	[GLANCE_RESTRICTED] = "restricted",
};

const char *glance_list(struct context *cx, enum glance_cut cut, const char *value,
                        const char *status)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL);

	if (value && !glance_cuts[cut].facet) {
		struct glance_figure f = { .what = GLANCE_PLANNED, .cut = cut, .status = status };

		return parse_int(value, &f.value) ? glance_address(cx, &f) : "/";
	}
	query_write(&out, "state_under_review", setting(cx, "state"));
	if (value)
		query_write(&out, glance_cuts[cut].facet, value);
	if (status)
		query_write(&out, "status", status);
	return arena_fmt(cx->mem, "/recommendations?%s", buffer_str(&out));
}

const char *glance_address(struct context *cx, const struct glance_figure *f)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL);
	char day[DATE_TEXT];

	query_write(&out, "what", whats[f->what]);
	if (f->what == GLANCE_MOVED) {
		query_write(&out, "type", f->type->name);
		query_write(&out, "since", date_text(f->since, day));
		query_write(&out, "from", f->before);
	}
	if (f->value && (f->what == GLANCE_MEASURES || f->what == GLANCE_PLANNED))
		query_write(&out, "by", glance_cuts[f->cut].code);
	if (f->value)
		query_write(&out, "value", arena_fmt(cx->mem, "%lld", (long long)f->value));
	if (f->at.year)
		query_write(&out, "at", half_year_code(cx, f->at));
	if (f->status)
		query_write(&out, "status", f->status);
	return arena_fmt(cx->mem, "/overview/records?%s", buffer_str(&out));
}

static bool wrong(struct context *cx, const char *name)
{
	return fail(cx, ERR_BAD_REQUEST, name, N_("This address leads to no figure."));
}

static bool read_what(struct context *cx, const struct request *q, struct glance_figure *f)
{
	const char *what = request_query(q, "what"), *type = request_query(q, "type");

	for (size_t i = 1; what && i < LEN(whats); i++)
		if (str_eq(what, whats[i]))
			f->what = (enum glance_what)i;
	switch (f->what) {
	case GLANCE_LATE:
		f->type = &deadline_type;
		break;
	case GLANCE_MEASURES:
	case GLANCE_SILENT:
		f->type = &measure_type;
		break;
	case GLANCE_MOVED:
		for (size_t i = 0; type && i < LEN(glance_followed); i++)
			if (str_eq(type, glance_followed[i]->name))
				f->type = glance_followed[i];
		break;
	default:
		f->type = &recommendation_type;
	}
	return (f->what && f->type) || wrong(cx, "what");
}

static bool read_value(struct context *cx, const struct request *q, struct glance_figure *f)
{
	const char *by = request_query(q, "by"), *value = request_query(q, "value");

	for (int i = 0; by && i < GLANCE_CUTS; i++)
		if (str_eq(by, glance_cuts[i].code))
			f->cut = (enum glance_cut)i;
	if (by && (!str_eq(by, glance_cuts[f->cut].code) || !glance_cuts[f->cut].measures))
		return wrong(cx, "by");
	return !value || parse_int(value, &f->value) || wrong(cx, "value");
}

bool glance_figure_read(struct context *cx, const struct request *q, struct glance_figure *f)
{
	const char *since = request_query(q, "since"), *at = request_query(q, "at");

	*f = (struct glance_figure){ .status = request_query(q, "status"),
		                     .before = request_query(q, "from") };
	if (!read_what(cx, q, f) || !read_value(cx, q, f))
		return false;
	if (at && !half_year_parse(at, &f->at))
		return wrong(cx, "at");
	if (f->what == GLANCE_MOVED &&
	    (!since || !date_parse(since, &f->since) || f->since.precision != PRECISION_DAY))
		return wrong(cx, "since");
	return (f->value || (f->what != GLANCE_SILENT && f->what != GLANCE_PLANNED)) ||
	       wrong(cx, "value");
}
