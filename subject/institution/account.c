/* Users: who may sign in, in which memberships, and who acts for whom while somebody is away.
 *
 * Rights come from the role of one membership at a time.  What must never happen: that nobody is
 * left who keeps users, that somebody gives himself a role, that the Ombudsman's users are made
 * into something else than the Ombudsman's, and that a substitution has no end. */
#include "subject/institution/part.h"

#include "format/mail.h"
#include "record/app.h"

static const struct choice languages[] = {
	{ "tk", N_("Turkmen"), NULL },
	{ "ru", N_("Russian"), NULL },
	{ "en", N_("English"), NULL },
	{ 0 },
};
static const struct choice themes[] = {
	{ "light", N_("Light"), NULL },
	{ "dark", N_("Dark"), NULL },
	{ 0 },
};
static const struct choice densities[] = {
	{ "compact", N_("Dense"), NULL },
	{ "comfortable", N_("Comfortable"), NULL },
	{ 0 },
};

static const struct choice layouts[] = {
	{ "table", N_("Table"), NULL },
	{ "list", NC_("layout", "List"), NULL },
	{ "compact", N_("Compact"), NULL },
	{ 0 },
};

/* In the order of enum role. */
static const struct choice roles[] = {
	{ "CH", N_("Chair of the Commission"), NULL },
	{ "DC", N_("Deputy chair"), NULL },
	{ "SEC", N_("Secretariat"), NULL },
	{ "FP", N_("Focal point of a ministry"), NULL },
	{ "MA", N_("Approver of a ministry"), NULL },
	{ "MJ", N_("Member of the Mejlis"), NULL },
	{ "OMB", N_("Ombudsman"), NULL },
	{ "CSO", N_("Civil-society consultee"), NULL },
	{ "IP", N_("International partner"), NULL },
	{ "PUB", NC_("people", "Public"), NULL },
	{ "ADM", N_("Administrator of the system"), NULL },
	{ "AUD", N_("Auditor"), NULL },
	{ 0 },
};
_Static_assert(LEN(roles) == ROLES, "a choice for each role");

#define M struct account_membership
static const struct field membership_fields[] = {
	REF(M, institution, N_("Institution"), .to = &institution_type),
	REF(M, body, N_("Body"), .to = &body_type),
	CHOICE(M, role, N_("Role"), .choices = roles, .flags = REQUIRED),
	DATE(M, from_date, N_("From")),
	DATE(M, to_date, N_("Until")),
};
#undef M
static const struct row_type membership_rows = { sizeof(struct account_membership),
	                                         FIELDS(membership_fields) };

#define S struct account_substitution
static const struct field substitution_fields[] = {
	REF(S, substitute, N_("Substitute"), .to = &account_type, .flags = REQUIRED),
	NUMBER(S, membership, N_("Membership"), .flags = REQUIRED),
	DATE(S, from_date, N_("From"), .flags = REQUIRED),
	DATE(S, to_date, N_("Until"), .flags = REQUIRED),
	TEXT(S, reason, N_("Reason"), .max = 500),
};
#undef S
static const struct row_type substitution_rows = { sizeof(struct account_substitution),
	                                           FIELDS(substitution_fields) };

#define T struct account
static const struct field fields[] = {
	TEXT(T, login, N_("Login"),
	     .help = N_("2 to 40 small letters, digits, dots, hyphens and _; it never changes."),
	     .max = 40, .flags = REQUIRED | LISTED | UNIQUE | SORTED),
	TEXTS(T, name, N_("Full name"), .max = 200, .flags = REQUIRED | LISTED | SORTED | PERSONAL),
	REF(T, person, N_("Person"), .to = &person_type),
	YESNO(T, active, N_("May sign in"), .flags = LISTED | FILTERED),
	CHOICE(T, language, N_("Language of the pages"), .choices = languages),
	CHOICE(T, theme, N_("Colours"), .choices = themes),
	CHOICE(T, density, N_("Density"), .choices = densities),
	CHOICE(T, layout, N_("Layout of lists"), .choices = layouts),
	TEXT(T, mail, N_("Mail address"), .max = MAX_MAIL_ADDRESS, .flags = PERSONAL),
	YESNO(T, no_mail, N_("Wants no mail")),
	ROWS(T, memberships, N_("Memberships"), .rows = &membership_rows),
	ROWS(T, substitutions, N_("Substitutions"), .rows = &substitution_rows, .flags = READONLY),
};
#undef T

/* ---- rules */

static const struct account_membership *membership_at(const struct account *a, size_t i)
{
	return (const struct account_membership *)a->memberships.v + i;
}

