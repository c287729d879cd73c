/* pool_crew.h -- the people of a KI as matching wants them (pool_load.h), remembered between requests (P-INT-4;
 * docs/decisions/0046-people-in-memory.md).
 *
 * Right whoever writes: each question reads one row first, in the same snapshot, the last link of the audit chain that
 * speaks of this KI or of none (audit_mark). Every transaction that changes people or bookings leaves such a link in
 * its own commit, in whichever process; with another link the people are read anew. So what is remembered is always
 * what the reader's own snapshot would have given him. Today belongs to the question, too: load, experience and answers
 * are counted back from it. Inside db_tx nothing is remembered, and nothing asked of it.
 *
 * Bounded: at most CREW_MOST_BYTES of all KI together; who was asked for longest ago goes first. Thread-safe.
 */
#ifndef FEATURES_INTERPRETERS_POOL_CREW_H
#define FEATURES_INTERPRETERS_POOL_CREW_H
#include "db/db.h"

enum { CREW_MOST_BYTES = 16 * 1024 * 1024 };

/* *ret: struct fit_person, everybody of the KI by id; lives as long as cx->mem, nobody changes it. Holds for requests
 * on the days from `first` to `last` (and on others nearby: days of a month ago to 400 days ahead are read together).
 * Opens a snapshot, unless there is one. */
err pool_crew(struct cx *cx, int64_t centre_id, day first, day last, const struct list **ret) MUST;
/* The days that are read together, as of today. */
void pool_crew_days(day today, day *ret_first, day *ret_last);

struct crew_stats {
	int64_t asked, read; /* how often, and how often it had to be read */
	int64_t kept, bytes;
};
struct crew_stats pool_crew_stats(void);
/* Fewer bytes, for tests; also forgets all. */
void pool_crew_limit(size_t bytes);
#endif
