/* watch.c -- the thread that accepts, cuts and drains. */
#include "http/tally.h"
#include "http/watch.h"
#include "http/busy.h"

#include "base/arena.h"
#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
	TICK_MS = 250,
	OTHER_FILES = 96, /* database, logs, listening sockets, epoll */
	RESERVED = 16,    /* connections that only local peers may use: health checks, the proxy */
	MOST_LINGERING = 128,
	LINGER_MS = 2000,
	FRESH_MS = 1000,      /* while draining: how long somebody who just came in may take to speak */
	OUR_DELAY_MS = 30000, /* how long bytes may lie unread before we cut nevertheless */
};

struct lingering {
	int fd;
	int64_t until;
};

struct watch {
	struct watch_config c;
	struct listener listener;
	pthread_t thread;
	int wake;             /* eventfd */
	pthread_mutex_t lock; /* all below, and `open` of the peers */
	pthread_cond_t emptied;
	struct peer *peers; /* by file number */
	int room;
	int top; /* one more than the highest number ever used */
	int open;
	int load[MOST_WORKERS];
	struct busy busy;
	struct lingering lingering[MOST_LINGERING];
	int lingering_count;
	bool draining, ending, door_closed;
	bool out_of_files; /* the watch's thread alone */
	_Atomic bool is_draining;
	_Atomic unsigned turns;
};

int64_t watch_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void watch_stage(struct peer *p, enum stage stage, int64_t deadline)
{
	atomic_store_explicit(&p->stage, (int)stage, memory_order_relaxed);
	atomic_store_explicit(&p->deadline, deadline, memory_order_relaxed);
}

static void wake_up(struct watch *w)
{
	uint64_t one = 1;
	ssize_t written = write(w->wake, &one, sizeof(one));
	ASSERT(written == sizeof(one) || errno == EAGAIN);
}

