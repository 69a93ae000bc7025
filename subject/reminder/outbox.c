/* Mail that waits, in a table, so that nothing leaves before what it tells has been committed, and
 * nothing is forgotten when the program ends in between.
 *
 * A mail is taken by a lease, sent outside of any transaction, and then told of.  Where the program
 * dies between the server's word and ours, the lease runs out and the mail goes again, with the
 * same Message-ID: the one case in which somebody can get it twice. */
#include "subject/reminder/part.h"
#include "subject/reminder/smtp.h"

#include "record/image.h"

static const int64_t minute = 60 * INT64_C(1000000), hour = 3600 * INT64_C(1000000);

enum {
	LEASE_MINUTES = 5,
	PATIENCE = 60,      /* seconds for one message; much less than a lease */
	FIRST_MINUTES = 5,  /* to the second try; then twice as long each time */
	LONGEST_HOURS = 4,  /* between two tries */
	GIVEN_UP_HOURS = 72 /* after which a mail tells nothing that the inbox does not */
};

SQL(outbox_wanting,
    "SELECT DISTINCT m.account, a.mail, a.no_mail, a.active, t.suspended_at FROM reminder m"
    " JOIN account a ON a.id = m.account LEFT JOIN mail_trouble t ON t.account = m.account"
    " WHERE m.mail IS NULL ORDER BY m.account");
SQL(outbox_of_account, "SELECT id, day, state FROM outbox WHERE account = $1"
                       " AND (day = $2 OR state = 'waiting') ORDER BY day DESC, id LIMIT 1");
SQL(outbox_insert,
    "INSERT INTO outbox (id, account, day, state, tries, made_at, next_at, lease_until)"
    " VALUES ($1, $2, $3, 'waiting', 0, $4, $4, 0)");
SQL(outbox_renew,
    "UPDATE outbox SET day = $2, tries = 0, made_at = $3, next_at = $3 WHERE id = $1");
SQL(outbox_link, "UPDATE reminder SET mail = $2 WHERE account = $1 AND mail IS NULL");
SQL(outbox_next,
    "SELECT id, account, lease_until, state FROM outbox WHERE (state = 'waiting' AND next_at <= $1)"
    " OR (state = 'sending' AND lease_until < $1) ORDER BY next_at, id LIMIT 1");
SQL(outbox_lease, "UPDATE outbox SET state = 'sending', lease_until = $4, tries = tries + 1"
                  " WHERE id = $1 AND state = $2 AND lease_until = $3");
SQL(outbox_tries, "SELECT tries, made_at FROM outbox WHERE id = $1 AND state = 'sending'"
                  " AND lease_until = $2");
SQL(outbox_again, "UPDATE outbox SET state = 'waiting', lease_until = 0, next_at = $2, answer = $3"
                  " WHERE id = $1");
SQL(outbox_end, "UPDATE outbox SET state = $2, lease_until = 0, ended_at = $3, answer = $4"
                " WHERE id = $1");

bool mail_is_on(struct context *cx)
{
	return smtp_host_valid(setting(cx, "mail_server")) &&
	       mail_address_valid(setting(cx, "mail_from"));
}

/* ---- what goes in */

struct wanting {
	int64_t account;
	bool wants;
};

static struct wanting *wanting(struct context *cx, size_t *ret_n)
{
	bool on = mail_is_on(cx);
	struct rows *r = db_query(cx, &outbox_wanting);
	struct wanting *v = NULL;
	size_t room = 0;

	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		if (*ret_n == room) {
			v = arena_grow(cx->mem, v, room * sizeof *v, (2 * room + 32) * sizeof *v);
			room = 2 * room + 32;
		}
		v[(*ret_n)++] = (struct wanting){
			.account = rows_int(r, 0),
			.wants = on && !str_empty(rows_text(r, 1)) && rows_int(r, 2) != 1 &&
			         rows_int(r, 3) == 1 && rows_null(r, 4),
		};
	}
	return v;
}

/* Today's mail, which may take up one that still waits from before; 0 without a failure: today's
 * has left already, and what is new waits for tomorrow's. */
