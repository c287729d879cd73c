/* staff_person.c -- people, who leads (S-STA-6), and secondments of teachers (P-STA-1, S-STA-9). */
#include "core/words.h"
#include "features/staff/staff_rows.h"

enum {
	LIST_FROM,
	SEARCH,
	FIND,
	INSERT,
	UPDATE,
	LEADINGS,
	LEADING_FIND,
	LEADING_INSERT,
	LEADING_UPDATE,
	LEADING_END,
	SECONDMENTS,
	SECONDMENT_FIND,
	SECONDMENT_INSERT,
	SECONDMENT_UPDATE
};
const struct sql staff_person_sql[] = {
	[LIST_FROM] = { PERSON_SELECT " WHERE n.centre_id = $1 AND ($2 IS NULL OR (n.sort_name, n.id) > ($2, $3))"
	                              " ORDER BY n.sort_name, n.id LIMIT $4",
	                "isii" },
	[SEARCH] = { PERSON_SELECT " WHERE n.centre_id = $1 AND n.sort_name LIKE $2 ESCAPE '!' AND n.sort_name LIKE $3"
	                           " ESCAPE '!' AND n.sort_name LIKE $4 ESCAPE '!' ORDER BY n.sort_name, n.id LIMIT $5",
	             "isssi" },
	[FIND] = { PERSON_SELECT " WHERE n.centre_id = $1 AND n.id = $2", "ii" },
	[INSERT] = { "INSERT INTO person (centre_id, family_name, given_name, sort_name, note, recorded_by, "
	             "recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	             "issssst" },
	[UPDATE] = { "UPDATE person SET family_name = $4, given_name = $5, sort_name = $6, note = $7, version = "
	             "version + 1"
	             " WHERE centre_id = $1 AND id = $2 AND version = $3",
	             "iiissss" },
	[LEADINGS] = { LEADING_SELECT " WHERE l.centre_id = $1 ORDER BY l.valid_from DESC, l.id DESC LIMIT " MOST_ROWS,
	               "i" },
	[LEADING_FIND] = { LEADING_SELECT " WHERE l.centre_id = $1 AND l.id = $2", "ii" },
	[LEADING_INSERT] = { "INSERT INTO staff_leading (centre_id, person_id, office, valid_from, valid_to, "
	                     "recorded_by,"
	                     " recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	                     "iisddst" },
	[LEADING_UPDATE] = { "UPDATE staff_leading SET person_id = $4, valid_from = $5, valid_to = $6, version = "
	                     "version + 1"
	                     " WHERE centre_id = $1 AND id = $2 AND version = $3",
	                     "iiiidd" },
	[LEADING_END] = { "UPDATE staff_leading SET valid_to = $4, version = version + 1"
	                  " WHERE centre_id = $1 AND id = $2 AND version = $3",
	                  "iiid" },
	[SECONDMENTS] = { SECONDMENT_SELECT " WHERE d.centre_id = $1 AND ($2 = 0 OR d.person_id = $2)"
	                                    " ORDER BY d.valid_from DESC, d.id DESC LIMIT " MOST_ROWS,
	                  "ii" },
	[SECONDMENT_FIND] = { SECONDMENT_SELECT " WHERE d.centre_id = $1 AND d.id = $2", "ii" },
	[SECONDMENT_INSERT] = { "INSERT INTO secondment (centre_id, person_id, valid_from, valid_to, home, employer,"
	                        " supervision, recorded_by, recorded_at)"
	                        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
	                        "iiddsssst" },
	[SECONDMENT_UPDATE] = { "UPDATE secondment SET valid_from = $4, valid_to = $5, home = $6, employer = $7,"
	                        " supervision = $8, version = version + 1"
	                        " WHERE centre_id = $1 AND id = $2 AND version = $3",
	                        "iiiddsss" },
	{ 0 },
};

/* --- people ------------------------------------------------------------------------------------------------------- */

/* As dictionaries sort (DIN 5007): without marks and case. Two blanks part the names, so that all Alt come before the
 * first Alt-Berg. */
static str sort_name_of(struct arena *a, str family, str given)
{
	return utf8_fold(a, str_print(a, STR_FMT "  " STR_FMT, STR_ARG(family), STR_ARG(given)));
}

/* The same of a name as lists show it: "Yılmaz, Elif". */
static str sort_name_shown(struct arena *a, str name)
{
	str rest = name;
	if (!name.p)
		return STR_NONE;
	str family = str_split(&rest, ',');
	return sort_name_of(a, family, rest.p ? str_trim(rest) : S(""));
}

err person_list(struct cx *cx, const struct tenant *centre, str after_name, int64_t after_id, int limit,
                struct list *ret)
{
	ASSERT(limit > 0);
	TRY(db_list(cx, &staff_person_sql[LIST_FROM], &person_rec, ret,
	            V(centre->id, sort_name_shown(cx->mem, after_name), after_id, limit + 1)));
	if (ret->n > (size_t)limit) {
		ret->n = (size_t)limit;
		ret->next = LIST_AT(ret, struct person, ret->n - 1)->name;
	}
	return OK;
}

/* The next word of *rest, without the comma of "Yılmaz, Elif", as a pattern that finds it anywhere; "%" if there is
 * none.
 */
static str pattern_of(struct arena *a, str *rest)
{
	struct text t = TEXT(a);
	str one = STR_NONE;
	while (rest->p && str_blank(one))
		one = str_trim(str_split(rest, ' '));
	if (str_ends(one, ","))
		one = str_part(one, 0, one.n - 1);
	text_char(&t, '%');
	for (size_t i = 0; i < one.n; i++) {
		if (one.p[i] == '%' || one.p[i] == '_' || one.p[i] == '!')
			text_char(&t, '!');
		text_char(&t, one.p[i]);
	}
	text_c(&t, one.n ? "%" : "");
	return text_str(&t);
}

err person_search(struct cx *cx, const struct tenant *centre, str words, int limit, struct list *ret)
{
	str rest = str_print(cx->mem, STR_FMT " ", STR_ARG(utf8_fold(cx->mem, words)));
	str first = pattern_of(cx->mem, &rest), second = pattern_of(cx->mem, &rest);
	return db_list(cx, &staff_person_sql[SEARCH], &person_rec, ret,
	               V(centre->id, first, second, pattern_of(cx->mem, &rest), limit));
}

err person_find(struct cx *cx, const struct tenant *centre, int64_t id, struct person *ret)
{
	return not_found(cx, db_row(cx, &staff_person_sql[FIND], &person_rec, ret, V(centre->id, id)));
}

static err check_names(struct cx *cx, const struct person *in)
{
	err e = OK;
	if (str_blank(in->family_name))
		e = problem_add(cx, "family_name", "form.required", NO_ARGS);
	else if (str_has(in->family_name, ","))
		e = problem_add(cx, "family_name", "staff.comma", NO_ARGS);
	if (str_blank(in->given_name))
		e = problem_add(cx, "given_name", "form.required", NO_ARGS);
	return e;
}

void person_add(struct cx *cx, const struct tenant *centre, const struct person *row, struct db_many *m)
{
	m->sql = &staff_person_sql[INSERT];
	db_many_add(cx, m,
	            V(centre->id, row->family_name, row->given_name,
	              sort_name_of(cx->mem, row->family_name, row->given_name), row->note, user_signature(cx),
	              cx->now));
}

err person_insert(struct cx *cx, const struct tenant *centre, const struct person *row, int64_t *ret_id)
{
	struct db_many one = { 0 };
	person_add(cx, centre, row, &one);
	return db_many_run(cx, &one, ret_id);
}

err person_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct person *row = in->row;
	struct person stored, *ret = ret_;
	int64_t id = row->id, changed;
	ASSERT(db_in_tx(cx));
	TRY(check_names(cx, row));
	if (id) {
		str sort_name = sort_name_of(cx->mem, row->family_name, row->given_name);
		TRY(person_find(cx, in->centre, id, &stored));
		TRY(db_exec(
		        cx, &staff_person_sql[UPDATE], &changed,
		        V(in->centre->id, id, row->version, row->family_name, row->given_name, sort_name, row->note)));
		if (changed != 1)
			return stale(cx);
	} else {
		TRY(person_insert(cx, in->centre, row, &id));
	}
	TRY(person_find(cx, in->centre, id, ret));
	audit_change(cx, "staff.person", staff_object(cx, in->centre, "people", id), MAYBE(in->centre->id), &person_rec,
	             row->id ? &stored : NULL, ret);
	return OK;
}

/* --- head and deputy ---------------------------------------------------------------------------------------------- */

err leadings_of(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	return rows_of(cx, &staff_person_sql[LEADINGS], &leading_rec, ret, V(centre->id));
}

static err leading_find(struct cx *cx, const struct tenant *centre, int64_t id, struct leading *ret)
{
	return not_found(cx, db_row(cx, &staff_person_sql[LEADING_FIND], &leading_rec, ret, V(centre->id, id)));
}

/* The one that a new one relieves: it runs on that day and began before it. */
static bool is_relieved(const struct leading *l, const struct leading *in)
{
	return !in->id && str_eq(l->office, in->office) && l->person_id != in->person_id &&
	       day_cmp(l->valid_from, in->valid_from) < 0 && HOLDS_ON(l, in->valid_from);
}

static err check_leading(struct cx *cx, const struct leading *in, const struct list *all)
{
	LIST_EACH (const struct leading, l, all) {
		bool same_office = str_eq(l->office, in->office);
		if (l->id == in->id || !periods_meet(l->valid_from, l->valid_to, in->valid_from, in->valid_to))
			continue;
		if (!same_office && l->person_id == in->person_id)
			return problem_add(cx, "person_id", "staff.leading_both", ARGS({ "name", l->person_name }));
		if (same_office && !is_relieved(l, in))
			return problem_add(cx, "valid_from", "staff.leading_second",
			                   ARGS({ "name", l->person_name },
			                        { "from", say_day(cx->words, cx->mem, l->valid_from) }));
	}
	return OK;
}

static err relieve(struct cx *cx, const struct tenant *centre, const struct leading *in, const struct list *all)
{
	LIST_EACH (const struct leading, l, all) {
		struct leading ended = *l;
		int64_t changed;
		if (!is_relieved(l, in))
			continue;
		ended.valid_to = day_add(in->valid_from, -1);
		TRY(db_exec(cx, &staff_person_sql[LEADING_END], &changed,
		            V(centre->id, l->id, l->version, ended.valid_to)));
		if (changed != 1)
			return stale(cx);
		ended.version++;
		audit_change(cx, "staff.leading_end", staff_object(cx, centre, "people", l->person_id),
		             MAYBE(centre->id), &leading_rec, l, &ended);
	}
	return OK;
}

static err write_leading(struct cx *cx, const struct tenant *centre, const struct leading *row, int64_t *ret_id)
{
	int64_t changed;
	*ret_id = row->id;
	if (!row->id)
		return db_int(cx, &staff_person_sql[LEADING_INSERT], ret_id,
		              V(centre->id, row->person_id, row->office, row->valid_from, row->valid_to,
		                user_signature(cx), cx->now));
	TRY(db_exec(cx, &staff_person_sql[LEADING_UPDATE], &changed,
	            V(centre->id, row->id, row->version, row->person_id, row->valid_from, row->valid_to)));
	return changed == 1 ? OK : stale(cx);
}

err leading_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	struct leading row = *(const struct leading *)in->row, stored, *ret = ret_;
	struct person person;
	struct list all = { 0 };
	int64_t id;
	ASSERT(db_in_tx(cx));
	if (row.id) {
		TRY(leading_find(cx, in->centre, row.id, &stored));
		if (stored.version != row.version)
			return stale(cx);
		row.office = stored.office;
	}
	TRY(person_find(cx, in->centre, row.person_id, &person));
	TRY(check_period(cx, row.valid_from, row.valid_to));
	TRY(leadings_of(cx, in->centre, &all));
	TRY(check_leading(cx, &row, &all));
	TRY(relieve(cx, in->centre, &row, &all));
	TRY(write_leading(cx, in->centre, &row, &id));
	TRY(leading_find(cx, in->centre, id, ret));
	audit_change(cx, "staff.leading", staff_object(cx, in->centre, "people", ret->person_id), MAYBE(in->centre->id),
	             &leading_rec, row.id ? &stored : NULL, ret);
	return OK;
}

