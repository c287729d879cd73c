/* listen.h -- the socket we listen on: TCP, a file, or one that systemd opened for us. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H
#include "base/error.h"
#include "base/text.h"

#include <sys/types.h>

struct listener {
	int fd;
	str address; /* as people write it, with the real port */
	str path;    /* of the socket file we made; absent if none */
	ino_t inode; /* of that file */
	bool lent;   /* systemd's: it stays open for the next process */
};

/* E_INVALID or E_BROKEN with one German sentence in *ret_words. */
err listen_open(struct arena *a, str where, struct listener *ret, str *ret_words) MUST;
/* Closes the socket and removes its file; a lent one is only closed here. */
void listen_close(struct listener *l);
#endif