static const struct account_membership *membership_by_id(const struct account *a, int64_t id)
{
	for (size_t i = 0; id && i < a->memberships.n; i++)
		if (membership_at(a, i)->id == id)
			return membership_at(a, i);
	return NULL;
}

static bool check_login(struct context *cx, const struct account *old, const struct account *a)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t n = str_empty(a->login) ? 0 : strlen(a->login);

	if (n && (n < 2 || n > 40 || strspn(a->login, allowed) != n))
		return fail(
		        cx, ERR_INVALID, "login",
		        N_("A login is 2 to 40 small letters a–z, digits, dots, hyphens and _."));
	if (old && !str_eq(old->login, a->login))
		return fail(cx, ERR_INVALID, "login",
		            N_("A login never changes: the history names it. Make a new user and "
		               "close this one."));
	return true;
}

static void check_memberships(struct context *cx, const struct account *a)
{
	for (size_t i = 0; i < a->memberships.n; i++) {
		const struct account_membership *m = membership_at(a, i);

		if (!m->institution && !m->body)
			fail(cx, ERR_INVALID, arena_fmt(cx->mem, "memberships.%zu.institution", i),
			     N_("A membership is in an institution or in a body."));
		period_check(cx, arena_fmt(cx->mem, "memberships.%zu.to_date", i), m->from_date,
		             m->to_date, true);
	}
}

enum { LONGEST_SUBSTITUTION = 366 }; /* days */

static void check_substitution(struct context *cx, const struct account *a, size_t at)
{
	const struct account_substitution *s =
	        (const struct account_substitution *)a->substitutions.v + at;
	const char *until = arena_fmt(cx->mem, "substitutions.%zu.to_date", at);

	if (s->substitute == a->record.id)
		fail(cx, ERR_INVALID, arena_fmt(cx->mem, "substitutions.%zu.substitute", at),
		     N_("Nobody is a substitute for himself."));
	if (s->membership.set && !membership_by_id(a, s->membership.units))
		fail(cx, ERR_INVALID, arena_fmt(cx->mem, "substitutions.%zu.membership", at),
		     N_("One can only be substituted in a membership of one's own."));
	if (period_check(cx, until, s->from_date, s->to_date, true) && date_set(s->to_date) &&
	    date_set(s->from_date) &&
	    date_compare(date_add_days(s->from_date, LONGEST_SUBSTITUTION), s->to_date) < 0)
		fail(cx, ERR_INVALID, until, N_("A substitution lasts %d days at most."),
		     LONGEST_SUBSTITUTION);
}

static bool has_role(const struct account *a, int role)
{
	for (size_t i = 0; a && i < a->memberships.n; i++)
		if (membership_at(a, i)->role == role)
			return true;
	return false;
}

/* Keeping users and using the system are two hands: whoever may change users gives no role to
 * himself. */
static void check_own_roles(struct context *cx, const struct account *old, const struct account *a)
{
	if (!cx->actor || cx->actor->console || cx->actor->user != a->record.id)
		return;
	for (size_t i = 0; i < a->memberships.n; i++)
		if (!has_role(old, membership_at(a, i)->role))
			fail(cx, ERR_INVALID, arena_fmt(cx->mem, "memberships.%zu.role", i),
			     N_("Nobody gives himself a role; another administrator can."));
}

static bool same_membership(const struct account_membership *m,
                            const struct account_membership *was)
{
	return was && m->institution == was->institution && m->body == was->body &&
	       m->role == was->role && !date_compare(m->from_date, was->from_date) &&
	       !date_compare(m->to_date, was->to_date);
}

/* The Ombudsman keeps users of her own: in her institution and in her role alone. */
static void check_ombudsman(struct context *cx, const struct account *old, const struct account *a)
{
	const struct actor *by = cx->actor;

	if (!by || by->console || by->role != ROLE_OMB)
		return;
	for (size_t i = 0; i < a->memberships.n; i++) {
		const struct account_membership *m = membership_at(a, i);

		if ((m->role == ROLE_OMB && m->institution == by->institution && !m->body) ||
		    (old && same_membership(m, membership_by_id(old, m->id))))
			continue;
		fail(cx, ERR_INVALID, arena_fmt(cx->mem, "memberships.%zu.role", i),
		     N_("The Ombudsman's users have the role of the Ombudsman, in this "
		        "institution."));
	}
}

/* An administrator who can sign in today and whose membership has no last day. */
static bool keeps_users(const struct account *a, struct date day)
{
	for (size_t i = 0; a && a->active == YES && i < a->memberships.n; i++) {
		const struct account_membership *m = membership_at(a, i);

		if (m->role == ROLE_ADM && !date_set(m->to_date) &&
		    period_holds(m->from_date, m->to_date, day))
			return true;
	}
	return false;
}

