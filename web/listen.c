/* Sockets by hand, so that IPv6, unix sockets and their rights are ours to decide.  A socket file
 * that nobody listens on is a leftover of a killed server and taken over; one that answers belongs
 * to a running one. */
#include "web/listen.h"

#include "base/number.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024, MAX_HOST = 256 };

static const char unix_prefix[] = "unix:";

static int refuse(struct context *cx, int fd, const char *where)
{
	int cause = errno;
	char text[128];

	if (fd >= 0)
		close(fd);
	fail(cx, ERR_UNAVAILABLE, "listen", N_("Cannot listen on %s: %s"), where,
	     strerror_r(cause, text, sizeof text));
	return -1;
}

static bool answers(const struct sockaddr_un *a)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool there = fd >= 0 && connect(fd, (const struct sockaddr *)a, sizeof *a) == 0;

	if (fd >= 0)
		close(fd);
	return there;
}

static int listen_unix(struct context *cx, const char *where)
{
	const char *path = where + sizeof unix_prefix - 1;
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct stat about;
	int fd;

	if (strlen(path) >= sizeof a.sun_path || !*path) {
		errno = ENAMETOOLONG;
		return refuse(cx, -1, where);
	}
	memcpy(a.sun_path, path, strlen(path) + 1);
	if (answers(&a)) {
		errno = EADDRINUSE;
		return refuse(cx, -1, where);
	}
	if (lstat(path, &about) == 0 && S_ISSOCK(about.st_mode))
		unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&a, sizeof a) != 0 ||
	    chmod(path, 0660) != 0 || listen(fd, BACKLOG) != 0)
		return refuse(cx, fd, where);
	return fd;
}

/* "[::1]:80" → "::1", "80" */
static bool cut(const char *where, char host[MAX_HOST], const char **port)
{
	const char *colon = strrchr(where, ':'), *end = colon;
	int64_t number;

	if (!colon || !parse_int_in(colon + 1, 1, 65535, &number))
		return false;
	if (*where == '[') {
		where++;
		end--;
		if (end < where || *end != ']')
			return false;
	}

	size_t n = (size_t)(end - where);

	if (!n || n >= MAX_HOST)
		return false;
	memcpy(host, where, n);
	host[n] = '\0';
	*port = colon + 1;
	return true;
}

static int listen_at(struct context *cx, const char *where, const struct addrinfo *a)
{
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1,
	    no = 0;

	if (fd < 0)
		return refuse(cx, fd, where);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (a->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
	if (bind(fd, a->ai_addr, a->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0)
		return refuse(cx, fd, where);
	return fd;
}

int listen_on(struct context *cx, const char *where, bool *local)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		                        .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *found;
	char host[MAX_HOST], text[INET6_ADDRSTRLEN];
	const char *port;

	*local = true;
	if (str_starts(where, unix_prefix))
		return listen_unix(cx, where);
	if (!cut(where, host, &port) || getaddrinfo(str_eq(host, "localhost") ? "127.0.0.1" : host,
	                                            port, &hints, &found) != 0) {
		fail(cx, ERR_INVALID, "listen",
		     N_("%s is no address to listen on; write 127.0.0.1:8080, [::]:8080 or "
		        "unix:PATH."),
		     where);
		return -1;
	}

	int fd = listen_at(cx, where, found);

	address_text(found->ai_addr, text, sizeof text, local);
	freeaddrinfo(found);
	return fd;
}

void listen_end(const char *where)
{
	if (str_starts(where, unix_prefix))
		unlink(where + sizeof unix_prefix - 1);
}

void address_text(const struct sockaddr *a, char *out, size_t room, bool *local)
{
	*local = a->sa_family == AF_UNIX;
	snprintf(out, room, "unix");
	if (a->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)a;

		inet_ntop(AF_INET, &in->sin_addr, out, (socklen_t)room);
		*local = ntohl(in->sin_addr.s_addr) >> 24 == 127;
	} else if (a->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in = (const void *)a;

		if (IN6_IS_ADDR_V4MAPPED(&in->sin6_addr))
			inet_ntop(AF_INET, in->sin6_addr.s6_addr + 12, out, (socklen_t)room);
		else
			inet_ntop(AF_INET6, &in->sin6_addr, out, (socklen_t)room);
		*local = IN6_IS_ADDR_LOOPBACK(&in->sin6_addr) || str_starts(out, "127.");
	}
}

bool address_forwarded(const char *header, char *out, size_t room)
{
	const char *comma = header ? strrchr(header, ',') : NULL;
	const char *last = comma ? comma + 1 : header;
	unsigned char bytes[sizeof(struct in6_addr)];
	char text[INET6_ADDRSTRLEN];

	if (!last)
		return false;
	last += strspn(last, " \t");

	size_t n = strcspn(last, " \t");

	if (n >= sizeof text || n >= room)
		return false;
	memcpy(text, last, n);
	text[n] = '\0';
	if (inet_pton(AF_INET, text, bytes) != 1 && inet_pton(AF_INET6, text, bytes) != 1)
		return false;
	memcpy(out, text, n + 1);
	return true;
}
