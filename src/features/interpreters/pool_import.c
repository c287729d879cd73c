/* The people of a table against those that the KI has; then all of them, or none. */
#include "features/interpreters/pool_import.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/words.h"
#include "features/interpreters/postcode.h"

/* --- looking ------------------------------------------------------------------------------------------------------ */

/* A name and where it stands: a row of the table, or (line 0) a person who is there. */
struct named {
	str key;
	int64_t line;
};

static int by_key(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static str key_of(struct arena *a, str family, str given)
{
	return utf8_fold(a, str_print(a, STR_FMT "\n" STR_FMT, STR_ARG(family), STR_ARG(given)));
}

static struct pool_import_row *draft_at(struct pool_import *p, int64_t line)
{
	LIST_EACH (struct pool_import_row, r, &p->drafts)
		if (r->line == line)
			return r;
	ASSERT(!"a line that was read");
}

/* Two of one name: in the table it is a mistake; with somebody who is there, the row says nothing new. */
static void compare(struct cx *cx, struct pool_import *p, const struct list *names)
{
	for (size_t i = 1; i < names->n; i++) {
		const struct named *before = LIST_AT(names, struct named, i - 1), *n = LIST_AT(names, struct named, i);
		if (!str_eq(before->key, n->key) || n->line == 0)
			continue;
		if (before->line == 0)
			draft_at(p, n->line)->known = true;
		else
			import_say(cx, &p->said, n->line, STR_NONE, "pool_import.twice",
			           ARGS({ "line", str_print(cx->mem, "%" PRId64, before->line) }));
	}
}

err pool_import_look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct pool_import *ret)
{
	const struct people_filter any = { 0 };
	struct list people = { 0 }, names = { 0 };
	TRY(pool_import_read(cx, table, ret));
	TRY(interpreter_list(cx, centre, &any, &people));
	LIST_EACH (const struct interpreter, n, &people)
		*LIST_ADD(cx->mem, &names, struct named) =
		        (struct named){ key_of(cx->mem, n->family_name, n->given_name), 0 };
	LIST_EACH (const struct pool_import_row, r, &ret->drafts)
		*LIST_ADD(cx->mem, &names, struct named) =
		        (struct named){ key_of(cx->mem, r->row.family_name, r->row.given_name), r->line };
	list_sort(&names, by_key);
	compare(cx, ret, &names);
	import_sort(&ret->said);
	LIST_EACH (const struct pool_import_row, r, &ret->drafts) {
		ret->known += r->known;
		ret->new_people += !r->known;
	}
	return OK;
}

/* --- taking ------------------------------------------------------------------------------------------------------- */

static day earlier(day a, day b)
{
	return day_is(b) && (!day_is(a) || day_cmp(b, a) < 0) ? b : a;
}

/* It began when the first thing happened; today if nothing has. */
static day began(const struct pool_table_row *r, day today)
{
	day first = earlier(earlier(r->trained_on, r->pledged_on), earlier(r->certified_on, r->listed_from));
	return day_is(first) ? first : today;
}

static err add_step(struct cx *cx, const struct tenant *centre, int64_t person, const char *kind, day on, day until)
{
	const struct interpreter_step s = { .interpreter_id = person, .kind = str_of(kind), .day = on, .until = until };
	int64_t id;
	return day_is(on) ? interpreter_step_insert(cx, centre, &s, &id) : OK;
}

/* Who is trained or in the pool has been talked to; a pause has no day of its own in the table: from today on. */
static err add_steps(struct cx *cx, const struct tenant *centre, int64_t person, const struct pool_table_row *r)
{
	day first = began(r, cx->today), listed = r->listed_from;
	bool paused = str_is(r->state, "paused"), in_pool = paused || str_is(r->state, "listed");
	if (!day_is(listed) && in_pool)
		listed = cx->today;
	TRY(add_step(cx, centre, person, "applied", first, DAY_NONE));
	if (in_pool || day_is(r->trained_on) || day_is(listed) || str_is(r->state, "interviewed"))
		TRY(add_step(cx, centre, person, "interviewed", first, DAY_NONE));
	TRY(add_step(cx, centre, person, "trained", r->trained_on, r->trained_until));
	TRY(add_step(cx, centre, person, "pledged", r->pledged_on, DAY_NONE));
	TRY(add_step(cx, centre, person, "certificate", r->certified_on, r->certified_until));
	TRY(add_step(cx, centre, person, "listed", listed, DAY_NONE));
	return paused ? add_step(cx, centre, person, "paused", cx->today, DAY_NONE) : OK;
}

static err person_of(struct cx *cx, const struct pool_table_row *r, struct interpreter *ret)
{
	struct postcode p;
	*ret = (struct interpreter){ .family_name = r->family_name,
		                     .given_name = r->given_name,
		                     .gender = r->gender,
		                     .email = r->email,
		                     .phone = r->phone,
		                     .postcode = r->postcode,
		                     .town = r->town,
		                     .interpreting = r->interpreting || (!r->guiding && !r->translating),
		                     .guiding = r->guiding,
		                     .translating = r->translating,
		                     .most_per_week = r->most_per_week,
		                     .tax_kind = r->tax_kind.p ? r->tax_kind : S("volunteer") };
	if (str_blank(r->postcode))
		return OK;
	err e = postcode_find(cx, r->postcode, &p);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	ret->lat = MAYBE(p.lat);
	ret->lon = MAYBE(p.lon);
	if (str_blank(ret->town))
		ret->town = p.town;
	return OK;
}

static err take_row(struct cx *cx, const struct tenant *centre, const struct pool_import_row *r)
{
	struct interpreter n;
	int64_t id;
	TRY(person_of(cx, &r->row, &n));
	TRY(interpreter_insert(cx, centre, &n, &n.id));
	LIST_EACH (const struct interpreter_language, l, &r->languages) {
		struct interpreter_language row = *l;
		row.interpreter_id = n.id;
		TRY(interpreter_language_insert(cx, centre, &row, &id));
	}
	LIST_EACH (const struct interpreter_hours, h, &r->hours) {
		struct interpreter_hours row = *h;
		row.interpreter_id = n.id;
		TRY(interpreter_hours_insert(cx, centre, &row));
	}
	return add_steps(cx, centre, n.id, &r->row);
}

err pool_import_take_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct import_in *in = in_;
	struct pool_import *p = ret;
	ASSERT(db_in_tx(cx));
	TRY(pool_import_look(cx, in->centre, in->table, p));
	if (p->said.messages.n)
		return fail(cx, E_INVALID, "import.has_messages", NO_ARGS);
	LIST_EACH (const struct pool_import_row, r, &p->drafts)
		if (!r->known)
			TRY(take_row(cx, in->centre, r));
	audit_note(cx, "pool.import",
	           str_print(cx->mem, "centres/" STR_FMT "/interpreters/import/" STR_FMT, STR_ARG(in->centre->slug),
	                     STR_ARG(in->hash)),
	           MAYBE(in->centre->id));
	return OK;
}
