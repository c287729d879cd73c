/* listen.c -- opens the listening socket. */
#include "http/listen.h"

#include "base/arena.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024, FIRST_SYSTEMD_FD = 3 };

static err say(str *ret_words, err e, str words)
{
	*ret_words = words;
	return e;
}

static err close_and_say(int fd, str *ret_words, err e, str words)
{
	if (fd >= 0)
		close(fd);
	return say(ret_words, e, words);
}

static str describe(struct arena *a, int fd)
{
	struct sockaddr_storage any;
	socklen_t size = sizeof(any);
	char host[NI_MAXHOST], port[NI_MAXSERV];
	memset(&any, 0, sizeof(any));
	if (getsockname(fd, (struct sockaddr *)&any, &size) != 0)
		return S("unbekannt");
	if (any.ss_family == AF_UNIX)
		return str_print(a, "unix:%s", ((struct sockaddr_un *)&any)->sun_path);
	if (getnameinfo((struct sockaddr *)&any, size, host, sizeof(host), port, sizeof(port),
	                NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return S("unbekannt");
	return str_print(a, any.ss_family == AF_INET6 ? "http://[%s]:%s" : "http://%s:%s", host, port);
}

/* --- a socket file ------------------------------------------------------------------------------------------------ */

static bool somebody_answers(const struct sockaddr_un *at)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool answered = fd >= 0 && connect(fd, (const struct sockaddr *)at, sizeof(*at)) == 0;
	/* Without the right to ask we must not take it for stale. */
	bool stale = !answered && errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return !stale;
}

static bool is_socket_file(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 && S_ISSOCK(st.st_mode);
}

static int bind_private(int fd, const struct sockaddr_un *at)
{
	mode_t before = umask(0117); /* the proxy's group may connect, others not */
	int result = bind(fd, (const struct sockaddr *)at, sizeof(*at));
	int reason = errno;
	umask(before);
	errno = reason;
	return result;
}

static err bind_file(struct arena *a, int fd, const struct sockaddr_un *at, str *ret_words)
{
	if (bind_private(fd, at) == 0)
		return OK;
	if (errno != EADDRINUSE)
		return say(ret_words, E_BROKEN,
		           str_print(a, "Die Socket-Datei %s lässt sich nicht anlegen: %s.", at->sun_path,
		                     strerror(errno)));
	if (!is_socket_file(at->sun_path))
		return say(ret_words, E_BROKEN,
		           str_print(a, "%s ist vorhanden, aber keine Socket-Datei.", at->sun_path));
	if (somebody_answers(at))
		return say(ret_words, E_BROKEN,
		           str_print(a, "Auf %s antwortet bereits ein anderer Prozess.", at->sun_path));
	if (unlink(at->sun_path) != 0 || bind_private(fd, at) != 0)
		return say(ret_words, E_BROKEN,
		           str_print(a, "Die alte Socket-Datei %s lässt sich nicht ersetzen: %s.", at->sun_path,
		                     strerror(errno)));
	return OK;
}

static err open_file(struct arena *a, str path, struct listener *l, str *ret_words)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	if (path.n == 0 || path.n >= sizeof(at.sun_path))
		return say(ret_words, E_INVALID,
		           str_print(a, "Der Pfad der Socket-Datei muss 1 bis %zu Zeichen lang sein.",
		                     sizeof(at.sun_path) - 1));
	memcpy(at.sun_path, path.p, path.n);
	l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		return say(ret_words, E_BROKEN, str_print(a, "Kein Socket verfügbar: %s.", strerror(errno)));
	err e = bind_file(a, l->fd, &at, ret_words);
	if (e != OK) {
		close(l->fd);
		return e;
	}
	struct stat file;
	l->path = str_copy(a, path);
	l->inode = lstat(l->path.p, &file) == 0 ? file.st_ino : 0;
	if (listen(l->fd, BACKLOG) != 0)
		return close_and_say(
		        l->fd, ret_words, E_BROKEN,
		        str_print(a, "Auf %s kann nicht gelauscht werden: %s.", at.sun_path, strerror(errno)));
	return OK;
}

/* --- systemd ------------------------------------------------------------------------------------------------------ */

