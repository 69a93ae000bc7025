/* Messages as they stand on the wire.  Reading them back is done here by code of the test's own,
 * and in test/story/mail.story by Python's reader of mail. */
#include "format/mail.h"

#include "test/unit.h"

static struct mail sample(void)
{
	return (struct mail){
		.from = { "Ygrar", "ygrar@mfa.example" },
		.to = { "Anna", "anna.k@mfa.example" },
		.subject = "Reminders",
		.text = "One line\n",
		.lang = "en",
		.number = "17.3",
		.at = INT64_C(1763798400000000), /* 2025-11-22T08:00:00Z */
	};
}

static const char *written(struct context *cx, const struct mail *m)
{
	struct buffer out = BUFFER(cx->mem, MAX_MAIL);

	assert_true(mail_write(cx, m, &out));
	assert_int_equal(strlen(buffer_str(&out)), out.len);
	return buffer_str(&out);
}

static void a_message_is_whole(void **state)
{
	struct mail m = sample();

	assert_string_equal(written(*state, &m), "Date: Sat, 22 Nov 2025 08:00:00 +0000\r\n"
	                                         "Message-ID: <17.3@mfa.example>\r\n"
	                                         "From: Ygrar\r\n <ygrar@mfa.example>\r\n"
	                                         "To: Anna\r\n <anna.k@mfa.example>\r\n"
	                                         "Subject: Reminders\r\n"
	                                         "Auto-Submitted: auto-generated\r\n"
	                                         "Content-Language: en\r\n"
	                                         "MIME-Version: 1.0\r\n"
	                                         "Content-Type: text/plain; charset=utf-8\r\n"
	                                         "Content-Transfer-Encoding: quoted-printable\r\n"
	                                         "\r\n"
	                                         "One line\r\n");
}

static void addresses_are_plain(void **state)
{
	static const char *const good[] = { "a@b", "anna.k@mfa.example", "x+y_z=1@a-b.example",
		                            "o'hara@xn--80ak6aa92e.com" };
	static const char *const bad[] = {
		"",
		"anna",
		"@mfa.example",
		"anna@",
		"anna@@mfa.example",
		"anna k@mfa.example",
		".anna@mfa.example",
		"anna.@mfa.example",
		"an..na@mfa.example",
		"anna@mfa..example",
		"anna@-mfa.example",
		"anna@mfa-.example",
		"anna@mfa.example-",
		"anna@mfa.example\r\nRCPT TO:<x@y>",
		"anna@mfa.example>",
		"\"anna\"@mfa.example",
		"анна@mfa.example",
		"anna@мид.example",
		"anna@[192.0.2.1]",
	};
	char longest[400];

	(void)state;
	for (size_t i = 0; i < LEN(good); i++)
		assert_true(mail_address_valid(good[i]));
	for (size_t i = 0; i < LEN(bad); i++)
		assert_false(mail_address_valid(bad[i]));
	assert_false(mail_address_valid(NULL));
	memset(longest, 'a', sizeof longest);
	longest[64] = '@';
	longest[66] = '\0';
	assert_true(mail_address_valid(longest));
	longest[64] = 'a';
	longest[65] = '@';
	longest[66] = 'b';
	longest[67] = '\0';
	assert_false(mail_address_valid(longest));
}

static void a_wrong_address_is_refused(void **state)
{
	struct context *cx = *state;
	struct buffer out = BUFFER(cx->mem, MAX_MAIL);
	struct mail m = sample();

	m.to.address = "anna@mfa.example>\r\nBcc: all@mfa.example";
	assert_false(mail_write(cx, &m, &out));
	assert_failed(cx, ERR_INVALID);
}

/* The lines of the head, each without its end; continued ones count by themselves. */
static size_t head_lines(const char *message)
{
	const char *end = strstr(message, "\r\n\r\n");
	size_t n = 0;

	assert_non_null(end);
	for (const char *s = message; s < end + 2; s = strstr(s, "\r\n") + 2) {
		size_t length = strcspn(s, "\r\n");

		assert_true(s[length] == '\r' && s[length + 1] == '\n');
		assert_true(length > 0 && length <= 76);
		n++;
	}
	return n;
}

static void no_header_can_be_added(void **state)
{
	static const char *const evil[] = {
		"x\r\nBcc: all@mfa.example",
		"x\nBcc: all@mfa.example",
		"x\rBcc: all@mfa.example",
		"x\r\n\r\nnew body",
		"x\n.\nQUIT",
		"Anna, Bcc: all@mfa.example, x",
		"=?UTF-8?B?Cg==?=",
		"ý\r\nBcc: all@mfa.example",
		"\x01\x7f\x1b",
	};
	struct mail m = sample();
	size_t lines = head_lines(written(*state, &m));

	for (size_t i = 0; i < LEN(evil); i++) {
		const char *s;

		m = sample();
		m.subject = m.to.name = m.from.name = evil[i];
		s = written(*state, &m);
		assert_true(head_lines(s) >= lines && head_lines(s) <= lines + 9);
		assert_null(strstr(s, "\r\nBcc"));
		assert_null(strstr(s, "\nBcc"));
		assert_string_equal(strstr(s, "\r\n\r\n"), "\r\n\r\nOne line\r\n");
	}
}

static int digit_of(char c)
{
	const char *all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	           *at = c ? strchr(all, c) : NULL;

	return at ? (int)(at - all) : -1;
}

