#include "features/centres/centre_checks.h"

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "features/rulebook/rulebook.h"

static const char *const check_codes[] = { "concept",      "agreement",      "schedule",      "grant",
	                                   "pool_concept", "komman_concept", "kim_guideline", NULL };
const struct choices check_choices = { "check", check_codes };
static const char *const result_codes[] = { "met", "not_met", NULL };
const struct choices check_result_choices = { "check_result", result_codes };
static const char *const standing_codes[] = { "met", "not_met", "expired", "missing", NULL };
const struct choices standing_choices = { "standing", standing_codes };
static const char *const line_codes[] = { "concept",      "agreement",      "schedule",      "site", "grant",
	                                  "pool_concept", "komman_concept", "kim_guideline", NULL };
static const struct choices line_choices = { "check", line_codes };
static const char *const readiness_codes[] = { "base", "interpreters", "komman", "kim", "running", NULL };
const struct choices readiness_choices = { "readiness", readiness_codes };
enum { BASE, INTERPRETERS, KOMMAN, KIM, RUNNING };

static const struct field entry_fields[] = {
	FIELD(struct check_entry, id, KIND_INT, .hidden = true),
	FIELD(struct check_entry, kind, KIND_CHOICE, .choices = &check_choices),
	FIELD(struct check_entry, day, KIND_DAY),
	FIELD(struct check_entry, result, KIND_CHOICE, .choices = &check_result_choices),
	FIELD(struct check_entry, valid_until, KIND_DAY),
	FIELD(struct check_entry, evidence, KIND_TEXT, .max = 500),
	FIELD(struct check_entry, recorded_by, KIND_TEXT),
	FIELD(struct check_entry, recorded_at, KIND_INSTANT),
};
const struct record check_entry_rec = RECORD("check_entry", struct check_entry, entry_fields);

static const struct field form_fields[] = {
	FIELD(struct check_entry, kind, KIND_CHOICE, .choices = &check_choices, .input = true, .required = true),
	FIELD(struct check_entry, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct check_entry, result, KIND_CHOICE, .choices = &check_result_choices, .input = true,
	      .required = true),
	FIELD(struct check_entry, evidence, KIND_TEXT, .input = true, .required = true, .max = 500, .lines = true),
	FIELD(struct check_entry, valid_until, KIND_DAY, .input = true),
};
const struct record check_form_rec = RECORD("check_entry", struct check_entry, form_fields);

static const struct field line_fields[] = {
	FIELD(struct check_line, kind, KIND_CHOICE, .choices = &line_choices),
	FIELD(struct check_line, standing, KIND_CHOICE, .choices = &standing_choices),
	FIELD(struct check_line, day, KIND_DAY),
	FIELD(struct check_line, valid_until, KIND_DAY),
	FIELD(struct check_line, evidence, KIND_TEXT),
	FIELD(struct check_line, source, KIND_TEXT),
	FIELD(struct check_line, way, KIND_TEXT),
	FIELD(struct check_line, good, KIND_BOOL),
	FIELD(struct check_line, blocks, KIND_BOOL),
	FIELD(struct check_line, own, KIND_BOOL, .hidden = true),
};
const struct record check_line_rec = RECORD("check_line", struct check_line, line_fields);

static const struct field readiness_fields[] = {
	FIELD(struct readiness, programme, KIND_CHOICE, .choices = &readiness_choices),
	FIELD(struct readiness, is_base, KIND_BOOL, .hidden = true),
	FIELD(struct readiness, is_running, KIND_BOOL, .hidden = true),
	FIELD(struct readiness, possible, KIND_BOOL),
	FIELD(struct readiness, offered, KIND_BOOL),
	FIELD(struct readiness, provisional, KIND_BOOL),
	FIELD(struct readiness, because, KIND_TEXT),
	FIELD(struct readiness, lines, KIND_MANY, .of = &check_line_rec),
};
const struct record readiness_rec = RECORD("readiness", struct readiness, readiness_fields);

