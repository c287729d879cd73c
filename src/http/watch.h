/* watch.h -- accepts connections, and cuts those that take too long (research/trust.md F2).
 *
 * The library's own timeout only counts idle seconds, so that a client which sends a byte now and then lives for ever.
 * Here each connection has an absolute deadline for the stage it is in. One thread accepts, looks at the deadlines four
 * times a second, and drains what refused clients still send: closing a socket with unread bytes would reset the
 * connection, and the client would never read why it was refused.
 *
 * Who may do what: `deadline` and `stage` are set by the thread that serves the connection and read by the watch.
 * Everything else of a peer is fixed while it is open. A peer's socket stays open until watch_leave().
 */
#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H
#include "http/listen.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum stage {
	STAGE_HEAD, /* waiting for the first request, or the rest of a head */
	STAGE_BODY,
	STAGE_WORK,   /* the handler has it: no deadline, the delay is ours */
	STAGE_ANSWER, /* the client reads */
	STAGE_IDLE,   /* between two requests */
};

struct peer {
	int fd;
	int worker;
	bool open;
	bool local;  /* loopback or socket file: a proxy of ours, or an administrator */
	bool linger; /* refused: drain before closing */
	bool was_cut;
	bool probe; /* the pulse's (pulse.h): it ended before it began */
	_Atomic int stage;
	_Atomic int64_t deadline;       /* watch_now(); 0: none */
	char address[INET6_ADDRSTRLEN]; /* "local" for socket files */
	unsigned char network[16];      /* what the cap counts: an IPv4 address, or an IPv6 /64 */
};

/* Hands a connection to worker number `worker`, which owns fd from now on. False: it could not, and closed fd. */
typedef bool (*watch_hand_over)(void *self, int worker, int fd, const struct sockaddr *from, socklen_t size);

struct watch_config {
	int workers;
	int max_connections; /* lowered if the process may not open so many files */
	int max_per_address;
	int64_t head_ms;
	watch_hand_over hand_over;
	void *self;
};

struct watch;
/* *l belongs to the watch if it starts. */
err watch_start(struct arena *a, const struct watch_config *c, const struct listener *l, struct watch **ret) MUST;
/* Gives a connection of our own to this worker, past the door; closes fd if that fails. */
void watch_probe(struct watch *w, int worker, int fd);
/* How often the watch's thread has come round; wakes it, so that the number grows. */
unsigned watch_turns(struct watch *w);
struct peer *watch_peer(struct watch *w, int fd);
/* The connection's socket is about to be closed by its worker. */
void watch_leave(struct watch *w, struct peer *p);
/* The worker begins or ends to run a handler: while one takes long, new connections go to others. */
void watch_busy(struct watch *w, int worker, bool busy);
void watch_stage(struct peer *p, enum stage stage, int64_t deadline);
int64_t watch_now(void); /* milliseconds of a clock that never jumps */

/* Takes in who already knocked, stops listening, closes connections between requests, and waits until none is left, at
 * most `seconds`. */
void watch_drain(struct watch *w, int seconds);
bool watch_is_draining(struct watch *w);
void watch_stop(struct watch *w);
#endif
