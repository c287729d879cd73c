#include "http/pulse.h"

#include "base/arena.h"

#include <unistd.h>

/* A request may keep its worker for long (a frozen database, a large import); one that keeps it for minutes never comes
 * back, and the people whose connections it holds wait for ever. */
enum { STUCK_MS = 5 * 60 * 1000 };

struct beat {
	int64_t asked; /* watch_now(); 0: not yet */
	_Atomic bool answered;
};

struct pulse {
	struct watch *watch;
	unsigned turns; /* of the watch, at the last look */
	bool looked;
	int workers;
	struct beat *beats;
};

struct pulse *pulse_new(struct arena *a, struct watch *w, int workers)
{
	struct pulse *p = NEW(a, struct pulse);
	*p = (struct pulse){ .watch = w, .workers = workers, .beats = NEW_ARRAY(a, struct beat, (size_t)workers) };
	return p;
}

void pulse_answer(struct pulse *p, int worker)
{
	atomic_store(&p->beats[worker].answered, true);
}

static void ask(struct pulse *p, int worker)
{
	int ends[2];
	struct beat *b = &p->beats[worker];
	b->asked = watch_now();
	atomic_store(&b->answered, false);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
		return; /* no files left: no answer either */
	close(ends[1]);
	watch_probe(p->watch, worker, ends[0]);
}

bool pulse_look(struct pulse *p)
{
	int answers = 0, stuck = 0;
	bool first = !p->looked;
	for (int i = 0; i < p->workers; i++) {
		struct beat *b = &p->beats[i];
		bool answered = first || atomic_load(&b->answered);
		answers += answered;
		stuck += !answered && watch_now() - b->asked > STUCK_MS;
		if (answered)
			ask(p, i);
	}
	unsigned turns = watch_turns(p->watch);
	bool turned = first || turns != p->turns;
	p->turns = turns;
	p->looked = true;
	return turned && answers > 0 && stuck == 0;
}
