/* People, the posts they hold and who of them is an institution's focal point.
 *
 * A post has a beginning and an end and is never overwritten: a document shows the title that was
 * valid on its day.  How a person is reached is open to those who keep users, and to the own
 * institution; the name is open to all who work here. */
#include "subject/institution/part.h"

#include "record/app.h"

#define P struct person
static const struct field person_fields[] = {
	TEXTS(P, full_name, N_("Full name"), .max = 200,
	      .flags = REQUIRED | LISTED | SORTED | PERSONAL),
	REF(P, office, N_("Institution"), .to = &institution_type, .flags = LISTED | FILTERED),
	TEXT(P, contact, N_("Contact"), .help = N_("Telephone, e-mail, address."), .max = 1000,
	     .flags = LONG | PERSONAL, .reader = "users_settings"),
};
#undef P

/* Belongs to the institution it is about, so that this one's own people see what is open to them.
 */
static bool check_person(struct context *cx, const void *old, void *row)
{
	struct person *p = row;

	(void)old;
	p->record.institution = p->office;
	return !failed(cx);
}

static const char *person_title(struct context *cx, const void *row)
{
	const struct person *p = row;

	return texts_words(cx, &p->full_name);
}

const struct type person_type = {
	.name = "person",
	.plural = "people",
	.label = N_("Person"),
	.label_plural = N_("People"),
	.help = N_("People who act for institutions: members of the Commission, focal points, "
	           "delegates. "
	           "Whoever signs in is a user and can be connected with a person."),
	.size = sizeof(struct person),
	FIELDS(person_fields),
	.function = "reference_data",
	.order = "full_name",
	.flags = TYPE_REFERENCE,
	.title = person_title,
	.check = check_person,
};

/* ---- posts */

#define P struct post
static const struct field post_fields[] = {
	REF(P, person, N_("Person"), .to = &person_type, .flags = REQUIRED | LISTED | FILTERED),
	REF(P, office, N_("Institution"), .to = &institution_type,
	    .flags = REQUIRED | LISTED | FILTERED),
	TEXTS(P, title, N_("Title of the post"), .max = 300, .flags = REQUIRED | LISTED | SORTED),
	DATE(P, active_from, N_("From"), .flags = LISTED),
	DATE(P, active_to, N_("Until"), .flags = LISTED),
};
#undef P

static bool check_post(struct context *cx, const void *old, void *row)
{
	struct post *p = row;

	(void)old;
	p->record.institution = p->office;
	period_check(cx, "active_to", p->active_from, p->active_to, false);
	return !failed(cx);
}

static const char *post_title(struct context *cx, const void *row)
{
	const struct post *p = row;

	return arena_fmt(cx->mem, "%s, %s", texts_words(cx, &p->title),
	                 record_title(cx, &person_type, p->person));
}

const struct type post_type = {
	.name = "post",
	.plural = "posts",
	.label = N_("Post"),
	.label_plural = N_("Posts"),
	.help = N_("Who held which post from when until when. A new post ends no earlier one by "
	           "itself: give "
	           "the earlier one its last day."),
	.size = sizeof(struct post),
	FIELDS(post_fields),
	.function = "reference_data",
	.order = "title",
	.flags = TYPE_REFERENCE,
	.title = post_title,
	.check = check_post,
};

SQL(post_on, "SELECT id FROM post WHERE person = $1 AND (active_from IS NULL OR active_from <= $2)"
             " AND (active_to IS NULL OR active_to >= $2)"
             " ORDER BY active_from DESC NULLS LAST, id DESC LIMIT 1");

const char *post_title_on(struct context *cx, int64_t person, struct date day)
{
	int64_t id = 0;
	bool found = false;
	const struct post *p;

	if (!db_int(cx, &post_on, &id, &found, V(person), V(day)) || !found)
		return NULL;
	p = record_get_any(cx, &post_type, id);
	return p ? texts_words(cx, &p->title) : NULL;
}

/* ---- focal points */

#define P struct focal_point
static const struct field focal_point_fields[] = {
	REF(P, office, N_("Institution"), .to = &institution_type,
	    .flags = REQUIRED | LISTED | FILTERED),
	REF(P, person, N_("Person"), .to = &person_type, .flags = REQUIRED | LISTED | FILTERED),
	REF(P, alternate, N_("Alternate"), .to = &person_type, .flags = LISTED),
	YESNO(P, chief, N_("Primary focal point"),
	      .help = N_("An institution has one primary focal point at a time."),
	      .flags = LISTED | FILTERED),
	TEXT(P, themes, N_("Themes"), .max = 1000, .flags = LONG),
	DATE(P, active_from, N_("From"), .flags = LISTED),
	DATE(P, active_to, N_("Until"), .flags = LISTED),
};
#undef P

SQL(focal_point_others, "SELECT person, active_from, active_to FROM focal_point"
                        " WHERE office = $1 AND chief = 1 AND id <> $2 ORDER BY id");

/* One primary focal point per institution at a time. */
static bool check_chief(struct context *cx, const struct focal_point *p)
{
	struct rows *r = db_query(cx, &focal_point_others, V(p->office), V(p->record.id));
	int64_t other = 0;

	while (r && rows_next(cx, r))
		if (periods_meet(p->active_from, p->active_to, rows_date(r, 1), rows_date(r, 2)))
			other = rows_int(r, 0);
	if (!other)
		return !failed(cx);
	return fail(cx, ERR_INVALID, "chief",
	            N_("%s is the primary focal point of this institution at that time. Give the "
	               "earlier one a "
	               "last day first."),
	            record_title(cx, &person_type, other));
}

static bool check_focal_point(struct context *cx, const void *old, void *row)
{
	struct focal_point *p = row;

	(void)old;
	p->record.institution = p->office;
	period_check(cx, "active_to", p->active_from, p->active_to, true);
	if (p->alternate && p->alternate == p->person)
		fail(cx, ERR_INVALID, "alternate", N_("The alternate must be another person."));
	if (failed(cx))
		return false;
	return p->chief != YES || check_chief(cx, p);
}

static const char *focal_point_title(struct context *cx, const void *row)
{
	const struct focal_point *p = row;

	return arena_fmt(cx->mem, "%s, %s", record_title(cx, &person_type, p->person),
	                 record_title(cx, &institution_type, p->office));
}

const struct type focal_point_type = {
	.name = "focal_point",
	.plural = "focal_points",
	.label = N_("Focal point"),
	.label_plural = N_("Focal points"),
	.help = N_("Through whom an institution works with the Commission: one primary focal point "
	           "at a time, "
	           "with an alternate."),
	.size = sizeof(struct focal_point),
	FIELDS(focal_point_fields),
	.function = "reference_data",
	.order = "office",
	.flags = TYPE_REFERENCE,
	.title = focal_point_title,
	.check = check_focal_point,
};
