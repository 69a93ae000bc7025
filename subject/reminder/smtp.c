/* libcurl tells that something was refused, but not what: whether the server did not want our
 * address, or does not know theirs, is the difference between "later" and "never again".  So the
 * conversation is listened to: the last thing that was said, and the last answer to it. */
#include "subject/reminder/smtp.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 20, ANSWER_SECONDS = 30 };

/* What was said last. */
enum said { SAID_OTHER, SAID_RECIPIENT, SAID_MESSAGE };

struct smtp {
	const struct smtp_server *server;
	CURL *curl;
	char trouble[CURL_ERROR_SIZE];

	/* of the message that is on its way */
	const char *message;
	size_t left;
	enum said said;
	bool over; /* goodbye was said: nothing after it tells about the message */
	int code;  /* 0: no answer yet */
	char answer[SMTP_WORDS];
};

bool smtp_host_valid(const char *host)
{
	size_t n = host ? strlen(host) : 0;

	return n > 0 && n <= 255 &&
	       strspn(host,
	              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") == n;
}

/* ---- called by libcurl */

static size_t give(char *to, size_t size, size_t many, void *data)
{
	struct smtp *s = data;
	size_t n = size * many < s->left ? size * many : s->left;

	memcpy(to, s->message, n);
	s->message += n;
	s->left -= n;
	return n;
}

static void hear(struct smtp *s, const char *line, size_t n)
{
	while (n && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		n--;
	if (n < 3)
		return;
	s->code = 0;
	for (int i = 0; i < 3; i++)
		s->code = s->code * 10 + (line[i] >= '0' && line[i] <= '9' ? line[i] - '0' : 0);
	if (n >= sizeof s->answer)
		n = sizeof s->answer - 1;
	for (size_t i = 0; i < n; i++) /* it is shown to people: nothing but ASCII */
		s->answer[i] = line[i] >= ' ' && line[i] < 0x7f ? line[i] : '?';
	s->answer[n] = '\0';
}

static int listen_to(CURL *curl, curl_infotype what, char *text, size_t n, void *data)
{
	struct smtp *s = data;

	(void)curl;
	if (what == CURLINFO_HEADER_IN && !s->over)
		hear(s, text, n);
	s->over |= what == CURLINFO_HEADER_OUT && n >= 4 && memcmp(text, "QUIT", 4) == 0;
	if (what != CURLINFO_HEADER_OUT || s->over)
		return 0;
	s->said = n >= 4 && memcmp(text, "RCPT", 4) == 0   ? SAID_RECIPIENT
	          : n >= 4 && memcmp(text, "DATA", 4) == 0 ? SAID_MESSAGE
	                                                   : SAID_OTHER;
	s->code = 0;
	s->answer[0] = '\0';
	return 0;
}

static int go_on(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct smtp *s = data;

	(void)a, (void)b, (void)c, (void)d;
	return s->server->stop && atomic_load(s->server->stop);
}

/* ---- the server */

static bool set_encryption(CURL *c, const struct smtp_server *v)
{
	bool ok = true;

	if (v->tls == SMTP_STARTTLS)
		ok = curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL) == CURLE_OK;
	if (v->authorities)
		ok = curl_easy_setopt(c, CURLOPT_CAINFO, v->authorities) == CURLE_OK &&
		     curl_easy_setopt(c, CURLOPT_CAPATH, NULL) == CURLE_OK && ok;
	if (v->user && v->password)
		ok = curl_easy_setopt(c, CURLOPT_USERNAME, v->user) == CURLE_OK &&
		     curl_easy_setopt(c, CURLOPT_PASSWORD, v->password) == CURLE_OK && ok;
	return ok;
}

static bool set_server(struct smtp *s)
{
	const struct smtp_server *v = s->server;
	CURL *c = s->curl;
	char address[300];

	snprintf(address, sizeof address, "%s://%s:%d", v->tls == SMTP_TLS ? "smtps" : "smtp",
	         v->host, v->port);
	return curl_easy_setopt(c, CURLOPT_URL, address) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)ANSWER_SECONDS) ==
	               CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)v->patience) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->trouble) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_VERBOSE, 1L) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, listen_to) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_DEBUGDATA, s) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, go_on) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_XFERINFODATA, s) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_READFUNCTION, give) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_READDATA, s) == CURLE_OK && set_encryption(c, v);
}

struct smtp *smtp_open(const struct smtp_server *server)
{
	struct smtp *s = calloc(1, sizeof *s);

	if (!s || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(s);
		return NULL;
	}
	s->server = server;
	s->curl = curl_easy_init();
	if (s->curl && set_server(s))
		return s;
	smtp_close(s);
	return NULL;
}

void smtp_close(struct smtp *s)
{
	if (!s)
		return;
	curl_easy_cleanup(s->curl);
	curl_global_cleanup();
	free(s);
}

/* ---- one message */

static enum smtp_outcome outcome_of(const struct smtp *s, CURLcode did)
{
	if (did == CURLE_OK)
		return SMTP_SENT;
	/* 421: the server is about to leave, whomever the mail is to */
	if (s->said == SAID_OTHER || s->code < 400 || s->code == 421)
		return SMTP_AWAY;
	return s->code >= 500 ? SMTP_REFUSED : SMTP_LATER;
}

static CURLcode perform(struct smtp *s, const char *from, const char *to)
{
	struct curl_slist *recipients = curl_slist_append(NULL, to);
	CURLcode did = recipients ? CURLE_OK : CURLE_OUT_OF_MEMORY;

	if (did == CURLE_OK)
		did = curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from);
	if (did == CURLE_OK)
		did = curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, recipients);
	if (did == CURLE_OK)
		did = curl_easy_perform(s->curl);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipients);
	return did;
}

void smtp_send(struct smtp *s, const char *from, const char *to, const char *message, size_t n,
               struct smtp_answer *ret)
{
	CURLcode did;

	s->message = message;
	s->left = n;
	s->said = SAID_OTHER;
	s->over = false;
	s->code = 0;
	s->answer[0] = s->trouble[0] = '\0';
	did = perform(s, from, to);
	*ret = (struct smtp_answer){ .outcome = outcome_of(s, did) };
	if (did == CURLE_OK || s->code >= 400)
		snprintf(ret->words, sizeof ret->words, "%s", s->answer);
	else
		snprintf(ret->words, sizeof ret->words, "%s",
		         *s->trouble ? s->trouble : curl_easy_strerror(did));
}
