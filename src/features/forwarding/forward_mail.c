#include "features/forwarding/forward_mail.h"

#include <inttypes.h>

#include "base/log.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/mail.h"
#include "core/setting.h"
#include "core/tenant.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_pages.h"
#include "json/json.h"

enum { REMIND_BEFORE = 14, REMIND_EVERY = 7, REMIND_TIMES = 4, ROWS = 200 };
enum { CLOSED_YEARS = 5 };

/* No law says how long (both assumed): of the Land, so that all centres delete alike. */
static const struct setting draft_days = {
	.name = "forward.draft_days", .of_land = true, .kind = KIND_INT, .min = 30, .max = 730, .fallback = "180"
};
static const struct setting idle_days = {
	.name = "forward.idle_days", .of_land = true, .kind = KIND_INT, .min = 30, .max = 1825, .fallback = "365"
};
const struct setting *const forward_settings[] = { &draft_days, &idle_days, NULL };

struct due {
	int64_t id, centre_id, seq;
};
static const struct field due_fields[] = {
	FIELD(struct due, id, KIND_INT),
	FIELD(struct due, centre_id, KIND_INT),
	FIELD(struct due, seq, KIND_INT),
};
static const struct record due_rec = RECORD("forward_due", struct due, due_fields);

#define LAST "(SELECT e.kind FROM forward_event e WHERE e.bid_id = b.id AND e.turns = 1 ORDER BY e.seq DESC LIMIT 1)"
#define LAST_DAY "(SELECT MAX(e.day) FROM forward_event e WHERE e.bid_id = b.id AND e.turns = 1)"
#define BIDS                                                                                                           \
	"SELECT b.id, b.centre_id, (SELECT MAX(e.seq) FROM forward_event e WHERE e.bid_id = b.id) AS seq"              \
	" FROM forward_bid b"
/* A draft that nobody has touched since a day. */
#define OLD_DRAFT LAST " = 'started' AND COALESCE(b.edited_on, " LAST_DAY ") < $1"
enum {
	DUE,
	OLD_DRAFTS,
	STILL_OLD,
	OLD_CONTACTS,
	DROP_LINKS,
	DROP_BID_LINKS,
	DROP_LINES,
	DROP_CONTACT,
	DROP_EVENTS,
	DROP_BID
};
const struct sql forward_mail_sql[] = {
	/* tenant: all, by the clock. Not reminded in the last week, and fewer than four times. */
	[DUE] = { BIDS
	          " JOIN forward_round r ON r.id = b.round_id WHERE r.proof_due <= $1 AND r.proof_due > $2 AND " LAST
	          " IN ('handed_over', 'proof_back') AND NOT EXISTS (SELECT 1 FROM forward_event m WHERE m.bid_id = "
	          "b.id"
	          " AND m.kind = 'reminded' AND m.day > $3) AND (SELECT COUNT(*) FROM forward_event m WHERE m.bid_id ="
	          " b.id AND m.kind = 'reminded') < $4 ORDER BY b.id LIMIT $5",
	          "dddii" },
	/* tenant: all, by the clock */[OLD_DRAFTS] = { BIDS " WHERE " OLD_DRAFT " ORDER BY b.id LIMIT $2", "di" },
	[STILL_OLD] = { BIDS " WHERE " OLD_DRAFT " AND b.centre_id = $2 AND b.id = $3", "dii" },
	/* tenant: all, by the clock */
	[OLD_CONTACTS] = { BIDS
	                   " JOIN forward_contact c ON c.bid_id = b.id JOIN forward_round r ON r.id = b.round_id WHERE "
	                   "(" LAST " IN ('refused', 'withdrawn') AND " LAST_DAY " < $1) OR (" LAST
	                   " IN ('submitted', 'proposed', 'sent_back', 'granted', 'accepted', 'called') AND " LAST_DAY
	                   " < $1 AND r.to_day < $1) OR (" LAST " = 'closed' AND " LAST_DAY
	                   " < $2) ORDER BY b.id LIMIT $3",
	                   "ddi" },
	/* tenant: all, by the clock */
	[DROP_LINKS] = { "DELETE FROM forward_link WHERE expires_at < $1", "t" },
	[DROP_BID_LINKS] = { "DELETE FROM forward_link WHERE centre_id = $1 AND bid_id = $2", "ii" },
	[DROP_LINES] = { "DELETE FROM forward_line WHERE centre_id = $1 AND bid_id = $2", "ii" },
	[DROP_CONTACT] = { "DELETE FROM forward_contact WHERE centre_id = $1 AND bid_id = $2", "ii" },
	[DROP_EVENTS] = { "DELETE FROM forward_event WHERE centre_id = $1 AND bid_id = $2", "ii" },
	[DROP_BID] = { "DELETE FROM forward_bid WHERE centre_id = $1 AND id = $2", "ii" },
	{ 0 },
};

