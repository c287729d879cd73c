#include "features/activities/activity_template.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"

#define KEPT "kind, field, stage, recipient, target, main_field, ags8, partner, participants, minutes, people"
#define KEPT_LETTERS                                                                                                   \
	"ssssss"                                                                                                       \
	"ss"                                                                                                           \
	"iii"
#define KEPT_BOUND(a)                                                                                                  \
	(a)->code[PART_KIND], (a)->code[PART_FIELD], (a)->code[PART_STAGE], (a)->code[PART_RECIPIENT],                 \
	        (a)->code[PART_TARGET], (a)->code[PART_MAIN_FIELD], (a)->ags8, (a)->partner, (a)->participants,        \
	        (a)->minutes, (a)->people
#define SELECTED "SELECT id, version, name, " KEPT " FROM activity_template WHERE centre_id = $1"
enum { ALL, FIND, ADD, CHANGE, REMOVE };
const struct sql activity_template_sql[] = {
	[ALL] = { SELECTED " ORDER BY name, id LIMIT 100", "i" },
	[FIND] = { SELECTED " AND id = $2", "ii" },
	[ADD] = { "INSERT INTO activity_template (centre_id, name, recorded_by, recorded_at, " KEPT
	          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id",
	          "isst" KEPT_LETTERS },
	[CHANGE] = { "UPDATE activity_template SET version = version + 1, name = $4, recorded_by = $5, recorded_at = "
	             "$6,"
	             " kind = $7, field = $8, stage = $9, recipient = $10, target = $11, main_field = $12, ags8 = $13,"
	             " partner = $14, participants = $15, minutes = $16, people = $17"
	             " WHERE centre_id = $1 AND id = $2 AND version = $3",
	             "iiisst" KEPT_LETTERS },
	[REMOVE] = { "DELETE FROM activity_template WHERE centre_id = $1 AND id = $2 AND version = $3", "iii" },
	{ 0 },
};

#define INNER(member, kind_, ...)                                                                                      \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct activity_template, activity.member),       \
		__VA_ARGS__                                                                                            \
	}
#define PART(name_, part, ...)                                                                                         \
	{                                                                                                              \
		.name = (name_), .kind = KIND_TEXT, .max = 40, .label = "activity." name_,                             \
		.offset = offsetof(struct activity_template, activity.code) + (part) * sizeof(str), __VA_ARGS__        \
	}
#define TEMPLATE_FIELDS(...)                                                                                           \
	INNER(id, KIND_INT, .hidden = true), INNER(version, KIND_INT, .hidden = true),                                 \
	        FIELD(struct activity_template, name, KIND_TEXT, .required = true, .min = 2, .max = 80, __VA_ARGS__),  \
	        PART("kind", PART_KIND, .required = true, __VA_ARGS__),                                                \
	        INNER(partner, KIND_TEXT, .max = 120, .label = "activity.partner", __VA_ARGS__),                       \
	        INNER(participants, KIND_INT, .maybe = true, .min = 0, .max = 99999, .label = "activity.participants", \
	              __VA_ARGS__),                                                                                    \
	        PART("field", PART_FIELD, .required = true, __VA_ARGS__),                                              \
	        PART("stage", PART_STAGE, .required = true, __VA_ARGS__),                                              \
	        PART("recipient", PART_RECIPIENT, .required = true, __VA_ARGS__),                                      \
	        PART("target", PART_TARGET, .required = true, __VA_ARGS__),                                            \
	        PART("main_field", PART_MAIN_FIELD, .required = true, __VA_ARGS__),                                    \
	        INNER(ags8, KIND_TEXT, .max = 8, .label = "activity.ags8", __VA_ARGS__),                               \
	        INNER(minutes, KIND_INT, .maybe = true, .min = 1, .max = 9999, .label = "activity.minutes",            \
	              __VA_ARGS__),                                                                                    \
	        INNER(people, KIND_INT, .maybe = true, .min = 1, .max = 99, .label = "activity.people", __VA_ARGS__)
static const struct field template_fields[] = { TEMPLATE_FIELDS(.input = false) };
const struct record activity_template_rec = RECORD("activity_template", struct activity_template, template_fields);
static const struct field form_fields[] = { TEMPLATE_FIELDS(.input = true) };
const struct record activity_template_form_rec = RECORD("activity_template", struct activity_template, form_fields);

err activity_template_list(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	return db_list(cx, &activity_template_sql[ALL], &activity_template_rec, ret, V(centre->id));
}

err activity_template_find(struct cx *cx, const struct tenant *centre, int64_t id, struct activity_template *ret)
{
	err e = db_row(cx, &activity_template_sql[FIND], &activity_template_rec, ret, V(centre->id, id));
	return e == E_NOTFOUND ? fail(cx, e, "activity_templates.not_found", NO_ARGS) : e;
}

static str object_of(struct cx *cx, const struct tenant *centre, int64_t id)
{
	return str_print(cx->mem, "centres/" STR_FMT "/activities/templates/%" PRId64, STR_ARG(centre->slug), id);
}

static err check_name(struct cx *cx, const struct tenant *centre, const struct activity_template *t)
{
	struct list all = { 0 };
	TRY(activity_template_list(cx, centre, &all));
	LIST_EACH (const struct activity_template, other, &all)
		if (other->activity.id != t->activity.id &&
		    str_eq(utf8_fold(cx->mem, other->name), utf8_fold(cx->mem, t->name)))
			return problem_add(cx, "name", "activity_templates.name_taken", NO_ARGS);
	return !t->activity.id && all.n >= ACTIVITY_TEMPLATES_MOST
	               ? problem_add(cx, "name", "activity_templates.too_many", NO_ARGS)
	               : OK;
}

err activity_template_save_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct activity_template_in *i = in;
	struct activity_template before, *t = ret;
	struct activity *a = &t->activity;
	int64_t n, centre_id = i->centre->id;
	ASSERT(db_in_tx(cx));
	*t = *i->row;
	bool is_new = a->id == 0;
	TRY(check_name(cx, i->centre, t));
	if (is_new) {
		a->version = 1;
		TRY(db_int(cx, &activity_template_sql[ADD], &a->id,
		           V(centre_id, t->name, user_signature(cx), cx->now, KEPT_BOUND(a))));
	} else {
		TRY(activity_template_find(cx, i->centre, a->id, &before));
		TRY(db_exec(cx, &activity_template_sql[CHANGE], &n,
		            V(centre_id, a->id, a->version, t->name, user_signature(cx), cx->now, KEPT_BOUND(a))));
		if (n != 1)
			return fail(cx, E_STALE, "activity_templates.stale", NO_ARGS);
		a->version++;
	}
	audit_change(cx, "activity.template", object_of(cx, i->centre, a->id), MAYBE(centre_id), &activity_template_rec,
	             is_new ? NULL : &before, t);
	return OK;
}

err activity_template_remove_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct activity_template_in *i = in;
	const struct activity *a = &i->row->activity;
	int64_t n;
	ASSERT(db_in_tx(cx));
	TRY(activity_template_find(cx, i->centre, a->id, ret));
	TRY(db_exec(cx, &activity_template_sql[REMOVE], &n, V(i->centre->id, a->id, a->version)));
	if (n != 1)
		return fail(cx, E_STALE, "activity_templates.stale", NO_ARGS);
	audit_change(cx, "activity.template_remove", object_of(cx, i->centre, a->id), MAYBE(i->centre->id),
	             &activity_template_rec, ret, NULL);
	return OK;
}
