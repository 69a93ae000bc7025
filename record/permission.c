/* The permission matrix: reference/roles.csv read once at start into a table function × role ×
 * right of scope bits. Everything in the file is checked, because a cell that is misread silently
 * gives or takes rights; the message names the function and the role. */
#include "record/access.h"

#include "format/csv.h"

#include <strings.h>

enum {
	MAX_FUNCTIONS = 100,
	FUNCTION_NAME = 40,
	FUNCTION_LABEL = 200,
	LABELS = 3,
	SLOTS = 256, /* more than twice MAX_FUNCTIONS */
};

struct function {
	char name[FUNCTION_NAME];
	char label[LABELS][FUNCTION_LABEL]; /* by label_names[] */
	unsigned scopes[ROLES][RIGHTS];
};

struct permissions {
	size_t n;
	struct function v[MAX_FUNCTIONS];
	unsigned char slots[SLOTS]; /* by the hash of the name: 1 + its place in v; 0: empty */
};

static const char *const role_codes[ROLES] = {
	[ROLE_NONE] = "",   [ROLE_CH] = "CH", [ROLE_DC] = "DC",   [ROLE_SEC] = "SEC",
	[ROLE_FP] = "FP",   [ROLE_MA] = "MA", [ROLE_MJ] = "MJ",   [ROLE_OMB] = "OMB",
	[ROLE_CSO] = "CSO", [ROLE_IP] = "IP", [ROLE_PUB] = "PUB", [ROLE_ADM] = "ADM",
	[ROLE_AUD] = "AUD",
};

static const char *const right_names[RIGHTS] = {
	[RIGHT_READ] = "read",       [RIGHT_CREATE] = "create",   [RIGHT_UPDATE] = "update",
	[RIGHT_PROPOSE] = "propose", [RIGHT_COMMENT] = "comment", [RIGHT_APPROVE] = "approve",
	[RIGHT_SEND] = "send",
};

/* In the order in which a cell is written: metadata, the least, before the exception to it. */
static const struct {
	unsigned bit;
	const char *name;
} scope_names[] = {
	{ SCOPE_ANY, "any" },           { SCOPE_METADATA, "metadata" },
	{ SCOPE_OWN, "own" },           { SCOPE_ASSIGNED, "assigned" },
	{ SCOPE_NAMED, "named" },       { SCOPE_INVITED, "invited" },
	{ SCOPE_ACCEPTED, "accepted" }, { SCOPE_PUBLISHED, "published" },
	{ SCOPE_ENDORSED, "endorsed" }, { SCOPE_DELEGATED, "delegated" },
	{ SCOPE_CHAIRED, "chaired" },   { SCOPE_MEMBER, "member" },
};

static const char *const label_names[LABELS] = { "label_en", "label_tk", "label_ru" };

enum role role_named(const char *code)
{
	for (enum role r = ROLE_NONE + 1; code && r < ROLES; r++)
		if (strcasecmp(role_codes[r], code) == 0)
			return r;
	return ROLE_NONE;
}

const char *role_code(enum role role)
{
	return role < ROLES ? role_codes[role] : "";
}

const char *right_name(enum right right)
{
	return right < RIGHTS ? right_names[right] : "";
}

static bool same_word(const char *word, size_t n, const char *name)
{
	return strlen(name) == n && memcmp(word, name, n) == 0;
}

/* One "right:scope" of `n` bytes. */
static bool read_pair(struct function *f, enum role role, const char *pair, size_t n)
{
	const char *colon = memchr(pair, ':', n);

	if (!colon)
		return false;

	size_t right_size = (size_t)(colon - pair), scope_size = n - right_size - 1;

	for (enum right r = 0; r < RIGHTS; r++) {
		if (!same_word(pair, right_size, right_names[r]))
			continue;
		for (size_t i = 0; i < LEN(scope_names); i++) {
			if (same_word(colon + 1, scope_size, scope_names[i].name)) {
				f->scopes[role][r] |= scope_names[i].bit;
				return true;
			}
		}
	}
	return false;
}

static bool read_cell(struct function *f, enum role role, const char *cell)
{
	while (*cell) {
		size_t n = strcspn(cell, ";");

		if (!read_pair(f, role, cell, n))
			return false;
		cell += n;
		if (*cell == ';' && !*++cell)
			return false;
	}
	return true;
}

static bool keep(struct context *cx, char *out, size_t room, const char *s)
{
	if (strlen(s) >= room)
		return fail(cx, ERR_BROKEN, NULL, N_("roles.csv: \"%s\" is too long."), s);
	memcpy(out, s, strlen(s) + 1);
	return true;
}

/* What the columns are: a role, or ROLE_NONE for the function's name and labels. */
struct columns {
	enum role role[ROLES + LABELS + 1];
	int label[ROLES + LABELS + 1]; /* index of label_names[], or -1 */
	size_t n;
};