err leading_end_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct leading *row = in->row;
	struct leading stored, *ret = ret_;
	int64_t changed;
	ASSERT(db_in_tx(cx));
	TRY(leading_find(cx, in->centre, row->id, &stored));
	if (stored.version != row->version)
		return stale(cx);
	if (!day_is(row->valid_to))
		return problem_add(cx, "valid_to", "form.required", NO_ARGS);
	if (day_is(stored.valid_to) && day_cmp(row->valid_to, stored.valid_to) > 0)
		return problem_add(cx, "valid_to", "staff.leading_ended",
		                   ARGS({ "to", say_day(cx->words, cx->mem, stored.valid_to) }));
	TRY(check_period(cx, stored.valid_from, row->valid_to));
	TRY(db_exec(cx, &staff_person_sql[LEADING_END], &changed,
	            V(in->centre->id, row->id, row->version, row->valid_to)));
	if (changed != 1)
		return stale(cx);
	TRY(leading_find(cx, in->centre, row->id, ret));
	audit_change(cx, "staff.leading_end", staff_object(cx, in->centre, "people", ret->person_id),
	             MAYBE(in->centre->id), &leading_rec, &stored, ret);
	return OK;
}

/* --- secondments -------------------------------------------------------------------------------------------------- */

err secondments_of(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret)
{
	return rows_of(cx, &staff_person_sql[SECONDMENTS], &secondment_rec, ret, V(centre->id, person_id));
}