/* --- one mail ----------------------------------------------------------------------------------------------------- */

err forward_mail_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, const char *about)
{
	if (!mail_possible(cx))
		return OK;
	str arguments = str_print(cx->mem, "{\"centre\":%" PRId64 ",\"bid\":%" PRId64 ",\"about\":\"%s\"}", centre_id,
	                          bid_id, about);
	return job_add_in_tx(cx, "forward.mail", arguments, cx->now);
}

struct order {
	int64_t centre_id, bid_id;
	str about;
};

static bool read_order(struct cx *cx, str arguments, struct order *ret)
{
	struct json_pair *pairs;
	size_t n;
	return json_flat(cx->mem, arguments, &pairs, &n) == OK && n == 3 &&
	       str_to_int(pairs[0].value, &ret->centre_id) && str_to_int(pairs[1].value, &ret->bid_id) &&
	       (ret->about = pairs[2].value).p;
}

static err link_tx(struct cx *cx, const void *in, void *ret)
{
	const struct order *o = in;
	return bid_link_renew_in_tx(cx, o->centre_id, o->bid_id, ret);
}

/* One line each, as on its page. */
static str next_lines(struct cx *cx, const struct bid_shown *b, str centre)
{
	struct list next = { 0 };
	struct text t = TEXT(cx->mem);
	bid_next(cx, b, centre, false, &next);
	LIST_EACH (const struct said, line, &next)
		text_print(&t, "%s- " STR_FMT, t.n ? "\n" : "", STR_ARG(line->text));
	return text_str(&t);
}

static err words_of_mail(struct cx *cx, const struct order *o, const struct forward_bid *b, str code,
                         const struct arg **ret)
{
	struct tenant centre;
	struct face face;
	struct bid_shown shown = { .bid = *b };
	const struct forward_round *r = &shown.round;
	const struct forward_state *s = &shown.state;
	str reach;
	TRY(tenant_by_id(cx, o->centre_id, &centre));
	TRY(face_on(cx, &centre, cx->today, &face));
	TRY(centre_reach(cx, o->centre_id, &reach));
	TRY(round_find(cx, o->centre_id, b->round_id, &shown.round));
	TRY(bid_state(cx, o->centre_id, b->id, &shown.state));
	*ret = args_copy(cx->mem,
	                 ARGS({ "name", face.name }, { "round", r->title }, { "initiative", b->name },
	                      { "granted", say_money(cx->words, cx->mem, s->granted.v) },
	                      { "repay", say_money(cx->words, cx->mem, s->repay.v) },
	                      { "due", say_day(cx->words, cx->mem, r->proof_due) },
	                      { "reason", s->note.p ? s->note : S("") }, { "number", bid_number(cx, b) },
	                      { "next", next_lines(cx, &shown, face.name) },
	                      { "reach", reach.p ? str_print(cx->mem, "\n" STR_FMT, STR_ARG(reach)) : S("") },
	                      { "link", mail_link(cx, str_print(cx->mem, "/apply/bids/" STR_FMT, STR_ARG(code))) }));
	return OK;
}

err forward_mail_job_run(struct cx *cx, const struct job *job)
{
	struct order o;
	struct forward_bid b;
	struct forward_contact c;
	const struct arg *args;
	str code;
	if (!read_order(cx, job->arguments, &o))
		return fail(cx, E_INVALID, "job.failed", NO_ARGS);
	TRY(bid_find(cx, o.centre_id, o.bid_id, &b));
	TRY(bid_contact(cx, o.centre_id, o.bid_id, &c));
	if (!c.email.p)
		return OK;
	TRY(db_tx(cx, "forward.link", link_tx, &o, &code, sizeof code));
	TRY(words_of_mail(cx, &o, &b, code, &args));
	str key = str_print(cx->mem, "forward_mail." STR_FMT, STR_ARG(o.about));
	const struct mail mail = {
		.to = c.email,
		.subject = word_args(cx->words, cx->mem, str_print(cx->mem, STR_FMT ".subject", STR_ARG(key)).p, args),
		.text = word_args(cx->words, cx->mem, str_print(cx->mem, STR_FMT ".text", STR_ARG(key)).p, args)
	};
	return mail_send(cx, job, &mail);
}

/* --- every day ---------------------------------------------------------------------------------------------------- */

