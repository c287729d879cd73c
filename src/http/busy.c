#include "http/busy.h"

enum { LONG_MS = 50 }; /* pages take a few; whatever takes longer may take seconds */

void busy_begin(struct busy *b, int worker, int64_t now)
{
	atomic_store_explicit(&b->since[worker], now, memory_order_relaxed);
}

void busy_end(struct busy *b, int worker)
{
	atomic_store_explicit(&b->since[worker], 0, memory_order_relaxed);
}

static bool is_stuck(struct busy *b, int worker, int64_t now)
{
	int64_t since = atomic_load_explicit(&b->since[worker], memory_order_relaxed);
	return since > 0 && now - since > LONG_MS;
}

int busy_least(struct busy *b, const int *load, int workers, int64_t now)
{
	int best = 0;
	bool best_stuck = is_stuck(b, 0, now);
	for (int i = 1; i < workers; i++) {
		bool stuck = is_stuck(b, i, now);
		if (stuck == best_stuck ? load[i] < load[best] : best_stuck) {
			best = i;
			best_stuck = stuck;
		}
	}
	return best;
}