static err check_secondment(struct cx *cx, const struct tenant *centre, const struct secondment *in)
{
	struct person person;
	struct list others = { 0 };
	TRY(person_find(cx, centre, in->person_id, &person));
	TRY(check_period(cx, in->valid_from, in->valid_to));
	if (!day_is(in->valid_to))
		return problem_add(cx, "valid_to", "form.required", NO_ARGS);
	TRY(secondments_of(cx, centre, in->person_id, &others));
	LIST_EACH (const struct secondment, d, &others)
		if (d->id != in->id && periods_meet(d->valid_from, d->valid_to, in->valid_from, in->valid_to))
			return problem_add(cx, "valid_from", "staff.secondment_overlap",
			                   ARGS({ "from", say_day(cx->words, cx->mem, d->valid_from) },
			                        { "to", say_day(cx->words, cx->mem, d->valid_to) }));
	return OK;
}

err secondment_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	struct secondment row = *(const struct secondment *)in->row, stored, *ret = ret_;
	int64_t id = row.id, changed, centre_id = in->centre->id;
	ASSERT(db_in_tx(cx));
	if (id) {
		TRY(not_found(cx, db_row(cx, &staff_person_sql[SECONDMENT_FIND], &secondment_rec, &stored,
		                         V(centre_id, id))));
		if (stored.version != row.version)
			return stale(cx);
		row.person_id = stored.person_id;
	}
	TRY(check_secondment(cx, in->centre, &row));
	if (id) {
		TRY(db_exec(cx, &staff_person_sql[SECONDMENT_UPDATE], &changed,
		            V(centre_id, id, row.version, row.valid_from, row.valid_to, row.home, row.employer,
		              row.supervision)));
		if (changed != 1)
			return stale(cx);
	} else {
		TRY(db_int(cx, &staff_person_sql[SECONDMENT_INSERT], &id,
		           V(centre_id, row.person_id, row.valid_from, row.valid_to, row.home, row.employer,
		             row.supervision, user_signature(cx), cx->now)));
	}
	TRY(db_row(cx, &staff_person_sql[SECONDMENT_FIND], &secondment_rec, ret, V(centre_id, id)));
	audit_change(cx, "staff.secondment", staff_object(cx, in->centre, "people", ret->person_id), MAYBE(centre_id),
	             &secondment_rec, row.id ? &stored : NULL, ret);
	return OK;
}
