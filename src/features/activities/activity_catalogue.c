#include "features/activities/activity_catalogue.h"

#include "core/audit.h"
#include "core/form.h"
#include "core/user.h"
#include "core/words.h"

static const char *const catalogue_codes[] = { "kind", "field", "stage", "recipient", "target", "main_field", NULL };
const struct choices catalogue_choices = { "catalogue", catalogue_codes };
static const char *const mark_codes[] = { "read", "seed", "inferred", "assumed", NULL };
const struct choices catalogue_mark_choices = { "mark", mark_codes };

static const struct field entry_fields[] = {
	FIELD(struct catalogue_entry, catalogue, KIND_CHOICE, .choices = &catalogue_choices),
	FIELD(struct catalogue_entry, code, KIND_TEXT, .max = 40),
	FIELD(struct catalogue_entry, valid_from, KIND_DAY),
	FIELD(struct catalogue_entry, valid_to, KIND_DAY),
	FIELD(struct catalogue_entry, name, KIND_TEXT, .max = 120),
	FIELD(struct catalogue_entry, name_en, KIND_TEXT, .max = 120),
	FIELD(struct catalogue_entry, place, KIND_INT),
	FIELD(struct catalogue_entry, source, KIND_TEXT, .max = 300),
	FIELD(struct catalogue_entry, mark, KIND_CHOICE, .choices = &catalogue_mark_choices),
};
const struct record catalogue_entry_rec = RECORD("catalogue_entry", struct catalogue_entry, entry_fields);