static int64_t mail_of(struct context *cx, int64_t account, struct date day)
{
	struct rows *r = db_query(cx, &outbox_of_account, V(account), V(day));
	int64_t id = 0;
	bool waits = false, today = false;

	if (r && rows_next(cx, r)) {
		id = rows_int(r, 0);
		today = date_compare(rows_date(r, 1), day) == 0;
		waits = str_eq(rows_text(r, 2), "waiting");
		rows_close(r);
	}
	if (failed(cx) || (today && !waits))
		return 0;
	if (today)
		return id;
	if (id)
		return db_run(cx, &outbox_renew, V(id), V(day), V(cx->now)) ? id : 0;
	id = new_id(cx);
	return db_run(cx, &outbox_insert, V(id), V(account), V(day), V(cx->now)) ? id : 0;
}

bool outbox_fill(struct context *cx, struct date day)
{
	size_t n;
	struct wanting *v = wanting(cx, &n);

	for (size_t i = 0; i < n && !failed(cx); i++) {
		int64_t mail = v[i].wants ? mail_of(cx, v[i].account, day) : 0;

		if (failed(cx) || (v[i].wants && !mail))
			continue;
		if (!db_run(cx, &outbox_link, V(v[i].account), V(mail)))
			return false;
	}
	return !failed(cx);
}

/* ---- what goes out */

static bool find_next(struct context *cx, struct outgoing *o)
{
	struct rows *r = db_query(cx, &outbox_next, V(cx->now));
	int64_t count = 0, lease;
	const char *state;

	*o = (struct outgoing){ 0 };
	if (!r || !rows_next(cx, r))
		return !failed(cx);
	o->id = rows_int(r, 0);
	o->account = rows_int(r, 1);
	lease = rows_int(r, 2);
	state = arena_str(cx->mem, rows_text(r, 3));
	rows_close(r);
	o->lease = cx->now + LEASE_MINUTES * minute;
	if (!db_run_count(cx, &outbox_lease, &count, V(o->id), V(state), V(lease), V(o->lease)))
		return false;
	return count == 1 || fail(cx, ERR_RETRY, NULL, "another node has taken the mail");
}

static bool end_mail(struct context *cx, int64_t id, const char *state, const char *answer)
{
	return db_run(cx, &outbox_end, V(id), V(state), V(cx->now), V(answer));
}

static bool write_mail(struct context *cx, struct outgoing *o, const struct mail *m)
{
	struct buffer bytes = BUFFER(cx->mem, MAX_MAIL);

	if (!mail_write(cx, m, &bytes))
		return false;
	o->from = arena_str(cx->mem, m->from.address);
	o->to = arena_str(cx->mem, m->to.address);
	o->bytes = buffer_str(&bytes);
	o->size = bytes.len;
	return true;
}

/* What became so since the mail was put in counts: an address taken away, a deadline met. */
static bool fill_mail(struct context *cx, struct outgoing *o, bool *ret_any)
{
	const struct account *to = record_get_any(cx, &account_type, o->account);
	struct mail_trouble *v;
	struct mail m;
	size_t n;

	*ret_any = false;
	if (!to || !mail_suspended(cx, &v, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i].account == o->account)
			return true;
	if (to->active != YES || to->no_mail == YES || !mail_address_valid(to->mail))
		return true;
	return digest_make(cx, o->id, to, &m, ret_any) && (!*ret_any || write_mail(cx, o, &m));
}

bool outbox_take(struct context *cx, void *data)
{
	struct outgoing *o = data;
	bool any = false;

	if (!settings_refresh(cx) || !mail_is_on(cx))
		return *o = (struct outgoing){ 0 }, !failed(cx);
	while (find_next(cx, o) && o->id) {
		if (!fill_mail(cx, o, &any))
			return false;
		if (any)
			return true;
		if (!end_mail(cx, o->id, "withdrawn", NULL))
			return false;
	}
	return !failed(cx);
}

/* ---- what became of it */