static bool read_head(struct context *cx, const struct csv_row *row, struct columns *ret)
{
	unsigned seen = 0;

	if (!row->count || !str_eq(row->cells[0], "function") || row->count > LEN(ret->role))
		return fail(cx, ERR_BROKEN, NULL,
		            N_("roles.csv: the first row names no functions and roles."));
	ret->n = row->count;
	for (size_t i = 1; i < row->count; i++) {
		ret->label[i] = -1;
		for (int k = 0; k < LABELS; k++)
			if (str_eq(row->cells[i], label_names[k]))
				ret->label[i] = k;
		ret->role[i] = role_named(row->cells[i]);
		if (ret->label[i] < 0 && ret->role[i] == ROLE_NONE)
			return fail(cx, ERR_BROKEN, NULL, N_("roles.csv: there is no role \"%s\"."),
			            row->cells[i]);
		seen |= 1u << ret->role[i];
	}
	for (enum role r = ROLE_NONE + 1; r < ROLES; r++)
		if (!(seen & 1u << r))
			return fail(cx, ERR_BROKEN, NULL,
			            N_("roles.csv: the role %s has no column."), role_codes[r]);
	return true;
}

/* Where the name is, or would be: it is looked for with every field of every record shown. */
static size_t slot_of(const struct permissions *p, const char *name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (const char *s = name; *s; s++)
		hash = (hash ^ (unsigned char)*s) * 16777619u;

	size_t at = (hash ^ hash >> 16) % SLOTS;

	while (p->slots[at] && strcmp(p->v[p->slots[at] - 1].name, name) != 0)
		at = (at + 1) % SLOTS;
	return at;
}

static const struct function *function_named(const struct permissions *p, const char *name)
{
	unsigned char place = p && name ? p->slots[slot_of(p, name)] : 0;

	return place ? &p->v[place - 1] : NULL;
}

static bool read_row(struct context *cx, struct permissions *p, const struct columns *columns,
                     const struct csv_row *row)
{
	struct function *f = &p->v[p->n];

	if (p->n == MAX_FUNCTIONS || row->count != columns->n)
		return fail(cx, ERR_BROKEN, NULL,
		            N_("roles.csv: row %lld does not fit the first row."),
		            (long long)row->number);
	if (!keep(cx, f->name, sizeof f->name, row->cells[0]))
		return false;
	if (function_named(p, f->name))
		return fail(cx, ERR_BROKEN, NULL,
		            N_("roles.csv: the function %s stands there twice."), f->name);
	for (size_t i = 1; i < row->count; i++) {
		if (columns->label[i] >= 0) {
			if (!keep(cx, f->label[columns->label[i]], FUNCTION_LABEL, row->cells[i]))
				return false;
		} else if (!read_cell(f, columns->role[i], row->cells[i])) {
			return fail(cx, ERR_BROKEN, NULL,
			            N_("roles.csv: function %s, role %s: \"%s\" cannot be read."),
			            f->name, role_codes[columns->role[i]], row->cells[i]);
		}
	}
	p->slots[slot_of(p, f->name)] = (unsigned char)++p->n;
	return true;
}

static bool read_all(struct context *cx, struct permissions *p, const char *csv, size_t size)
{
	struct csv_reader *reader = csv_open_bytes(cx, csv, size);
	struct columns columns = { 0 };
	struct csv_row row;

	if (!reader)
		return false;
	if (!csv_next(cx, reader, &row))
		return failed(cx) ? false : fail(cx, ERR_BROKEN, NULL, N_("roles.csv is empty."));
	if (!read_head(cx, &row, &columns))
		return false;
	while (csv_next(cx, reader, &row))
		if (!read_row(cx, p, &columns, &row))
			return false;
	return !failed(cx);
}

static void free_on_jump(void *what)
{
	struct permissions **p = what;

	free(*p);
}

struct permissions *permissions_load(struct context *cx, const char *csv, size_t size)
{
	struct permissions **held = arena_new_of(cx->mem, struct permissions *);

	arena_defer(cx->mem, free_on_jump, held);
	*held = calloc(1, sizeof **held);
	if (!*held) {
		fail(cx, ERR_UNAVAILABLE, NULL,
		     N_("There is not enough memory just now; please try again."));
		return NULL;
	}
	if (!read_all(cx, *held, csv, size))
		return NULL;

	struct permissions *p = *held;

	*held = NULL; /* now the caller's */
	return p;
}

void permissions_free(struct permissions *p)
{
	free(p);
}

unsigned permissions_scopes(const struct permissions *p, const char *function, enum role role,
                            enum right right)
{
	const struct function *f = function_named(p, function);

	return f && role < ROLES && right < RIGHTS ? f->scopes[role][right] : 0;
}

const char *permissions_function(const struct permissions *p, size_t i)
{
	return i < p->n ? p->v[i].name : NULL;
}

const char *permissions_label(const struct permissions *p, size_t i, const char *lang)
{
	if (i >= p->n)
		return NULL;
	for (int k = 0; lang && k < LABELS; k++)
		if (str_eq(label_names[k] + strlen("label_"), lang) && p->v[i].label[k][0])
			return p->v[i].label[k];
	return p->v[i].label[0];
}

const char *permissions_cell(struct arena *mem, const struct permissions *p, const char *function,
                             enum role role)
{
	struct buffer cell = BUFFER(mem, MAX_TITLE);

	for (enum right r = 0; r < RIGHTS; r++) {
		unsigned scopes = permissions_scopes(p, function, role, r);

		for (size_t i = 0; i < LEN(scope_names); i++)
			if (scopes & scope_names[i].bit)
				buffer_fmt(&cell, "%s%s:%s", cell.len ? ";" : "", right_names[r],
				           scope_names[i].name);
	}
	return buffer_str(&cell);
}