enum { ALL, ADD, END };
const struct sql catalogue_sql[] = {
	[ALL] = { "SELECT catalogue, code, valid_from, valid_to, name, name_en, place, source, mark FROM "
	          "catalogue_entry"
	          " ORDER BY catalogue, place, code, valid_from LIMIT 2000",
	          "" },
	[ADD] = { "INSERT INTO catalogue_entry (catalogue, code, valid_from, name, name_en, place, source, mark, "
	          "set_by,"
	          " set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	          "ssdssissst" },
	[END] = { "UPDATE catalogue_entry SET valid_to = $4 WHERE catalogue = $1 AND code = $2 AND valid_from = $3"
	          " AND valid_to IS NULL",
	          "ssdd" },
	{ 0 },
};

err catalogue_load(struct cx *cx, struct list *ret)
{
	*ret = (struct list){ 0 };
	return db_list(cx, &catalogue_sql[ALL], &catalogue_entry_rec, ret, V_NONE);
}

static bool is_of(const struct catalogue_entry *e, enum part part, str code)
{
	return str_eq(e->code, code) && str_is(e->catalogue, catalogue_codes[part]);
}

/* The row of a code that holds on a day: the newest that has begun; before all of them the first. NULL: no such code.
 */
static const struct catalogue_entry *row_on(const struct list *catalogue, enum part part, str code, day on)
{
	const struct catalogue_entry *found = NULL;
	LIST_EACH (const struct catalogue_entry, e, catalogue)
		if (is_of(e, part, code) && (!found || day_cmp(e->valid_from, on) <= 0))
			found = e;
	return found;
}

str catalogue_name(const struct cx *cx, const struct list *catalogue, enum part part, str code, day on)
{
	const struct catalogue_entry *e = row_on(catalogue, part, code, on);
	if (!e)
		return code;
	return str_is(str_of(words_language(cx->words)), "en") ? e->name_en : e->name;
}

bool catalogue_holds(const struct list *catalogue, enum part part, str code, day on)
{
	const struct catalogue_entry *e = row_on(catalogue, part, code, on);
	return e && day_cmp(e->valid_from, on) <= 0 && (!day_is(e->valid_to) || day_cmp(on, e->valid_to) <= 0);
}

int64_t catalogue_place(const struct list *catalogue, enum part part, str code)
{
	for (size_t i = 0; i < catalogue->n; i++)
		if (is_of(LIST_AT(catalogue, struct catalogue_entry, i), part, code))
			return (int64_t)i;
	return (int64_t)catalogue->n;
}

void catalogue_offer(struct cx *cx, const struct list *catalogue, enum part part, day on, struct list *choices)
{
	LIST_EACH (const struct catalogue_entry, e, catalogue)
		if (str_is(e->catalogue, catalogue_codes[part]) && row_on(catalogue, part, e->code, on) == e &&
		    catalogue_holds(catalogue, part, e->code, on))
			*LIST_ADD(cx->mem, choices, struct form_choice) =
			        (struct form_choice){ .code = e->code,
				                      .text = catalogue_name(cx, catalogue, part, e->code, on) };
}

/* --- changing it: rows are added and ended --------------------------------------------------------------------------
 */

static str object_of(struct cx *cx, const struct catalogue_entry *e)
{
	return str_print(cx->mem, "catalogue/" STR_FMT "/" STR_FMT, STR_ARG(e->catalogue), STR_ARG(e->code));
}

static enum part part_of(str catalogue)
{
	int i = 0;
	while (!str_is(catalogue, catalogue_codes[i]))
		i++;
	ASSERT(i < PARTS);
	return (enum part)i;
}

/* "Digitale Teilhabe (neu)" -> "digitale_teilhabe_neu" */
static str code_of(struct cx *cx, str name)
{
	struct text t = TEXT(cx->mem);
	str folded = utf8_fold(cx->mem, name);
	for (size_t i = 0; i < folded.n && t.n < 40; i++) {
		char c = folded.p[i];
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			text_char(&t, c);
		else if (t.n > 0 && t.p[t.n - 1] != '_')
			text_char(&t, '_');
	}
	return text_str(&t);
}

static err store(struct cx *cx, const struct catalogue_entry *e)
{
	return db_exec(cx, &catalogue_sql[ADD], NULL,
	               V(e->catalogue, e->code, e->valid_from, e->name, e->name_en, e->place, e->source, e->mark,
	                 user_signature(cx), cx->now));
}

/* What was released stands fast: names and entries begin in months to come, or in the running one. */
static err check_begin(struct cx *cx, day from, const char *field)
{
	int year, month, dom;
	day_split(cx->today, &year, &month, &dom);
	if (day_cmp(from, day_of(year, month, 1)) < 0)
		return problem_add(cx, field, "catalogue.past_month", NO_ARGS);
	return OK;
}

/* Two entries of one name could not be told apart, neither by people nor by an import. */
static err check_name(struct cx *cx, const struct list *all, const struct catalogue_entry *e)
{
	str name = utf8_fold(cx->mem, e->name);
	LIST_EACH (const struct catalogue_entry, other, all)
		if (str_eq(other->catalogue, e->catalogue) && !str_eq(other->code, e->code) &&
		    str_eq(utf8_fold(cx->mem, other->name), name))
			return problem_add(cx, "name", "catalogue.name_taken", NO_ARGS);
	return OK;
}

err catalogue_add_in_tx(struct cx *cx, const void *in, void *ret)
{
	struct catalogue_entry e = *(const struct catalogue_entry *)in;
	struct list all;
	ASSERT(db_in_tx(cx));
	TRY(check_begin(cx, e.valid_from, "valid_from"));
	TRY(catalogue_load(cx, &all));
	enum part part = part_of(e.catalogue);
	e.code = code_of(cx, e.name);
	if (e.code.n < 2)
		return problem_add(cx, "name", "catalogue.no_name", NO_ARGS);
	TRY(check_name(cx, &all, &e));
	e.place = 0;
	LIST_EACH (const struct catalogue_entry, other, &all) {
		if (!str_eq(other->catalogue, e.catalogue))
			continue;
		if (is_of(other, part, e.code))
			return problem_add(cx, "name", "catalogue.name_taken", NO_ARGS);
		e.place = other->place > e.place ? other->place : e.place;
	}
	e.place++;
	TRY(store(cx, &e));
	audit_change(cx, "catalogue.add", object_of(cx, &e), (struct maybe){ 0 }, &catalogue_entry_rec, NULL, &e);
	*(struct catalogue_entry *)ret = e;
	return OK;
}

/* The last row of a code, which is what can be renamed or ended. */
static err newest(struct cx *cx, const struct catalogue_entry *in, struct catalogue_entry *ret)
{
	struct list all;
	bool found = false;
	ASSERT(db_in_tx(cx));
	TRY(catalogue_load(cx, &all));
	LIST_EACH (const struct catalogue_entry, e, &all)
		if (is_of(e, part_of(in->catalogue), in->code)) {
			*ret = *e;
			found = true;
		}
	if (!found)
		return fail(cx, E_NOTFOUND, "catalogue.unknown", NO_ARGS);
	return day_is(ret->valid_to) ? fail(cx, E_INVALID, "catalogue.ended_already", NO_ARGS) : OK;
}

err catalogue_rename_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct catalogue_entry *wanted = in;
	struct catalogue_entry before, e;
	struct list all;
	TRY(newest(cx, wanted, &before));
	TRY(check_begin(cx, wanted->valid_from, "valid_from"));
	if (day_cmp(wanted->valid_from, before.valid_from) <= 0)
		return problem_add(cx, "valid_from", "catalogue.before_last",
		                   ARGS({ "from", say_day(cx->words, cx->mem, before.valid_from) }));
	e = before;
	e.valid_from = wanted->valid_from;
	e.name = wanted->name;
	TRY(catalogue_load(cx, &all));
	TRY(check_name(cx, &all, &e));
	e.name_en = wanted->name_en;
	e.source = wanted->source;
	e.mark = wanted->mark;
	TRY(store(cx, &e));
	audit_change(cx, "catalogue.rename", object_of(cx, &e), (struct maybe){ 0 }, &catalogue_entry_rec, &before, &e);
	*(struct catalogue_entry *)ret = e;
	return OK;
}

err catalogue_end_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct catalogue_entry *wanted = in;
	struct catalogue_entry before, e;
	TRY(newest(cx, wanted, &before));
	TRY(check_begin(cx, wanted->valid_to, "valid_to"));
	if (day_cmp(wanted->valid_to, before.valid_from) < 0)
		return problem_add(cx, "valid_to", "catalogue.before_last",
		                   ARGS({ "from", say_day(cx->words, cx->mem, before.valid_from) }));
	e = before;
	e.valid_to = wanted->valid_to;
	TRY(db_exec(cx, &catalogue_sql[END], NULL, V(e.catalogue, e.code, e.valid_from, e.valid_to)));
	audit_change(cx, "catalogue.end", object_of(cx, &e), (struct maybe){ 0 }, &catalogue_entry_rec, &before, &e);
	*(struct catalogue_entry *)ret = e;
	return OK;
}