static bool try_again(struct context *cx, const struct outgoing *o, const char *answer)
{
	struct rows *r = db_query(cx, &outbox_tries, V(o->id), V(o->lease));
	int64_t tries = 0, made_at = 0, wait = FIRST_MINUTES * minute;

	if (!r || !rows_next(cx, r))
		return !failed(cx); /* another node has it meanwhile */
	tries = rows_int(r, 0);
	made_at = rows_int(r, 1);
	rows_close(r);
	if (cx->now - made_at > GIVEN_UP_HOURS * hour)
		return end_mail(cx, o->id, "given_up", answer);
	while (--tries > 0 && wait < LONGEST_HOURS * hour)
		wait *= 2;
	if (wait > LONGEST_HOURS * hour)
		wait = LONGEST_HOURS * hour;
	return db_run(cx, &outbox_again, V(o->id), V(cx->now + wait), V(answer));
}

bool outbox_tell(struct context *cx, void *data)
{
	struct outbox_told *told = data;
	const struct outgoing *o = told->mail;

	told->suspended = false;
	switch (told->result) {
	case OUTBOX_SENT:
		return end_mail(cx, o->id, "sent", told->answer) && trouble_forget(cx, o->account);
	case OUTBOX_REFUSED:
		return end_mail(cx, o->id, "refused", told->answer) &&
		       trouble_count(cx, o->account, told->answer, &told->suspended);
	case OUTBOX_LATER:
		break;
	}
	return try_again(cx, o, told->answer);
}

/* ---- the way */

static bool read_server(struct context *cx, void *data)
{
	struct smtp_server *v = data;
	const char *encryption, *user;

	if (!settings_refresh(cx))
		return false;
	encryption = setting(cx, "mail_encryption");
	user = setting(cx, "mail_user");
	v->host = mail_is_on(cx) ? arena_str(cx->mem, setting(cx, "mail_server")) : NULL;
	v->port = (int)setting_number(cx, "mail_port");
	v->tls = str_eq(encryption, "none")  ? SMTP_PLAIN
	         : str_eq(encryption, "tls") ? SMTP_TLS
	                                     : SMTP_STARTTLS;
	/* a password does not go where everybody can read it */
	v->user = str_empty(user) || v->tls == SMTP_PLAIN ? NULL : arena_str(cx->mem, user);
	return true;
}

static bool send_one(struct context *cx, struct smtp *way, const struct outgoing *o, bool *ret_away)
{
	struct outbox_told told = { .mail = o };
	struct smtp_answer answer;

	smtp_send(way, o->from, o->to, o->bytes, o->size, &answer);
	cx->now = instant_now();
	*ret_away = answer.outcome == SMTP_AWAY;
	told.answer = answer.words;
	told.result = answer.outcome == SMTP_SENT      ? OUTBOX_SENT
	              : answer.outcome == SMTP_REFUSED ? OUTBOX_REFUSED
	                                               : OUTBOX_LATER;
	return db_work(cx, cx->app->store, DB_WRITE, outbox_tell, &told);
}

static void close_way(void *way)
{
	smtp_close(way);
}

bool outbox_send(struct context *cx, const char *password, const char *authorities,
                 const atomic_bool *stop, bool *ret_away)
{
	struct smtp_server *server = arena_new_of(cx->mem, struct smtp_server);
	struct smtp *way;

	*ret_away = false;
	if (!db_work(cx, cx->app->store, DB_READ, read_server, server))
		return false;
	if (!server->host)
		return true;
	server->password = password;
	server->authorities = authorities;
	server->patience = PATIENCE;
	server->stop = stop;
	way = smtp_open(server);
	if (!way)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	arena_defer(cx->mem, close_way, way);
	while (!*ret_away && !(stop && atomic_load(stop))) {
		struct context_mark mark = context_mark(cx);
		struct outgoing o;

		if (!db_work(cx, cx->app->store, DB_WRITE, outbox_take, &o))
			return false;
		if (!o.id)
			break;
		if (!send_one(cx, way, &o, ret_away))
			return false;
		context_rewind(cx, mark);
	}
	return true;
}
