#include "features/centres/centre_bodies.h"

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"

static const char *const body_codes[] = {
	"school_supervision", "school_administration", "youth_public",   "youth_free", "welfare", "participation",
	"land_structures",    "migrant_organisations", "local_partners", "bamf",       "others",  NULL
};
const struct choices body_choices = { "body", body_codes };
static const char *const manner_codes[] = { "informed", "heard", "took_part", "agreed", "cooperation", NULL };
const struct choices manner_choices = { "manner", manner_codes };
static const char *const duty_codes[] = { "from_start", "must", "should", NULL };
const struct choices duty_choices = { "duty", duty_codes };

/* RdErl. 08.05.2018 no. 1.4: involved from the start. Eckpunkte 29.02.2012, Kooperationsgebot: the Land-funded
 * structures and Migrantenselbstorganisationen are a must, others are sought. */
static const char *duty_of(size_t body)
{
	return body < 6 ? "from_start" : body < 8 ? "must" : "should";
}

static const struct field entry_fields[] = {
	FIELD(struct involvement, id, KIND_INT, .hidden = true),
	FIELD(struct involvement, body, KIND_CHOICE, .choices = &body_choices),
	FIELD(struct involvement, partner, KIND_TEXT),
	FIELD(struct involvement, day, KIND_DAY),
	FIELD(struct involvement, manner, KIND_CHOICE, .choices = &manner_choices),
	FIELD(struct involvement, note, KIND_TEXT, .max = 1000),
	FIELD(struct involvement, recorded_by, KIND_TEXT),
	FIELD(struct involvement, recorded_at, KIND_INSTANT),
};
const struct record involvement_rec = RECORD("involvement", struct involvement, entry_fields);

static const struct field form_fields[] = {
	FIELD(struct involvement, body, KIND_CHOICE, .choices = &body_choices, .input = true, .required = true),
	FIELD(struct involvement, partner, KIND_TEXT, .input = true, .required = true),
	FIELD(struct involvement, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct involvement, manner, KIND_CHOICE, .choices = &manner_choices, .input = true, .required = true),
	FIELD(struct involvement, note, KIND_TEXT, .input = true, .max = 1000, .lines = true),
};
const struct record involvement_form_rec = RECORD("involvement", struct involvement, form_fields);

static const struct field line_fields[] = {
	FIELD(struct body_line, body, KIND_CHOICE, .choices = &body_choices),
	FIELD(struct body_line, duty, KIND_CHOICE, .choices = &duty_choices),
	FIELD(struct body_line, source, KIND_TEXT),
	FIELD(struct body_line, involved, KIND_BOOL),
	FIELD(struct body_line, missing, KIND_BOOL),
	FIELD(struct body_line, first, KIND_DAY),
	FIELD(struct body_line, last, KIND_DAY),
	FIELD(struct body_line, partners, KIND_TEXT),
	FIELD(struct body_line, times, KIND_INT),
};
const struct record body_line_rec = RECORD("body_line", struct body_line, line_fields);

enum { LIST_ALL, INSERT };
const struct sql body_sql[] = {
	[LIST_ALL] = { "SELECT id, body, partner, day, manner, note, recorded_by, recorded_at FROM centre_involvement"
	               " WHERE centre_id = $1 ORDER BY day DESC, id DESC LIMIT 1000",
	               "i" },
	[INSERT] = { "INSERT INTO centre_involvement (centre_id, body, partner, day, manner, note, recorded_by, "
	             "recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	             "issdssst" },
	{ 0 },
};

err involvement_record_in_tx(struct cx *cx, const struct tenant *centre, const struct involvement *in)
{
	ASSERT(db_in_tx(cx));
	struct involvement row = *in;
	if (day_cmp(in->day, cx->today) > 0)
		return problem_add(cx, "day", "centres.future", NO_ARGS);
	row.recorded_by = user_signature(cx);
	row.recorded_at = cx->now;
	TRY(db_exec(
	        cx, &body_sql[INSERT], NULL,
	        V(centre->id, row.body, row.partner, row.day, row.manner, row.note, row.recorded_by, row.recorded_at)));
	audit_change(
	        cx, "centre.involve",
	        str_print(cx->mem, "centres/" STR_FMT "/bodies/" STR_FMT, STR_ARG(centre->slug), STR_ARG(row.body)),
	        MAYBE(centre->id), &involvement_rec, NULL, &row);
	return OK;
}

err involvement_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &body_sql[LIST_ALL], &involvement_rec, ret, V(centre_id));
}

/* --- pure --------------------------------------------------------------------------------------------------------- */

static bool named_before(const struct list *entries, const struct involvement *e, day on)
{
	for (const struct involvement *o = entries->items; o < e; o++)
		if (str_eq(o->body, e->body) && str_eq(o->partner, e->partner) && day_cmp(o->day, on) <= 0)
			return true;
	return false;
}

static void gather(struct cx *cx, struct body_line *l, const struct list *entries, day on)
{
	struct text partners = TEXT(cx->mem);
	LIST_EACH (const struct involvement, e, entries) {
		if (!str_eq(e->body, l->body) || day_cmp(e->day, on) > 0)
			continue;
		l->times++;
		if (!day_is(l->first) || day_cmp(e->day, l->first) < 0)
			l->first = e->day;
		if (day_cmp(e->day, l->last) > 0)
			l->last = e->day;
		if (!named_before(entries, e, on)) {
			text_c(&partners, partners.n ? ", " : "");
			text_add(&partners, e->partner);
		}
	}
	l->involved = l->times > 0;
	l->partners = l->involved ? text_str(&partners) : STR_NONE;
}

void bodies_of(struct cx *cx, const struct list *entries, day on, struct body_picture *ret)
{
	*ret = (struct body_picture){ 0 };
	for (size_t i = 0; body_codes[i]; i++) {
		struct body_line *l = LIST_ADD(cx->mem, &ret->lines, struct body_line);
		l->body = str_of(body_codes[i]);
		l->duty = str_of(duty_of(i));
		l->source = word(cx->words, cx->mem, str_print(cx->mem, "duty.%s.source", duty_of(i)).p);
		gather(cx, l, entries, on);
		l->missing = !l->involved && !str_is(l->duty, "should");
		ret->missing += l->missing;
	}
}
