/* The way out, against servers that this test plays itself on loopback: each conversation is a list
 * of what the server says to what it hears. */
#include "subject/reminder/smtp.h"

#include "test/unit.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

struct line {
	const char *heard; /* how the client's line must begin; "." the end of the message */
	const char *said;  /* NULL: hangs up; "": says nothing any more */
};

struct server {
	pthread_t thread;
	int socket, port;
	const struct line *lines;
	char message[4096];
	size_t message_n;
	int heard;     /* lines of the conversation that came */
	int connected; /* times */
	bool wrong;    /* heard what was not expected */
};

static bool hear_line(FILE *f, char *line, size_t room)
{
	return fgets(line, (int)room, f) != NULL;
}

/* What comes after DATA, until the lone dot. */
static bool hear_message(struct server *s, FILE *f)
{
	char line[1200];

	while (hear_line(f, line, sizeof line)) {
		size_t n = strlen(line);

		if (strcmp(line, ".\r\n") == 0)
			return true;
		assert_true(s->message_n + n < sizeof s->message);
		memcpy(s->message + s->message_n, line, n + 1);
		s->message_n += n;
	}
	return false;
}

/* One conversation; *at goes on through the list.  False: the list has ended. */
static bool converse(struct server *s, int client, const struct line **at)
{
	FILE *in = fdopen(client, "r"), *out = fdopen(dup(client), "w");
	char line[1200];
	bool more = true;

	fputs("220 here\r\n", out);
	fflush(out);
	for (; (more = (*at)->heard != NULL); (*at)++) {
		bool came = str_eq((*at)->heard, ".") ? hear_message(s, in)
		                                      : hear_line(in, line, sizeof line);

		if (!came)
			break;
		if (!str_eq((*at)->heard, ".") && !str_starts(line, (*at)->heard)) {
			s->wrong = str_starts(line, "QUIT") ? s->wrong : true;
			break;
		}
		s->heard++;
		if (!(*at)->said || !*(*at)->said)
			break;
		fprintf(out, "%s\r\n", (*at)->said);
		fflush(out);
	}
	if (more && (*at)->said && !*(*at)->said)
		while (hear_line(in, line, sizeof line)) /* silence until the client goes */
			continue;
	if (more && ((*at)->said == NULL || !*(*at)->said))
		(*at)++;
	fclose(out);
	fclose(in);
	return more;
}

static void *serve(void *data)
{
	struct server *s = data;
	const struct line *at = s->lines;

	while (at->heard) {
		int client = accept(s->socket, NULL, NULL);

		if (client < 0)
			break;
		s->connected++;
		if (!converse(s, client, &at))
			break;
	}
	return NULL;
}