static err remind_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct due *d = in;
	const struct bid_step step = { .centre_id = d->centre_id, .bid_id = d->id, .seen = d->seq, .kind = "reminded" };
	TRY(bid_step_in_tx(cx, &step, NULL));
	return forward_mail_in_tx(cx, d->centre_id, d->id, "proof_due");
}

/* What is wrong with one does not stop the others; E_STALE: somebody was faster. */
static void go_on(struct cx *cx, const char *what, const struct due *d, err e)
{
	if (e != OK && e != E_STALE)
		log_event(LOG_ERROR, "forward daily", "what", what, "bid", str_print(cx->mem, "%" PRId64, d->id).p,
		          "error", err_name(e), NULL);
	fault_clear(cx);
}

static err remind(struct cx *cx)
{
	struct list due = { 0 };
	if (!mail_possible(cx))
		return OK;
	TRY(db_list(cx, &forward_mail_sql[DUE], &due_rec, &due,
	            V(day_add(cx->today, REMIND_BEFORE), day_add(cx->today, -365), day_add(cx->today, -REMIND_EVERY),
	              REMIND_TIMES, ROWS)));
	LIST_EACH (const struct due, d, &due)
		go_on(cx, "forward.reminded", d, db_tx(cx, "forward.reminded", remind_tx, d, NULL, 0));
	return OK;
}

struct drop {
	struct due due;
	day before;
};

/* Only if nobody has sent or changed it since the list was read. */
static err drop_draft_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct drop *drop = in;
	const struct due *d = &drop->due;
	struct due still;
	err e = db_row(cx, &forward_mail_sql[STILL_OLD], &due_rec, &still, V(drop->before, d->centre_id, d->id));
	if (e == E_NOTFOUND)
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(e);
	static const int order[] = { DROP_BID_LINKS, DROP_LINES, DROP_CONTACT, DROP_EVENTS, DROP_BID };
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		TRY(db_exec(cx, &forward_mail_sql[order[i]], NULL, V(d->centre_id, d->id)));
	audit_note(cx, "forward.draft_over", bid_object(cx, d->id), MAYBE(d->centre_id));
	return OK;
}

static err drop_contact_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct due *d = in;
	TRY(db_exec(cx, &forward_mail_sql[DROP_BID_LINKS], NULL, V(d->centre_id, d->id)));
	TRY(db_exec(cx, &forward_mail_sql[DROP_CONTACT], NULL, V(d->centre_id, d->id)));
	audit_note(cx, "forward.contact_over", bid_object(cx, d->id), MAYBE(d->centre_id));
	return OK;
}

static err drop_links_tx(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	audit_quiet(cx);
	return db_exec(cx, &forward_mail_sql[DROP_LINKS], NULL, V(cx->now));
}

static err days_of(struct cx *cx, const struct setting *s, day *ret_before)
{
	struct setting_row row;
	int64_t days;
	TRY(setting_get(cx, s, 0, cx->today, &row));
	if (!str_to_int(row.value, &days))
		return fail(cx, E_INVALID, "job.failed", NO_ARGS);
	*ret_before = day_add(cx->today, (int)-days);
	return OK;
}

static err drop_drafts(struct cx *cx)
{
	struct list drafts = { 0 };
	struct drop drop;
	TRY(days_of(cx, &draft_days, &drop.before));
	TRY(db_list(cx, &forward_mail_sql[OLD_DRAFTS], &due_rec, &drafts, V(drop.before, ROWS)));
	LIST_EACH (const struct due, d, &drafts) {
		drop.due = *d;
		go_on(cx, "forward.draft_over", d, db_tx(cx, "forward.draft_over", drop_draft_tx, &drop, NULL, 0));
	}
	return OK;
}

static err drop_contacts(struct cx *cx)
{
	struct list contacts = { 0 };
	day idle;
	TRY(days_of(cx, &idle_days, &idle));
	TRY(db_list(cx, &forward_mail_sql[OLD_CONTACTS], &due_rec, &contacts,
	            V(idle, day_add_months(cx->today, -12 * CLOSED_YEARS), ROWS)));
	LIST_EACH (const struct due, d, &contacts)
		go_on(cx, "forward.contact_over", d, db_tx(cx, "forward.contact_over", drop_contact_tx, d, NULL, 0));
	return OK;
}

err forward_daily_job_run(struct cx *cx, const struct job *job UNUSED)
{
	TRY(remind(cx));
	TRY(drop_drafts(cx));
	TRY(drop_contacts(cx));
	return db_tx(cx, "forward.links_over", drop_links_tx, NULL, NULL, 0);
}
