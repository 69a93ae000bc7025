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

/* Titles met from now on must not hang in a table from before: the table outlives them. */
struct context_mark context_mark(struct context *cx)
{
	struct context_mark mark = {arena_mark(cx->mem), cx->titles, cx->settings};

	cx->titles = NULL;
	return mark;
}

void context_rewind(struct context *cx, struct context_mark mark)
{
	arena_rewind(cx->mem, mark.arena);
	cx->titles = mark.titles;
	cx->settings = mark.settings;
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