/* Decodes up to `stop`, blanks and line ends left out. */
static const char *put_decoded(struct buffer *out, const char *s, char stop)
{
	unsigned bits = 0;
	int have = 0;

	for (; *s && *s != stop; s++) {
		int v = digit_of(*s);

		if (v < 0)
			continue;
		bits = bits << 6 | (unsigned)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buffer_char(out, (char)(bits >> have & 0xff));
		}
	}
	return s;
}

/* The words of a header, out of its encoded words. */
static const char *header_words(struct context *cx, const char *message, const char *header)
{
	struct buffer out = BUFFER(cx->mem, MAX_MAIL);
	const char *s = strstr(message, header), *end;

	assert_non_null(s);
	s += strlen(header);
	end = strstr(s, "\r\nAuto-");
	while ((s = strstr(s, "=?UTF-8?B?")) && s < end) {
		const char *close = strstr(s + 10, "?=");

		assert_true(close && close + 2 - s <= 75);
		s = put_decoded(&out, s + 10, '?');
	}
	return buffer_str(&out);
}

static void words_come_back(void **state)
{
	static const char *const words[] = {
		"Напоминания: 3, из них просрочено: 1",
		"Ýatlatmalar: adam hukuklary boýunça Pudagara topar, möhleti geçenler we "
		"ýakynlaşýanlar – 22.11.2025",
		"ý",
		"a very long English subject of more than sixty characters that goes on and on",
		"Многосоставное и очень длинное слово: "
		"превысокомногорассмотрительствующий — 日本語 — "
		"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
	};
	struct mail m = sample();

	for (size_t i = 0; i < LEN(words); i++) {
		const char *s;

		m.subject = words[i];
		s = written(*state, &m);
		head_lines(s);
		assert_string_equal(header_words(*state, s, "Subject: "), words[i]);
	}
}

/* Undoes quoted-printable; each line is at most 76 long and has no blank at its end. */
static const char *unquoted(struct context *cx, const char *s)
{
	struct buffer out = BUFFER(cx->mem, MAX_MAIL);

	while (*s) {
		size_t n = strcspn(s, "\r\n");
		bool soft = n && s[n - 1] == '=';

		assert_true(n <= 76 && s[n] == '\r' && s[n + 1] == '\n');
		assert_false(n && (s[n - 1] == ' ' || s[n - 1] == '\t'));
		for (size_t i = 0; i < n - soft; i++) {
			char hex[3] = { s[i + 1], s[i + 1] ? s[i + 2] : '\0', '\0' };

			assert_true((unsigned char)s[i] < 0x7f);
			buffer_char(&out, s[i] == '=' ? (char)strtol(hex, NULL, 16) : s[i]);
			i += s[i] == '=' ? 2 : 0;
		}
		if (!soft)
			buffer_char(&out, '\n');
		s += n + 2;
	}
	return buffer_str(&out);
}

static void texts_come_back(void **state)
{
	static const char english[] =
	        "Blanks at the end \t \nFrom here\n.\n..\n=3D is no code\n\n"
	        "A line of more than seventy-six characters, which has to be cut somewhere in "
	        "the middle, and then again.\n",
	                  russian[] = "Просрочено\n– доклад КЛДЖ\n.\n\nСрок: 22.11.2025\n";
	struct context *cx = *state;
	struct mail m = sample();
	struct buffer out = BUFFER(cx->mem, MAX_MAIL);
	const char *s;

	m.text = english;
	s = strstr(written(cx, &m), "\r\n\r\n") + 4;
	assert_string_equal(unquoted(cx, s), english);
	m.text = russian;
	s = strstr(written(cx, &m), "base64\r\n\r\n");
	assert_non_null(s);
	put_decoded(&out, s + 10, '\0');
	for (const char *a = buffer_str(&out), *b = russian; *b; a++, b++) {
		if (*b == '\n')
			assert_true(*a++ == '\r');
		assert_int_equal(*a, *b);
	}
	for (s += 10; *s; s = strstr(s, "\r\n") + 2)
		assert_true(strcspn(s, "\r") <= 76);
}

/* Every length around the cuts, so that none falls between a letter and its end. */
static void every_length_is_cut_well(void **state)
{
	struct context *cx = *state;
	struct mail m = sample();

	for (size_t n = 0; n < 200; n++) {
		struct arena_mark mark = arena_mark(cx->mem);
		struct buffer text = BUFFER(cx->mem, 1000);

		buffer_text(&text, "words that can be read");
		for (size_t i = 0; i < n; i++)
			buffer_text(&text, i % 19 ? "x" : "ş");
		m.subject = arena_fmt(cx->mem, "ş%s", buffer_str(&text));
		buffer_char(&text, '\n');
		m.text = buffer_str(&text);
		assert_string_equal(header_words(cx, written(cx, &m), "Subject: "), m.subject);
		assert_string_equal(unquoted(cx, strstr(written(cx, &m), "\r\n\r\n") + 4), m.text);
		arena_rewind(cx->mem, mark);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_message_is_whole),
		UNIT(addresses_are_plain),
		UNIT(a_wrong_address_is_refused),
		UNIT(no_header_can_be_added),
		UNIT(words_come_back),
		UNIT(texts_come_back),
		UNIT(every_length_is_cut_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
