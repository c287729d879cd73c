#include "app/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

static struct {
	int fd; /* 0: nobody wants to know */
	struct sockaddr_un to;
	socklen_t size;
	int64_t watchdog_ms;
} manager;

static int64_t number_of(const char *name)
{
	int64_t n;
	const char *value = getenv(name);
	return value && str_to_int(str_of(value), &n) && n > 0 ? n : 0;
}

/* "/run/systemd/notify", or "@name" for a name without a file. */
static bool address_of(const char *where)
{
	size_t n = where ? strlen(where) : 0;
	if (n < 2 || n >= sizeof manager.to.sun_path || (*where != '/' && *where != '@'))
		return false;
	manager.to.sun_family = AF_UNIX;
	memcpy(manager.to.sun_path, where, n + 1);
	if (*where == '@')
		manager.to.sun_path[0] = '\0';
	manager.size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
	return true;
}

void notify_open(void)
{
	const char *where = getenv("NOTIFY_SOCKET");
	int64_t watched = number_of("WATCHDOG_PID");
	if (address_of(where))
		manager.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (where && manager.fd <= 0)
		log_event(LOG_WARNING, "notify.unreachable", NULL);
	if (manager.fd > 0 && (watched == 0 || watched == getpid()))
		manager.watchdog_ms = number_of("WATCHDOG_USEC") / 1000;
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

int64_t notify_watchdog_ms(void)
{
	int64_t third = manager.watchdog_ms / 3;
	return manager.watchdog_ms > 0 && third == 0 ? 1 : third;
}

static void say(const char *lines)
{
	if (manager.fd <= 0)
		return;
	if (sendto(manager.fd, lines, strlen(lines), MSG_NOSIGNAL, (struct sockaddr *)&manager.to, manager.size) < 0)
		log_event(LOG_WARNING, "notify.lost", "reason", strerror(errno), NULL);
}

/* Both in one datagram, so that nobody sees the one without the other. */
static void say_with(const char *first, const char *status)
{
	char lines[600];
	snprintf(lines, sizeof lines, "%s%sSTATUS=%s\n", first, *first ? "\n" : "", status);
	say(lines);
}

void notify_status(const char *status)
{
	say_with("", status);
}

void notify_ready(const char *status)
{
	say_with("READY=1", status);
}

void notify_reloading(void)
{
	char lines[100];
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	snprintf(lines, sizeof lines, "RELOADING=1\nMONOTONIC_USEC=%lld\n",
	         (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000);
	say(lines);
}

void notify_stopping(const char *status)
{
	say_with("STOPPING=1", status);
}

void notify_alive(void)
{
	say("WATCHDOG=1\n");
}