static void server_start(struct server *s, const struct line *lines)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof a;

	*s = (struct server){ .socket = socket(AF_INET, SOCK_STREAM, 0), .lines = lines };
	assert_int_equal(bind(s->socket, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(s->socket, 4), 0);
	assert_int_equal(getsockname(s->socket, (struct sockaddr *)&a, &n), 0);
	s->port = ntohs(a.sin_port);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void server_stop(struct server *s)
{
	shutdown(s->socket, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->socket);
	assert_false(s->wrong);
}

static const char message[] = "Subject: x\r\n\r\nA line\r\n.hidden\r\n";

static struct smtp_server at(const struct server *s)
{
	return (struct smtp_server){ .host = "127.0.0.1", .port = s->port, .patience = 20 };
}

static struct smtp_answer sent_with(struct smtp_server v)
{
	struct smtp *out = smtp_open(&v);
	struct smtp_answer answer;

	assert_non_null(out);
	smtp_send(out, "ygrar@mfa.example", "anna@mfa.example", message, strlen(message), &answer);
	smtp_close(out);
	return answer;
}

static struct smtp_answer sent(const struct line *lines)
{
	struct server s;
	struct smtp_answer answer;

	server_start(&s, lines);
	answer = sent_with(at(&s));
	server_stop(&s);
	return answer;
}

#define HELLO                                             \
	{ "EHLO", "250 here" },                           \
	{                                                 \
		"MAIL FROM:<ygrar@mfa.example>", "250 ok" \
	}

static void a_message_is_handed_over(void **state)
{
	static const struct line lines[] = { HELLO,
		                             { "RCPT TO:<anna@mfa.example>", "250 ok" },
		                             { "DATA", "354 go" },
		                             { ".", "250 queued as 7" },
		                             { 0 } };
	struct smtp_answer answer;
	struct server s;

	(void)state;
	server_start(&s, lines);
	answer = sent_with(at(&s));
	server_stop(&s);
	assert_int_equal(answer.outcome, SMTP_SENT);
	assert_string_equal(answer.words, "250 queued as 7");
	/* the line that begins with a dot is stuffed on the wire */
	assert_string_equal(s.message, "Subject: x\r\n\r\nA line\r\n..hidden\r\n");
}

static struct smtp_answer sent_to(struct smtp *out, const char *to)
{
	struct smtp_answer answer;

	smtp_send(out, "ygrar@mfa.example", to, message, strlen(message), &answer);
	return answer;
}

/* And a refusal is that message's alone. */
static void one_connection_serves_many(void **state)
{
	static const struct line lines[] = {
		HELLO,
		{ "RCPT TO:<a@mfa.example>", "250 ok" },
		{ "DATA", "354 go" },
		{ ".", "250 first" },
		{ "MAIL FROM:", "250 ok" },
		{ "RCPT TO:<b@mfa.example>", "550 5.1.1 no such user" },
		HELLO,
		{ "RCPT TO:<c@mfa.example>", "250 ok" },
		{ "DATA", "354 go" },
		{ ".", "250 third" },
		{ 0 },
	};
	struct smtp_server v;
	struct server s;
	struct smtp *out;

	(void)state;
	server_start(&s, lines);
	v = at(&s);
	out = smtp_open(&v);
	assert_string_equal(sent_to(out, "a@mfa.example").words, "250 first");
	assert_int_equal(sent_to(out, "b@mfa.example").outcome, SMTP_REFUSED);
	assert_string_equal(sent_to(out, "c@mfa.example").words, "250 third");
	smtp_close(out);
	server_stop(&s);
	assert_int_equal(s.connected, 2);
}

static void refusals_are_told_apart(void **state)
{
	static const struct {
		enum smtp_outcome outcome;
		const char *words;
		struct line lines[8];
	} cases[] = {
		{ SMTP_REFUSED,
		  "550 5.1.1 no such user",
		  { HELLO, { "RCPT", "550 5.1.1 no such user" } } },
		{ SMTP_LATER, "452 mailbox full", { HELLO, { "RCPT", "452 mailbox full" } } },
		{ SMTP_REFUSED,
		  "554 not this",
		  { HELLO, { "RCPT", "250 ok" }, { "DATA", "354 go" }, { ".", "554 not this" } } },
		{ SMTP_LATER,
		  "451 try later",
		  { HELLO, { "RCPT", "250 ok" }, { "DATA", "354 go" }, { ".", "451 try later" } } },
		/* it is us whom it does not want */
		{ SMTP_AWAY,
		  "550 not from you",
		  { { "EHLO", "250 here" }, { "MAIL", "550 not from you" } } },
		{ SMTP_AWAY, "421 leaving", { HELLO, { "RCPT", "421 leaving" } } },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct smtp_answer answer = sent(cases[i].lines);

		assert_int_equal(answer.outcome, cases[i].outcome);
		assert_string_equal(answer.words, cases[i].words);
	}
}

static void a_dropped_connection_is_the_servers_fault(void **state)
{
	static const struct line where[][8] = {
		{ { "EHLO", NULL } },
		{ HELLO, { "RCPT", NULL } },
		{ HELLO, { "RCPT", "250 ok" }, { "DATA", NULL } },
		{ HELLO, { "RCPT", "250 ok" }, { "DATA", "354 go" }, { ".", NULL } },
	};

	(void)state;
	for (size_t i = 0; i < LEN(where); i++) {
		struct smtp_answer answer = sent(where[i]);

		assert_int_equal(answer.outcome, SMTP_AWAY);
		assert_string_not_equal(answer.words, "");
	}
}

static void a_slow_server_is_left(void **state)
{
	static const struct line lines[] = { HELLO, { "RCPT", "" }, { 0 } };
	struct smtp_answer answer;
	struct smtp_server v;
	struct server s;

	(void)state;
	server_start(&s, lines);
	v = at(&s);
	v.patience = 1;
	answer = sent_with(v);
	server_stop(&s);
	assert_int_equal(answer.outcome, SMTP_AWAY);
	assert_non_null(strstr(answer.words, "timed out"));
}

static void nothing_listens(void **state)
{
	struct server s;
	struct smtp_answer answer;
	static const struct line lines[] = { { 0 } };

	(void)state;
	server_start(&s, lines);
	server_stop(&s);
	answer = sent_with(at(&s));
	assert_int_equal(answer.outcome, SMTP_AWAY);
	assert_string_not_equal(answer.words, "");
}

/* Neither message nor password leave by a line that anybody can read. */
static void without_encryption_nothing_is_said(void **state)
{
	static const struct line lines[] = { { "EHLO", "250-here\r\n250 AUTH PLAIN LOGIN" },
		                             { 0 } };
	struct smtp_answer answer;
	struct smtp_server v;
	struct server s;

	(void)state;
	server_start(&s, lines);
	v = at(&s);
	v.tls = SMTP_STARTTLS;
	v.user = "ygrar";
	v.password = "secret";
	answer = sent_with(v);
	server_stop(&s);
	assert_int_equal(answer.outcome, SMTP_AWAY);
	assert_int_equal(s.heard, 1);
}

static void a_password_is_shown(void **state)
{
	static const struct line lines[] = { { "EHLO", "250-here\r\n250 AUTH PLAIN" },
		                             { "AUTH PLAIN", "535 wrong" },
		                             { 0 } };
	struct smtp_answer answer;
	struct smtp_server v;
	struct server s;

	(void)state;
	server_start(&s, lines);
	v = at(&s);
	v.user = "ygrar";
	v.password = "secret";
	answer = sent_with(v);
	server_stop(&s);
	assert_int_equal(answer.outcome, SMTP_AWAY);
	assert_string_equal(answer.words, "535 wrong");
}

static void *set_soon(void *stop)
{
	usleep(200 * 1000);
	atomic_store((atomic_bool *)stop, true);
	return NULL;
}

static void whoever_stops_does_not_wait(void **state)
{
	static const struct line lines[] = { HELLO, { "RCPT", "" }, { 0 } };
	atomic_bool stop = false;
	struct smtp_answer answer;
	struct smtp_server v;
	struct server s;
	pthread_t thread;
	time_t began = time(NULL);

	(void)state;
	server_start(&s, lines);
	v = at(&s);
	v.stop = &stop;
	assert_int_equal(pthread_create(&thread, NULL, set_soon, &stop), 0);
	answer = sent_with(v);
	pthread_join(thread, NULL);
	server_stop(&s);
	assert_int_equal(answer.outcome, SMTP_AWAY);
	assert_true(time(NULL) - began < 10);
}

static void hosts_are_names_or_addresses(void **state)
{
	(void)state;
	assert_true(smtp_host_valid("mail.mfa.example"));
	assert_true(smtp_host_valid("[::1]"));
	assert_true(smtp_host_valid("127.0.0.1"));
	assert_false(smtp_host_valid(""));
	assert_false(smtp_host_valid(NULL));
	assert_false(smtp_host_valid("mail.mfa.example/x"));
	assert_false(smtp_host_valid("user@mail.mfa.example"));
	assert_false(smtp_host_valid("mail mfa"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_message_is_handed_over),
		UNIT(one_connection_serves_many),
		UNIT(refusals_are_told_apart),
		UNIT(a_dropped_connection_is_the_servers_fault),
		UNIT(a_slow_server_is_left),
		UNIT(nothing_listens),
		UNIT(without_encryption_nothing_is_said),
		UNIT(a_password_is_shown),
		UNIT(whoever_stops_does_not_wait),
		UNIT(hosts_are_names_or_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
