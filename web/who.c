/* Names for identifiers. */
#include "web/who.h"

#include "record/app.h"
#include "record/record.h"
#include "web/page.h"

/* Roles of 6-roles-permissions.md; their order is that of enum role. */
static const char *const role_names[ROLES] = {
	[ROLE_NONE] = N_("no role"),
	[ROLE_CH] = N_("chair"),
	[ROLE_DC] = N_("deputy chair"),
	[ROLE_SEC] = N_("secretariat"),
	[ROLE_FP] = N_("focal point"),
	[ROLE_MA] = N_("approver of a ministry"),
	[ROLE_MJ] = N_("member of the Mejlis"),
	[ROLE_OMB] = N_("Ombudsman"),
	[ROLE_CSO] = N_("civil society"),
	[ROLE_IP] = N_("international partner"),
	[ROLE_PUB] = N_("public"),
	[ROLE_ADM] = N_("administrator"),
	[ROLE_AUD] = N_("auditor"),
};

const char *who_role(const struct context *cx, enum role role)
{
	return tr(cx, role_names[role < ROLES ? role : ROLE_NONE]);
}

/* The title of a record, without leaving a failure behind. */
static const char *title_of(struct context *cx, const char *type, int64_t id)
{
	const struct type *t = cx->app ? type_named(cx->app->subjects, type) : NULL;
	struct error before = cx->err;
	const char *title;

	if (!t || !cx->db)
		return NULL;
	title = record_title(cx, t, id);
	cx->err = before;
	return title;
}

const char *who_name(struct context *cx, int64_t user)
{
	const char *name;

	if (!user)
		return tr(cx, "Console");
	name = title_of(cx, "account", user);
	if ((!name || str_eq(name, "…")) && cx->actor && cx->actor->user == user)
		name = cx->actor->login;
	return name ? name : "…";
}

const char *who_institution(struct context *cx, int64_t institution)
{
	const char *name =
	        institution ? title_of(cx, "institution", institution) : mechanism_name(cx);

	return str_empty(name) ? "…" : name;
}
