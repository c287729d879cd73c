#include "net/clamd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

struct talk {
	int fd;
	int64_t until_ms;
};

union address {
	struct sockaddr any;
	struct sockaddr_un path;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static socklen_t read_path(str path, union address *ret)
{
	if (path.n == 0 || path.p[0] != '/' || path.n >= sizeof ret->path.sun_path)
		return 0;
	ret->path.sun_family = AF_UNIX;
	memcpy(ret->path.sun_path, path.p, path.n);
	return sizeof ret->path;
}

/* The length of the address; 0: it is none. */
static socklen_t read_address(str s, union address *ret)
{
	char host[64];
	int64_t port;
	memset(ret, 0, sizeof *ret);
	if (str_starts(s, "unix:"))
		return read_path(str_part(s, 5, s.n), ret);
	size_t colon = s.n;
	while (colon && s.p[colon - 1] != ':')
		colon--;
	if (colon < 2 || colon > sizeof host || !str_to_int(str_part(s, colon, s.n), &port) || port < 1 || port > 65535)
		return 0;
	str name = str_part(s, 0, colon - 1);
	bool six = name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']';
	if (six)
		name = str_part(name, 1, name.n - 1);
	memcpy(host, name.p, name.n);
	host[name.n] = 0;
	ret->any.sa_family = six ? AF_INET6 : AF_INET;
	ret->v4.sin_port = htons((uint16_t)port); /* at the same place in both */
	if (six)
		return inet_pton(AF_INET6, host, &ret->v6.sin6_addr) == 1 ? sizeof ret->v6 : 0;
	return inet_pton(AF_INET, host, &ret->v4.sin_addr) == 1 ? sizeof ret->v4 : 0;
}

bool clamd_address_ok(str address)
{
	union address a;
	return read_address(address, &a) > 0;
}

/* Until the socket can be read or written, or the time is over. */
static bool waits(const struct talk *t, short events)
{
	struct pollfd p = { .fd = t->fd, .events = events };
	for (;;) {
		int64_t left = t->until_ms - clock_ms();
		int n = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (n > 0)
			return true;
		if (n == 0 || errno != EINTR)
			return false;
	}
}

static bool says(const struct talk *t, const char *p, size_t n)
{
	while (n) {
		ssize_t sent = waits(t, POLLOUT) ? send(t->fd, p, n, MSG_NOSIGNAL) : -1;
		if (sent < 0 && (errno != EAGAIN && errno != EINTR))
			return false;
		if (sent < 0 && t->until_ms <= clock_ms())
			return false;
		if (sent > 0) {
			p += sent;
			n -= (size_t)sent;
		}
	}
	return true;
}

/* Up to the NUL that ends its answer. */
static bool hears(const struct talk *t, char *p, size_t size, size_t *ret_n)
{
	size_t n = 0;
	while (n < size && waits(t, POLLIN)) {
		ssize_t got = recv(t->fd, p + n, size - n, 0);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
		if (!p[n - 1]) {
			*ret_n = n - 1;
			return true;
		}
	}
	return false;
}

static bool reaches(const struct talk *t, const union address *a, socklen_t n)
{
	int wrong = 0;
	socklen_t size = sizeof wrong;
	if (connect(t->fd, &a->any, n) == 0)
		return true;
	if (errno != EINPROGRESS || !waits(t, POLLOUT))
		return false;
	return getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &wrong, &size) == 0 && wrong == 0;
}

/* INSTREAM: pieces, each with its length before it, lowest byte last; one of length 0 ends. */
static bool sends_all(const struct talk *t, str bytes)
{
	enum { PIECE = 64 * 1024 };
	if (!says(t, "zINSTREAM", sizeof "zINSTREAM"))
		return false;
	for (size_t at = 0; at < bytes.n; at += PIECE) {
		str piece = str_part(bytes, at, at + PIECE);
		uint32_t length = htonl((uint32_t)piece.n);
		if (!says(t, (const char *)&length, sizeof length) || !says(t, piece.p, piece.n))
			return false;
	}
	return says(t, "\0\0\0\0", 4);
}

static err read_answer(struct arena *a, str answer, str *ret_found, str *ret_words)
{
	*ret_found = STR_NONE;
	if (str_is(answer, "stream: OK"))
		return OK;
	if (str_starts(answer, "stream: ") && str_ends(answer, " FOUND")) {
		*ret_found = str_copy(a, str_part(answer, 8, answer.n - 6));
		return OK;
	}
	*ret_words = str_print(a, "clamd: " STR_FMT, STR_ARG(answer));
	return E_BUSY;
}

err clamd_scan(struct arena *a, str address, str bytes, int seconds, str *ret_found, str *ret_words)
{
	union address to;
	char answer[512];
	size_t n = 0;
	socklen_t length = read_address(address, &to);
	*ret_words = STR_NONE;
	*ret_found = STR_NONE;
	ASSERT(length > 0);
	struct talk t = { .fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
		          .until_ms = clock_ms() + seconds * INT64_C(1000) };
	bool heard = t.fd >= 0 && reaches(&t, &to, length) && sends_all(&t, bytes);
	/* It may have answered and hung up in the middle, because the file is too large for it. */
	heard = t.fd >= 0 && hears(&t, answer, sizeof answer, &n) && (heard || n > 0);
	if (!heard)
		*ret_words = str_print(a, "clamd: %s", strerror(errno));
	if (t.fd >= 0)
		close(t.fd);
	return heard ? read_answer(a, (str){ answer, n }, ret_found, ret_words) : E_BUSY;
}
