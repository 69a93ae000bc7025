/* Contexts of pieces of work, and the civil clock. */
#include "record/app.h"

#include "language/messages.h"
#include "record/setting.h"

struct context *context_new(struct app *app, size_t limit)
{
	struct arena *mem = arena_new(limit);
	struct context *cx = mem ? arena_alloc(mem, sizeof *cx) : NULL;

	if (cx)
		*cx = (struct context){
		        .mem = mem,
		        .app = app,
		        .lang = "en",
		        .catalogues = app->catalogues,
		        .translate = message,
		        .now = instant_now(),
		};
	return cx;
}

void context_free(struct context *cx)
{
	if (cx)
		arena_free(cx->mem);
}

int64_t new_id(struct context *cx)
{
	return id_new(cx->app->ids);
}

struct date civil_date(struct context *cx, int64_t instant, int *seconds)
{
	return zone_date(setting_zone(cx), instant, seconds);
}

struct date today(struct context *cx)
{
	return civil_date(cx, cx->now + cx->app->clock_shift, NULL);
}