enum { HISTORY, INSERT };
const struct sql check_sql[] = {
	[HISTORY] = { "SELECT id, kind, day, result, valid_until, evidence, recorded_by, recorded_at FROM centre_check"
	              " WHERE centre_id = $1 ORDER BY day DESC, id DESC LIMIT 500",
	              "i" },
	[INSERT] = { "INSERT INTO centre_check (centre_id, kind, day, result, valid_until, evidence, recorded_by, "
	             "recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	             "isdsdsst" },
	{ 0 },
};

/* --- recording ---------------------------------------------------------------------------------------------------- */

static err check_input(struct cx *cx, const struct tenant *centre, const struct check_entry *in)
{
	err e = OK;
	if (day_cmp(in->day, cx->today) > 0)
		e = problem_add(cx, "day", "centres.future", NO_ARGS);
	if (day_is(in->valid_until) && day_cmp(in->valid_until, in->day) < 0)
		e = problem_add(cx, "valid_until", "centres.ends_before", NO_ARGS);
	if (str_is(in->kind, "agreement") && !str_is(centre->kind, "kreis"))
		e = problem_add(cx, "kind", "checks.only_kreis", NO_ARGS);
	return e;
}

err check_record_in_tx(struct cx *cx, const struct tenant *centre, const struct check_entry *in)
{
	ASSERT(db_in_tx(cx));
	struct check_entry row = *in;
	TRY(check_input(cx, centre, in));
	row.recorded_by = user_signature(cx);
	row.recorded_at = cx->now;
	TRY(db_exec(cx, &check_sql[INSERT], NULL,
	            V(centre->id, row.kind, row.day, row.result, row.valid_until, row.evidence, row.recorded_by,
	              row.recorded_at)));
	audit_change(
	        cx, "centre.check",
	        str_print(cx->mem, "centres/" STR_FMT "/checks/" STR_FMT, STR_ARG(centre->slug), STR_ARG(row.kind)),
	        MAYBE(centre->id), &check_entry_rec, NULL, &row);
	return OK;
}

err check_history(struct cx *cx, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &check_sql[HISTORY], &check_entry_rec, ret, V(centre_id));
}

/* --- how it stands: pure ------------------------------------------------------------------------------------------ */

/* The newest entry of a kind up to the day; of the same day, the one recorded last. */
static const struct check_entry *newest(const struct list *entries, const char *kind, day on)
{
	const struct check_entry *best = NULL;
	LIST_EACH (const struct check_entry, e, entries) {
		if (!str_is(e->kind, kind) || day_cmp(e->day, on) > 0)
			continue;
		int order = best ? day_cmp(e->day, best->day) : 1;
		if (order > 0 || (order == 0 && e->id > best->id))
			best = e;
	}
	return best;
}

static str standing_of(const struct check_entry *e, day on)
{
	if (!e)
		return S("missing");
	if (day_is(e->valid_until) && day_cmp(e->valid_until, on) < 0)
		return S("expired");
	return e->result;
}

/* The readiness of one programme while it is put together. */
struct weighing {
	struct cx *cx;
	const struct list *entries;
	day on;
	struct readiness *r;
};

static struct check_line *line_add(struct weighing *w, const char *kind, const struct check_entry *e, str standing)
{
	struct cx *cx = w->cx;
	struct check_line *l = LIST_ADD(cx->mem, &w->r->lines, struct check_line);
	*l = (struct check_line){ .kind = str_of(kind), .standing = standing };
	if (e) {
		l->day = e->day;
		l->valid_until = e->valid_until;
		l->evidence = e->evidence;
	}
	l->good = str_is(standing, "met");
	l->blocks = !l->good;
	l->source = word(cx->words, cx->mem, str_print(cx->mem, "check.%s.source", kind).p);
	if (l->blocks)
		l->way = word(cx->words, cx->mem, str_print(cx->mem, "check.%s.way", kind).p);
	return l;
}

static bool weigh(struct weighing *w, const char *kind)
{
	const struct check_entry *e = newest(w->entries, kind, w->on);
	return line_add(w, kind, e, standing_of(e, w->on))->good;
}

/* A current concept; else the schedule that the application names instead of it, which makes it provisional. */
static void weigh_concept(struct weighing *w)
{
	const struct check_entry *schedule = newest(w->entries, "schedule", w->on);
	str stands = standing_of(schedule, w->on);
	if (weigh(w, "concept") || !schedule)
		return;
	struct check_line *concept = LIST_AT(&w->r->lines, struct check_line, w->r->lines.n - 1);
	w->r->provisional = str_is(stands, "met");
	concept->blocks = !w->r->provisional;
	line_add(w, "schedule", schedule, stands)->blocks = false;
}

