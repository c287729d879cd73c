/* busy.h -- which workers run a handler, and for how long: new connections go elsewhere while one takes long. */
#ifndef HTTP_BUSY_H
#define HTTP_BUSY_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { MOST_WORKERS = 64 };
struct busy {
	_Atomic int64_t since[MOST_WORKERS]; /* milliseconds of watch_now(); 0: runs none */
};
void busy_begin(struct busy *b, int worker, int64_t now);
void busy_end(struct busy *b, int worker);
/* The worker with the fewest connections among those that are not stuck; if all are, among all. */
int busy_least(struct busy *b, const int *load, int workers, int64_t now);
#endif