static bool has_unread(int fd)
{
	int bytes = 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

/* --- who it is ---------------------------------------------------------------------------------------------------- */

static const char *stage_name(int stage)
{
	static const char *const names[] = { [STAGE_HEAD] = "head",
		                             [STAGE_BODY] = "body",
		                             [STAGE_WORK] = "work",
		                             [STAGE_ANSWER] = "answer",
		                             [STAGE_IDLE] = "idle" };
	return names[stage];
}

static void know_v4(struct peer *p, const struct in_addr *in)
{
	inet_ntop(AF_INET, in, p->address, sizeof(p->address));
	p->network[10] = p->network[11] = 0xFF;
	memcpy(p->network + 12, in, 4);
	p->local = p->network[12] == 127;
}

static void know_v6(struct peer *p, const struct in6_addr *in)
{
	if (IN6_IS_ADDR_V4MAPPED(in)) {
		struct in_addr mapped;
		memcpy(&mapped, in->s6_addr + 12, sizeof(mapped));
		know_v4(p, &mapped);
		return;
	}
	inet_ntop(AF_INET6, in, p->address, sizeof(p->address));
	memcpy(p->network, in, 8); /* one customer has a /64 */
	p->local = IN6_IS_ADDR_LOOPBACK(in);
}

static void know(struct peer *p, const struct sockaddr_storage *from)
{
	memset(p->network, 0, sizeof(p->network));
	if (from->ss_family == AF_INET) {
		know_v4(p, &((const struct sockaddr_in *)from)->sin_addr);
	} else if (from->ss_family == AF_INET6) {
		know_v6(p, &((const struct sockaddr_in6 *)from)->sin6_addr);
	} else {
		memcpy(p->address, "local", sizeof("local"));
		p->local = true;
	}
}

/* --- coming and going (lock held) --------------------------------------------------------------------------------- */

static int connections_from(const struct watch *w, const struct peer *p)
{
	int count = 0;
	for (int i = 0; i < w->top; i++)
		count += w->peers[i].open && memcmp(w->peers[i].network, p->network, sizeof(p->network)) == 0;
	return count;
}

static bool may_enter(const struct watch *w, const struct peer *p)
{
	if (p->local)
		return true;
	return w->open < w->c.max_connections - RESERVED && connections_from(w, p) < w->c.max_per_address;
}

void watch_busy(struct watch *w, int worker, bool busy)
{
	if (busy)
		busy_begin(&w->busy, worker, watch_now());
	else
		busy_end(&w->busy, worker);
}

static void forget(struct watch *w, struct peer *p)
{
	p->open = false;
	w->open--;
	tally.open--;
	w->load[p->worker]--;
	if (w->open == 0)
		pthread_cond_broadcast(&w->emptied);
}

/* worker < 0: the one with the fewest connections. */
static struct peer *enter(struct watch *w, int fd, const struct sockaddr_storage *from, int worker)
{
	struct peer *p = fd < w->room ? &w->peers[fd] : NULL;
	if (!p)
		return NULL;
	if (p->open)
		forget(w, p); /* a worker without memory closed it and could not tell us */
	know(p, from);
	if (!may_enter(w, p))
		return NULL;
	p->fd = fd;
	p->open = true;
	p->linger = p->was_cut = p->probe = false;
	p->worker = worker < 0 ? busy_least(&w->busy, w->load, w->c.workers, watch_now()) : worker;
	watch_stage(p, STAGE_HEAD, watch_now() + w->c.head_ms);
	w->open++;
	tally.open++;
	tally.accepted++;
	w->load[p->worker]++;
	w->top = fd >= w->top ? fd + 1 : w->top;
	return p;
}

static void linger(struct watch *w, int fd)
{
	if (w->lingering_count == MOST_LINGERING)
		return;
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	w->lingering[w->lingering_count++] = (struct lingering){ copy, watch_now() + LINGER_MS };
	wake_up(w);
}

struct peer *watch_peer(struct watch *w, int fd)
{
	ASSERT(fd >= 0 && fd < w->room);
	return &w->peers[fd];
}

void watch_leave(struct watch *w, struct peer *p)
{
	pthread_mutex_lock(&w->lock);
	/* The library refuses some heads without asking us. */
	int stage = atomic_load_explicit(&p->stage, memory_order_relaxed);
	bool refused =
	        p->linger || stage == STAGE_HEAD || stage == STAGE_BODY || (stage == STAGE_IDLE && has_unread(p->fd));
	if (refused && !p->was_cut && !w->ending)
		linger(w, p->fd);
	forget(w, p);
	pthread_mutex_unlock(&w->lock);
}

/* --- accepting ---------------------------------------------------------------------------------------------------- */

static void hand_over(struct watch *w, struct peer *p, struct sockaddr_storage *from, socklen_t size)
{
	if (w->c.hand_over(w->c.self, p->worker, p->fd, (struct sockaddr *)from, size))
		return;
	pthread_mutex_lock(&w->lock);
	forget(w, p);
	pthread_mutex_unlock(&w->lock);
}

/* False: nobody waits (any more). */
static bool accept_one(struct watch *w)
{
	struct sockaddr_storage from;
	socklen_t size = sizeof(from);
	memset(&from, 0, sizeof(from));
	int fd = accept4(w->listener.fd, (struct sockaddr *)&from, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0) {
		w->out_of_files = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
		return errno == ECONNABORTED || errno == EINTR;
	}
	pthread_mutex_lock(&w->lock);
	struct peer *p = enter(w, fd, &from, -1);
	pthread_mutex_unlock(&w->lock);
	if (p) {
		hand_over(w, p, &from, size);
	} else {
		tally.turned_away++;
		close(fd);
	}
	return true;
}

void watch_probe(struct watch *w, int worker, int fd)
{
	struct sockaddr_storage from = { .ss_family = AF_UNIX };
	pthread_mutex_lock(&w->lock);
	struct peer *p = enter(w, fd, &from, worker);
	if (p)
		p->probe = p->was_cut = true; /* neither deadlines nor draining */
	pthread_mutex_unlock(&w->lock);
	if (p)
		hand_over(w, p, &from, sizeof(from.ss_family));
	else
		close(fd);
}

static bool has_room(struct watch *w)
{
	pthread_mutex_lock(&w->lock);
	bool room = w->open < w->c.max_connections;
	pthread_mutex_unlock(&w->lock);
	return room;
}

static void accept_some(struct watch *w)
{
	enum { AT_ONCE = 64 }; /* then the deadlines have their turn */
	for (int i = 0; i < AT_ONCE && has_room(w) && accept_one(w); i++)
		;
}

/* --- deadlines (lock held) ---------------------------------------------------------------------------------------- */

/* Bytes that lie unread while a deadline passes are our own delay: the worker is busy with somebody else. */
static bool is_late(const struct peer *p, int64_t now)
{
	int64_t deadline = atomic_load_explicit(&p->deadline, memory_order_relaxed);
	int stage = atomic_load_explicit(&p->stage, memory_order_relaxed);
	if (deadline == 0 || now < deadline)
		return false;
	return stage == STAGE_ANSWER || now > deadline + OUR_DELAY_MS || !has_unread(p->fd);
}

static void cut(struct peer *p)
{
	log_event(LOG_INFO, "http.cut", "stage", stage_name(atomic_load(&p->stage)), NULL);
	p->was_cut = true;
	tally.cut++;
	shutdown(p->fd, SHUT_RDWR); /* its worker sees the end and closes it */
}

/* Ends a connection between two requests. One that already arrived is still read and answered. */
static void dismiss(const struct watch *w, const struct peer *p, int64_t now)
{
	int stage = atomic_load_explicit(&p->stage, memory_order_relaxed);
	int64_t left = atomic_load_explicit(&p->deadline, memory_order_relaxed) - now;
	bool waiting = stage == STAGE_IDLE || (stage == STAGE_HEAD && left < w->c.head_ms - FRESH_MS);
	if (waiting && !has_unread(p->fd))
		shutdown(p->fd, SHUT_RD);
}

static void look_at_peers(struct watch *w)
{
	int64_t now = watch_now();
	for (int i = 0; i < w->top; i++) {
		struct peer *p = &w->peers[i];
		if (!p->open || p->was_cut)
			continue;
		if (is_late(p, now))
			cut(p);
		else if (w->draining)
			dismiss(w, p, now);
	}
}

/* --- draining what refused clients still send --------------------------------------------------------------------- */

/* False: it ended. */
static bool swallow(int fd)
{
	char waste[16 * 1024];
	for (int i = 0; i < 8; i++) {
		ssize_t n = recv(fd, waste, sizeof(waste), MSG_DONTWAIT);
		if (n <= 0)
			return n < 0 && (errno == EAGAIN || errno == EINTR);
	}
	return true;
}

static void look_at_lingering(struct watch *w)
{
	int64_t now = watch_now();
	for (int i = 0; i < w->lingering_count;) {
		struct lingering *l = &w->lingering[i];
		if (now < l->until && swallow(l->fd)) {
			i++;
			continue;
		}
		close(l->fd);
		*l = w->lingering[--w->lingering_count];
	}
}

/* --- the thread --------------------------------------------------------------------------------------------------- */

/* Stops listening once everybody who knocked is in; a lent socket's queue is for the next process. */
static void close_door(struct watch *w)
{
	if (w->listener.fd < 0)
		return;
	if (!w->listener.lent)
		while (has_room(w) && accept_one(w))
			;
	listen_close(&w->listener);
	pthread_mutex_lock(&w->lock);
	w->door_closed = true;
	pthread_cond_broadcast(&w->emptied);
	pthread_mutex_unlock(&w->lock);
}

static nfds_t gather(struct watch *w, struct pollfd *set)
{
	bool accepting = w->listener.fd >= 0 && !w->out_of_files && w->open < w->c.max_connections;
	nfds_t n = 0;
	set[n++] = (struct pollfd){ .fd = w->wake, .events = POLLIN };
	set[n++] = (struct pollfd){ .fd = accepting ? w->listener.fd : -1, .events = POLLIN };
	for (int i = 0; i < w->lingering_count; i++)
		set[n++] = (struct pollfd){ .fd = w->lingering[i].fd, .events = POLLIN };
	return n;
}

static void *watch_run(void *self)
{
	struct watch *w = self;
	struct pollfd set[2 + MOST_LINGERING];
	int64_t next_look = 0;
	pthread_mutex_lock(&w->lock);
	while (!w->ending) {
		nfds_t n = gather(w, set);
		bool quiet = w->open == 0 && w->lingering_count == 0 && !w->out_of_files;
		pthread_mutex_unlock(&w->lock);
		atomic_fetch_add(&w->turns, 1);
		poll(set, n, quiet ? -1 : TICK_MS);
		if (set[0].revents & POLLIN) {
			uint64_t count;
			ssize_t got = read(w->wake, &count, sizeof(count));
			ASSERT(got == sizeof(count) || errno == EAGAIN);
		}
		if (set[1].revents & POLLIN)
			accept_some(w);
		if (atomic_load(&w->is_draining))
			close_door(w);
		pthread_mutex_lock(&w->lock);
		look_at_lingering(w);
		if (watch_now() >= next_look || w->draining) {
			look_at_peers(w);
			w->out_of_files = false;
			next_look = watch_now() + TICK_MS;
		}
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* --- starting and stopping ---------------------------------------------------------------------------------------- */

static int raise_file_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1024;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	getrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur > 1000000 ? 1000000 : (int)limit.rlim_cur;
}

static void limit_connections(struct watch *w)
{
	int files = raise_file_limit() - OTHER_FILES - MOST_LINGERING;
	if (files < w->c.max_connections) {
		log_event(LOG_WARNING, "http.few_files", "hint", "ulimit -n", NULL);
		w->c.max_connections = files;
	}
	if (w->c.max_connections <= RESERVED)
		w->c.max_connections = RESERVED + 1;
}

err watch_start(struct arena *a, const struct watch_config *c, const struct listener *l, struct watch **ret)
{
	struct watch *w = NEW(a, struct watch);
	ASSERT(c->workers > 0 && c->workers <= MOST_WORKERS);
	w->c = *c;
	w->listener = *l;
	limit_connections(w);
	w->room = w->c.max_connections + OTHER_FILES + MOST_LINGERING + 1024;
	w->peers = NEW_ARRAY(a, struct peer, (size_t)w->room);
	w->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&w->emptied, &attributes);
	pthread_condattr_destroy(&attributes);
	*ret = w;
	if (w->wake >= 0 && pthread_create(&w->thread, NULL, watch_run, w) == 0)
		return OK;
	if (w->wake >= 0)
		close(w->wake);
	return E_BROKEN;
}

unsigned watch_turns(struct watch *w)
{
	wake_up(w);
	return atomic_load(&w->turns);
}

bool watch_is_draining(struct watch *w)
{
	return atomic_load_explicit(&w->is_draining, memory_order_relaxed);
}

void watch_drain(struct watch *w, int seconds)
{
	struct timespec end;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	pthread_mutex_lock(&w->lock);
	w->draining = true;
	atomic_store(&w->is_draining, true);
	wake_up(w);
	while (!w->door_closed) /* soon: nobody may be let in once the workers are gone */
		pthread_cond_wait(&w->emptied, &w->lock);
	while (w->open > 0 && pthread_cond_timedwait(&w->emptied, &w->lock, &end) == 0)
		;
	pthread_mutex_unlock(&w->lock);
}

void watch_stop(struct watch *w)
{
	pthread_mutex_lock(&w->lock);
	w->ending = true;
	wake_up(w);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	for (int i = 0; i < w->lingering_count; i++)
		close(w->lingering[i].fd);
	listen_close(&w->listener);
	close(w->wake);
	pthread_cond_destroy(&w->emptied);
	pthread_mutex_destroy(&w->lock);
}