SQL(account_other_administrators,
    "SELECT COUNT(*) FROM account a JOIN account_memberships m ON m.record = a.id"
    " WHERE a.id <> $1 AND a.active = 1 AND m.role = 'ADM' AND m.to_date IS NULL"
    " AND (m.from_date IS NULL OR m.from_date <= $2)");

static bool check_last_administrator(struct context *cx, const struct account *old,
                                     const struct account *a)
{
	struct date day = today(cx);
	int64_t others = 0;
	bool found;

	if (!keeps_users(old, day) || keeps_users(a, day))
		return true;
	if (!db_int(cx, &account_other_administrators, &others, &found, V(a->record.id), V(day)))
		return false;
	return others || fail(cx, ERR_INVALID, a->active == YES ? "memberships" : "active",
	                      N_("This is the last administrator. Give another user the role "
	                         "without a last day first."));
}

/* The first membership that runs today, else the first. */
static int64_t home_of(const struct account *a, struct date day)
{
	for (size_t i = 0; i < a->memberships.n; i++) {
		const struct account_membership *m = membership_at(a, i);

		if (m->institution && period_holds(m->from_date, m->to_date, day))
			return m->institution;
	}
	return a->memberships.n ? membership_at(a, 0)->institution : a->record.institution;
}

static bool check(struct context *cx, const void *old_row, void *row)
{
	const struct account *old = old_row;
	struct account *a = row;

	if (a->active == UNSAID)
		a->active = YES;
	check_login(cx, old, a);
	if (a->mail && !mail_address_valid(a->mail))
		fail(cx, ERR_INVALID, "mail", N_("This is no mail address."));
	check_memberships(cx, a);
	for (size_t i = 0; i < a->substitutions.n; i++)
		check_substitution(cx, a, i);
	check_own_roles(cx, old, a);
	check_ombudsman(cx, old, a);
	if (failed(cx))
		return false;
	a->record.institution = home_of(a, today(cx));
	return check_last_administrator(cx, old, a);
}

/* Rights may have come or gone, the language changed: whoever keeps derived data asks again. */
static bool saved(struct context *cx, const void *old, const void *row)
{
	(void)row;
	return !old || access_epoch_raise(cx);
}

static const char *title(struct context *cx, const void *row)
{
	const struct account *a = row;
	const char *name = texts_words(cx, &a->name);

	return str_empty(name) ? a->login : name;
}

const struct type account_type = {
	.name = "account",
	.plural = "accounts",
	.label = N_("User"),
	.label_plural = N_("Users"),
	.help = N_("Who may sign in. A user has rights through memberships, each in an institution "
	           "or a body, "
	           "with a role and from day to day. A user is never deleted: close the account."),
	.size = sizeof(struct account),
	FIELDS(fields),
	.function = "users_settings",
	.order = "login",
	.key = "login",
	.flags = TYPE_OPEN_TITLES,
	.title = title,
	.check = check,
	.saved = saved,
};

/* ---- who may act as what */

struct account *account_by_login(struct context *cx, const char *login)
{
	return str_empty(login) ? NULL : record_by_key(cx, &account_type, login);
}

/* Own memberships and those held by substitution, in one list.  A substitute acts only while the
 * one he stands for could. */
SQL(account_standings,
    "SELECT m.id AS id, m.institution, m.body, m.role, 0 AS on_behalf, m.to_date, 0 AS own"
    " FROM account a JOIN account_memberships m ON m.record = a.id"
    " WHERE a.id = $1 AND a.active = 1 AND (m.from_date IS NULL OR m.from_date <= $2)"
    " AND (m.to_date IS NULL OR m.to_date >= $2)"
    " UNION ALL"
    " SELECT m.id, m.institution, m.body, m.role, s.record AS on_behalf, s.to_date, 1 AS own"
    " FROM account_substitutions s JOIN account_memberships m ON m.id = s.membership AND m.record "
    "= s.record"
    " JOIN account a ON a.id = s.record JOIN account b ON b.id = s.substitute"
    " WHERE s.substitute = $1 AND a.active = 1 AND b.active = 1 AND s.from_date <= $2 AND "
    "s.to_date >= $2"
    " AND (m.from_date IS NULL OR m.from_date <= $2) AND (m.to_date IS NULL OR m.to_date >= $2)"
    " ORDER BY own, id");

