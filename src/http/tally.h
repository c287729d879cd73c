/* tally.h -- what the watch of all servers of this process has seen so far; counted without locks, for /metrics. */
#ifndef HTTP_TALLY_H
#define HTTP_TALLY_H
#include <stdatomic.h>
#include <stdint.h>

struct tally {
	_Atomic int64_t open, accepted, cut, turned_away;
};
extern struct tally tally;
#endif