static void weigh_site(struct weighing *w, const struct site_row *site)
{
	struct check_line *l = line_add(w, "site", NULL, site ? S("met") : S("missing"));
	if (!site)
		return;
	l->day = site->moved_in;
	l->evidence = str_print(w->cx->mem, STR_FMT ", " STR_FMT " " STR_FMT, STR_ARG(site->street),
	                        STR_ARG(site->postcode), STR_ARG(site->town));
}

static void weigh_foundation(struct weighing *w, str authority, const struct site_row *site)
{
	weigh_concept(w);
	if (str_is(authority, "kreis"))
		weigh(w, "agreement");
	weigh_site(w, site);
}

static void conclude(struct weighing *w)
{
	struct cx *cx = w->cx;
	struct text missing = TEXT(cx->mem);
	LIST_EACH (const struct check_line, l, &w->r->lines)
		if (l->blocks) {
			text_c(&missing, missing.n ? ", " : "");
			text_add(&missing,
			         word(cx->words, cx->mem, str_print(cx->mem, "check." STR_FMT, STR_ARG(l->kind)).p));
		}
	w->r->possible = missing.n == 0 && w->r->offered;
	const char *key = missing.n           ? "readiness.because_missing"
	                  : !w->r->offered    ? "readiness.because_not_offered"
	                  : w->r->provisional ? "readiness.because_provisional"
	                                      : "readiness.because_complete";
	w->r->because = word_args(cx->words, cx->mem, key, ARGS({ "missing", text_str(&missing) }));
}

/* Of the Grundförderung all lines are its own; of the other programmes only the last. */
static void mark_own(struct weighing *w, bool all)
{
	struct list *lines = &w->r->lines;
	for (size_t i = 0; i < lines->n; i++)
		LIST_AT(lines, struct check_line, i)->own = all || i == lines->n - 1;
}

void readiness_of(struct cx *cx, str authority, const struct list *entries, const struct site_row *site,
                  unsigned offered, day on, struct list *ret)
{
	static const char *const own_check[] = { NULL, "pool_concept", "komman_concept", "kim_guideline", "grant" };
	for (int i = BASE; i <= RUNNING; i++) {
		struct weighing w = { .cx = cx, .entries = entries, .on = on };
		w.r = LIST_ADD(cx->mem, ret, struct readiness);
		w.r->programme = str_of(readiness_codes[i]);
		w.r->is_base = i == BASE;
		w.r->is_running = i == RUNNING;
		w.r->offered = (offered >> i) & 1;
		weigh_foundation(&w, authority, site);
		if (own_check[i])
			weigh(&w, own_check[i]);
		mark_own(&w, i == BASE);
		conclude(&w);
	}
}

/* --- with the database -------------------------------------------------------------------------------------------- */

static bool is_known(const struct entitlement_item *i)
{
	return i->total_cents.has || (i->quantity.has && i->quantity.v == 0);
}

/* Of these items (or the one of that name): something that is worth money, or nothing known at all. Where all that is
 * known is nothing, the programme has ended, even if an item of it is unknown. */
static bool items_offer(const struct list *items, const char *item)
{
	bool known = false, any = false;
	LIST_EACH (const struct entitlement_item, i, items) {
		if (i->is_post || (item && !str_is(i->item, item)))
			continue;
		if (i->total_cents.has && i->total_cents.v > 0)
			return true;
		known |= is_known(i);
		any = true;
	}
	return any && !known;
}

static unsigned offered_by(const struct entitlement *e)
{
	unsigned bits = 0;
	if (items_offer(&e->items, NULL))
		bits |= 1U << BASE | 1U << RUNNING;
	if (items_offer(&e->items, "interpreter_costs"))
		bits |= 1U << INTERPRETERS;
	LIST_EACH (const struct programme, p, &e->programmes)
		if (items_offer(&p->items, NULL))
			bits |= str_is(p->programme, "komman") ? 1U << KOMMAN : 1U << KIM;
	return bits;
}

err readiness_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret)
{
	struct list entries = { 0 };
	struct entitlement entitlement;
	struct site_row site;
	bool has_site;
	TRY(check_history(cx, centre->id, &entries));
	TRY(site_there(cx, centre->id, on, &site, &has_site));
	TRY(entitlement_on(cx, centre->kind, centre->id, on, &entitlement));
	readiness_of(cx, centre->kind, &entries, has_site ? &site : NULL, offered_by(&entitlement), on, ret);
	return OK;
}