bool account_memberships_on(struct context *cx, int64_t account, struct date day,
                            struct standing **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &account_standings, V(account), V(day));
	struct owned list = { .n = 0 };

	while (r && rows_next(cx, r)) {
		struct standing *s = owned_add(cx, &list, sizeof *s);

		s->membership = rows_int(r, 0);
		s->institution = rows_int(r, 1);
		s->body = rows_int(r, 2);
		s->role = role_named(rows_text(r, 3));
		s->on_behalf = rows_int(r, 4);
		s->to_date = rows_date(r, 5);
	}
	*ret = list.v;
	*ret_n = list.n;
	return !failed(cx);
}

bool account_actor(struct context *cx, int64_t account, int64_t membership, struct actor *ret)
{
	const struct account *a = record_get_any(cx, &account_type, account);
	struct standing *v;
	size_t n;

	if (!a || !account_memberships_on(cx, account, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!membership || v[i].membership == membership) {
			*ret = (struct actor){ .user = account,
				               .login = a->login,
				               .membership = v[i].membership,
				               .institution = v[i].institution,
				               .role = v[i].role,
				               .on_behalf = v[i].on_behalf };
			return true;
		}
	return fail(cx, ERR_FORBIDDEN, NULL, N_("“%s” has no such membership today."), a->login);
}

SQL(account_focal_point,
    "SELECT a.id FROM focal_point f JOIN account a ON a.person = f.person WHERE f.office = $1"
    " AND f.chief = 1 AND (f.active_from IS NULL OR f.active_from <= $2)"
    " AND (f.active_to IS NULL OR f.active_to >= $2) AND a.active = 1 ORDER BY a.id LIMIT 1");
SQL(account_officers,
    "SELECT DISTINCT a.id AS id FROM account a JOIN account_memberships m ON m.record = a.id"
    " WHERE m.institution = $1 AND m.role = 'FP' AND a.active = 1"
    " AND (m.from_date IS NULL OR m.from_date <= $2)"
    " AND (m.to_date IS NULL OR m.to_date >= $2) ORDER BY id LIMIT 2");

bool account_of_focal_point(struct context *cx, int64_t institution, int64_t *ret)
{
	struct refs officers;
	bool found;

	*ret = 0;
	if (!institution)
		return true;
	if (!db_int(cx, &account_focal_point, ret, &found, V(institution), V(today(cx))))
		return false;
	if (found)
		return true;
	if (!refs_read(cx, db_query(cx, &account_officers, V(institution), V(today(cx))),
	               &officers))
		return false;
	*ret = officers.n == 1 ? officers.v[0] : 0;
	return true;
}

bool account_reads(struct context *cx, int64_t account, const struct type *t, const void *row)
{
	const struct actor *asking = cx->actor;
	struct standing *v;
	struct actor a;
	size_t n;
	bool reads = false;

	if (!account_memberships_on(cx, account, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n && !reads; i++) {
		if (v[i].on_behalf)
			continue;
		if (!account_actor(cx, account, v[i].membership, &a))
			return false;
		cx->actor = &a;
		reads = access_record(cx, t, row, RIGHT_READ) && access_content(cx, t, row);
		cx->actor = asking;
	}
	return reads && !failed(cx);
}

/* ---- making users */

static bool add_roles(struct context *cx, struct account *a, int64_t institution, const char *codes)
{
	const char *end;

	for (const char *s = codes; s && *s; s = *end ? end + 1 : end) {
		struct account_membership *m;
		enum role role;

		end = strchrnul(s, ',');
		if (end == s)
			continue;
		role = role_named(arena_strn(cx->mem, s, (size_t)(end - s)));
		if (role == ROLE_NONE)
			return fail(cx, ERR_INVALID, "role", N_("There is no role “%.*s”."),
			            (int)(end - s), s);
		m = owned_add(cx, &a->memberships, sizeof *m);
		*m = (struct account_membership){ .institution = institution,
			                          .role = (int)role,
			                          .from_date = today(cx) };
	}
	return a->memberships.n || fail(cx, ERR_INVALID, "role", N_("Name at least one role."));
}

int64_t account_add(struct context *cx, const char *login, const char *institution,
                    const char *codes, const char *name, const char *lang)
{
	struct account *a = record_new(cx, &account_type);
	struct text *text = arena_new_of(cx->mem, struct text);
	int64_t where = institution_by_code(cx, institution);

	if (!where) {
		fail(cx, ERR_INVALID, "institution",
		     N_("There is no institution with the code “%s”."),
		     institution ? institution : "");
		return 0;
	}
	*text = (struct text){ .lang = lang ? lang : cx->lang,
		               .body = str_empty(name) ? login : name,
		               .original = true };
	a->name = (struct texts){ text, 1 };
	a->login = login;
	a->active = YES;
	a->language = choice_index(languages, lang);
	return add_roles(cx, a, where, codes) && record_save_as(cx, &account_type, a, CHANGE_CREATE)
	               ? a->record.id
	               : 0;
}

/* ---- what users do for themselves */

/* Whose substitutes the acting user may choose: his own, though not while he stands in for another;
 * and those of users he keeps, for somebody may fall ill. */
static struct account *account_to_substitute(struct context *cx, int64_t id)
{
	struct account *a = record_get_any(cx, &account_type, id);
	const struct actor *by = cx->actor;

	if (!a || (by && by->user == id && !by->on_behalf) ||
	    access_record(cx, &account_type, a, RIGHT_UPDATE))
		return a;
	fail(cx, ERR_FORBIDDEN, NULL,
	     N_("Only the user and those who keep users may choose a substitute."));
	return NULL;
}

bool account_substitute(struct context *cx, int64_t account, int64_t membership, const char *login,
                        struct date from, struct date to)
{
	struct account *a = account_to_substitute(cx, account);
	const struct account *by = a ? account_by_login(cx, login) : NULL;
	struct account_substitution *s;

	if (!a || (!by && failed(cx)))
		return false;
	if (!by || by->active != YES)
		fail(cx, ERR_INVALID, "substitute", N_("There is no active user “%s”."),
		     login ? login : "");
	if (!membership_by_id(a, membership))
		fail(cx, ERR_INVALID, "membership",
		     N_("One can only be substituted in a membership of one's own."));
	if (!date_set(from))
		fail(cx, ERR_INVALID, "from_date", N_("Give the first day."));
	if (!date_set(to))
		fail(cx, ERR_INVALID, "to_date",
		     N_("Give the last day: a substitution always ends."));
	else if (date_compare(to, today(cx)) < 0)
		fail(cx, ERR_INVALID, "to_date", N_("The last day lies in the past."));
	if (str_empty(cx->reason))
		fail(cx, ERR_INVALID, "reason", N_("Give the reason."));
	if (failed(cx))
		return false;
	s = owned_add(cx, &a->substitutions, sizeof *s);
	*s = (struct account_substitution){ .substitute = by->record.id,
		                            .membership = { membership, true },
		                            .from_date = from,
		                            .to_date = to,
		                            .reason = cx->reason };
	return record_save_as(cx, &account_type, a, CHANGE_UPDATE);
}

bool account_substitute_end(struct context *cx, int64_t account, int64_t substitution)
{
	struct account *a = account_to_substitute(cx, account);
	struct account_substitution *v, *s = NULL;
	struct date yesterday = date_add_days(today(cx), -1);

	if (!a)
		return false;
	owned_own(cx, &a->substitutions, sizeof *s);
	v = a->substitutions.v;
	for (size_t i = 0; i < a->substitutions.n; i++)
		if (v[i].id == substitution)
			s = &v[i];
	if (!s)
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such substitution."));
	if (date_compare(s->from_date, yesterday) > 0) {
		*s = v[a->substitutions.n - 1];
		a->substitutions.n--;
	} else if (date_compare(s->to_date, yesterday) > 0) {
		s->to_date = yesterday;
	}
	return record_save_as(cx, &account_type, a, CHANGE_UPDATE);
}

static bool prefer(struct context *cx, const char *name, const struct choice *choices,
                   const char *code, int *ret)
{
	int index = choice_index(choices, code);

	if (!code)
		return true;
	if (*code && !index)
		return fail(cx, ERR_INVALID, name, N_("There is no choice “%s”."), code);
	*ret = index;
	return true;
}

bool account_prefer(struct context *cx, int64_t account, const char *language, const char *theme,
                    const char *density, const char *layout)
{
	struct account *a = record_get_any(cx, &account_type, account);

	return a && prefer(cx, "language", languages, language, &a->language) &&
	       prefer(cx, "theme", themes, theme, &a->theme) &&
	       prefer(cx, "density", densities, density, &a->density) &&
	       prefer(cx, "layout", layouts, layout, &a->layout) &&
	       record_save_as(cx, &account_type, a, CHANGE_UPDATE);
}

bool account_mail(struct context *cx, int64_t account, const char *address, bool wanted)
{
	struct account *a = record_get_any(cx, &account_type, account);

	if (!a)
		return false;
	a->mail = str_empty(address) ? NULL : address;
	a->no_mail = wanted ? NO : YES;
	return record_save_as(cx, &account_type, a, CHANGE_UPDATE);
}