static bool environment_is(const char *name, int64_t wanted)
{
	int64_t value;
	return str_to_int(str_of(getenv(name)), &value) && value == wanted;
}

static err take_lent(struct listener *l, str *ret_words)
{
	int listening = 0;
	socklen_t size = sizeof(listening);
	bool meant_for_us = environment_is("LISTEN_PID", getpid()) && environment_is("LISTEN_FDS", 1);
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (!meant_for_us)
		return say(ret_words, E_BROKEN, S("systemd hat nicht genau einen Socket übergeben."));
	if (getsockopt(FIRST_SYSTEMD_FD, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || !listening)
		return say(ret_words, E_BROKEN, S("Der von systemd übergebene Socket lauscht nicht."));
	l->fd = FIRST_SYSTEMD_FD;
	l->lent = true;
	fcntl(l->fd, F_SETFD, FD_CLOEXEC);
	fcntl(l->fd, F_SETFL, fcntl(l->fd, F_GETFL) | O_NONBLOCK);
	return OK;
}

/* --- TCP ---------------------------------------------------------------------------------------------------------- */

static bool split_address(struct arena *a, str where, const char **host, const char **port)
{
	size_t colon = where.n;
	while (colon > 0 && where.p[colon - 1] != ':')
		colon--;
	int64_t number;
	str name = str_part(where, 0, colon ? colon - 1 : 0), digits = str_part(where, colon, where.n);
	if (!str_to_int(digits, &number) || number < 0 || number > 65535)
		return false;
	if (name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']')
		name = str_part(name, 1, name.n - 1);
	else if (memchr(name.p, ':', name.n))
		return false;
	*host = str_c(a, name);
	*port = str_c(a, digits);
	return name.n > 0;
}

static err bind_tcp(struct arena *a, const struct addrinfo *at, str where, struct listener *l, str *ret_words)
{
	int yes = 1;
	l->fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		return say(ret_words, E_BROKEN, str_print(a, "Kein Socket verfügbar: %s.", strerror(errno)));
	setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(l->fd, at->ai_addr, at->ai_addrlen) == 0 && listen(l->fd, BACKLOG) == 0)
		return OK;
	int reason = errno;
	if (reason == EADDRINUSE)
		return close_and_say(l->fd, ret_words, E_BROKEN,
		                     str_print(a, "Die Adresse " STR_FMT " ist bereits belegt.", STR_ARG(where)));
	if (reason == EACCES)
		return close_and_say(l->fd, ret_words, E_BROKEN,
		                     str_print(a, "Für die Adresse " STR_FMT " fehlt das Recht.", STR_ARG(where)));
	return close_and_say(
	        l->fd, ret_words, E_BROKEN,
	        str_print(a, "Auf " STR_FMT " kann nicht gelauscht werden: %s.", STR_ARG(where), strerror(reason)));
}

static err open_tcp(struct arena *a, str where, struct listener *l, str *ret_words)
{
	const struct addrinfo wanted = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	const char *host, *port;
	str words = str_print(a, "„" STR_FMT "“ ist keine Adresse wie 127.0.0.1:8080.", STR_ARG(where));
	if (!split_address(a, where, &host, &port) || getaddrinfo(host, port, &wanted, &found) != 0)
		return say(ret_words, E_INVALID, words);
	err e = bind_tcp(a, found, where, l, ret_words);
	freeaddrinfo(found);
	return e;
}

err listen_open(struct arena *a, str where, struct listener *ret, str *ret_words)
{
	*ret = (struct listener){ .fd = -1 };
	if (str_is(where, "systemd"))
		TRY(take_lent(ret, ret_words));
	else if (str_starts(where, "unix:"))
		TRY(open_file(a, str_part(where, strlen("unix:"), where.n), ret, ret_words));
	else
		TRY(open_tcp(a, where, ret, ret_words));
	ret->address = describe(a, ret->fd);
	return OK;
}

void listen_close(struct listener *l)
{
	struct stat file;
	if (l->fd < 0)
		return;
	/* Only the file that is still ours: another process may have put its own there. */
	if (l->path.p && lstat(l->path.p, &file) == 0 && file.st_ino == l->inode)
		unlink(l->path.p);
	close(l->fd);
	l->fd = -1;
}
