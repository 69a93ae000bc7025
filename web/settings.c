/* What the mechanism decides about itself, on one page.  Each setting that changes is one entry of
 * the change log. */
#include "record/setting.h"

#include "record/app.h"
#include "web/form.h"
#include "web/look.h"
#include "web/menu.h"
#include "web/page.h"

static void print_yesno(struct html *h, const struct setting_kind_of *k, const char *value)
{
	html(h,
	     "<div class=\"field\"><label for=\"f-%s\">%s</label><select class=\"w-m\" id=\"f-%s\" "
	     "name=\"%s\">",
	     k->name, tr(h->cx, k->label), k->name, k->name);
	html(h, "<option value=\"0\">%s</option><option value=\"1\"", tr(h->cx, "No"));
	if (str_eq(value, "1"))
		html(h, " selected");
	html(h, ">%s</option></select></div>\n", tr(h->cx, "Yes"));
}

static bool settings_page(struct context *cx, const struct request *q, struct reply *a,
                          const struct error *e, const struct look *look)
{
	bool may = permissions_scopes(cx->app->permissions, setting_type.function, cx->actor->role,
	                              RIGHT_UPDATE) &
	           SCOPE_ANY;
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Settings"));
	p.lead = tr(
	        cx,
	        "They hold for everybody. Every change stands in the audit log with who made it.");
	if (look)
		look->print(&p, look);
	html(&p.html, "<form class=\"prose\" method=\"post\" action=\"/settings\">\n");
	page_csrf(&p.html, q);
	if (look)
		look_seal(&p.html, look);
	for (const struct setting_kind_of *k = known_settings; k->name; k++) {
		const char *typed = e || look ? request_form(q, k->name) : NULL,
		           *value = typed ? typed : setting(cx, k->name);

		if (k->kind == SETTING_YESNO)
			print_yesno(&p.html, k, value);
		else
			form_input(&p.html, e, k->name, tr(cx, k->label),
			           k->help ? tr(cx, k->help) : NULL, "text", value,
			           may ? NULL : " readonly");
	}
	if (may)
		html(&p.html,
		     "<div class=\"field row\"><button class=\"btn btn-main\">%s</button></div>",
		     look ? look->save : tr(cx, "Save settings"));
	html(&p.html, "</form>\n");
	return page_end(&p);
}

bool settings_open(const struct context *cx)
{
	return cx->actor && (permissions_scopes(cx->app->permissions, setting_type.function,
	                                        cx->actor->role, RIGHT_READ) &
	                     SCOPE_ANY);
}

static bool settings_get(struct context *cx, const struct request *q, struct reply *a)
{
	if (!settings_open(cx))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."));
	return settings_page(cx, q, a, NULL, NULL);
}

/* Saves what differs; a refused value names its input. */
static bool save_all(struct context *cx, const struct request *q)
{
	for (const struct setting_kind_of *k = known_settings; k->name; k++) {
		const char *typed = request_form(q, k->name);

		if (!typed || str_eq(typed, setting(cx, k->name)) ||
		    setting_set(cx, k->name, typed))
			continue;
		if (cx->err.kind == ERR_INVALID)
			for (struct error *e = &cx->err; e; e = e->next)
				e->field =
				        e->field && !str_eq(e->field, "value") ? e->field : k->name;
		return false;
	}
	return true;
}

static bool save_again(struct context *cx, void *data)
{
	const struct request *const *q = data;

	return save_all(cx, *q);
}

static bool settings_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct look *look;
	struct error e;

	if (!look_first(cx, q, &setting_type, NULL, NULL, save_again, &q, &look))
		return false;
	if (look)
		return settings_page(cx, q, a, NULL, look);
	if (save_all(cx, q))
		return reply_notice(cx, a, q, tr(cx, "Saved.")) && reply_goto(cx, a, "/settings");
	if (cx->err.kind != ERR_INVALID)
		return false;
	e = cx->err;
	error_clear(cx);
	a->status = 422;
	return settings_page(cx, q, a, &e, NULL);
}

static const struct route routes[] = {
	{ METHOD_GET, "/settings", "users_settings:read", settings_get,
	  N_("Settings of the mechanism") },
	{ METHOD_POST, "/settings", "users_settings:update", settings_post,
	  N_("Changes settings") },
	{ 0 },
};

const struct pages settings_pages = { .name = "settings", .routes = routes };
