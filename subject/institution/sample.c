/* The users of the sample data: one for each role, with the role's code as login, and a second
 * ministry.  They can sign in once main.c has given them a password, which is printed. */
#include "subject/institution/part.h"

#include "record/app.h"
#include "record/reference.h"

static bool add_membership(struct context *cx, const struct reference_row *cells, void *row,
                           void *data)
{
	struct account *a = row;
	struct account_membership *m;

	(void)data;
	if (a->memberships.n)
		return true;
	m = owned_add(cx, &a->memberships, sizeof *m);
	m->institution = institution_by_code(cx, reference_cell(cells, "institution"));
	m->role = (int)role_named(reference_cell(cells, "role"));
	return true;
}

bool account_act_as(struct context *cx, const char *login, struct actor *actor)
{
	const struct account *a = account_by_login(cx, login);

	if (!a)
		return !failed(cx) &&
		       fail(cx, ERR_BROKEN, NULL, "the sample user %s is missing", login);
	cx->actor = actor;
	return account_actor(cx, a->record.id, 0, actor);
}

bool sample_load_users(struct context *cx)
{
	static const struct reference_options options = { .skip = "role institution",
		                                          .complete = add_membership };

	return reference_load(cx, &account_type, "reference/sample/users.csv", &options, NULL);
}
