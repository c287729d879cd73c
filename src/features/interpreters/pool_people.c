/* pool_people.c -- reading the people of the pool and what belongs to them: see pool_people.h. */
#include "features/interpreters/pool_people.h"

#include "features/interpreters/pool_language.h"

#define MOST_PEOPLE "2000" /* of one KI; a tenfold of the largest pool known */
#define MOST_ROWS "50000"  /* of what belongs to them */
#define PERSON_SELECT                                                                                                  \
	"SELECT n.id, n.version, n.family_name, n.given_name, n.family_name || ', ' || n.given_name AS name, "         \
	"n.gender,"                                                                                                    \
	" n.email, n.phone, n.postcode, n.town, n.lat, n.lon, n.interpreting, n.guiding, n.translating,"               \
	" n.most_per_week, n.tax_kind, n.note, n.recorded_by FROM interpreter n"
/* $2: 1 for English names. */
#define LANGUAGE_SELECT                                                                                                \
	"SELECT s.id, s.interpreter_id, s.language_code, l.of_code,"                                                   \
	" CASE WHEN $2 = 1 THEN l.name_en ELSE l.name END AS language,"                                                \
	" CASE WHEN $2 = 1 THEN o.name_en ELSE o.name END AS of_language,"                                             \
	" s.level, s.all_dialects, s.on_site, s.phone, s.video, s.written FROM interpreter_language s"                 \
	" JOIN language l ON l.code = s.language_code LEFT JOIN language o ON o.code = l.of_code"
#define EXCEPTION_SELECT "SELECT id, interpreter_id, kind, day_from, day_to, note FROM interpreter_exception"
#define STEP_SELECT                                                                                                    \
	"SELECT id, interpreter_id, kind, day, until, note, withdrawn_on, recorded_by, recorded_at FROM "              \
	"interpreter_step"
#define YEAR_SELECT                                                                                                    \
	"SELECT id, interpreter_id, version, year, other_cents, consent_on, recorded_by FROM interpreter_year"
#define NAME_LIKE(n) " AND n.sort_name LIKE " n " ESCAPE '!'"

enum {
	LIST,
	FIND,
	LANGUAGES,
	LANGUAGE_FIND,
	HOURS,
	EXCEPTIONS,
	EXCEPTION_FIND,
	STEPS,
	STEP_FIND,
	YEARS,
	YEAR_FIND,
	LOADS
};
const struct sql pool_people_sql[] = {
	/* $5: a language or dialect: itself, one of its dialects, or its language where all dialects are spoken. */
	[LIST] = { PERSON_SELECT " WHERE n.centre_id = $1" NAME_LIKE("$2") NAME_LIKE("$3")
	                   NAME_LIKE("$4") " AND (($5 IS NULL AND $6 IS NULL)"
	                                   " OR EXISTS (SELECT 1 FROM interpreter_language s JOIN language l ON l.code "
	                                   "= s.language_code"
	                                   " WHERE s.centre_id = $1 AND s.interpreter_id = n.id AND ($5 IS NULL OR "
	                                   "l.code = $5 OR l.of_code = $5"
	                                   " OR (s.all_dialects = 1 AND l.code = (SELECT w.of_code FROM language w "
	                                   "WHERE w.code = $5)))"
	                                   " AND ($6 IS NULL OR ($6 = 'on_site' AND s.on_site = 1) OR ($6 = 'phone' "
	                                   "AND s.phone = 1)"
	                                   " OR ($6 = 'video' AND s.video = 1) OR ($6 = 'written' AND s.written = 1))))"
	                                   " AND ($7 IS NULL OR ($7 = 'interpreting' AND n.interpreting = 1) OR ($7 = "
	                                   "'guiding' AND n.guiding = 1)"
	                                   " OR ($7 = 'translating' AND n.translating = 1)) ORDER BY n.sort_name, n.id "
	                                   "LIMIT " MOST_PEOPLE,
	           "issssss" },
	[FIND] = { PERSON_SELECT " WHERE n.centre_id = $1 AND n.id = $2", "ii" },
	[LANGUAGES] = { LANGUAGE_SELECT " WHERE s.centre_id = $1 AND ($3 = 0 OR s.interpreter_id = $3)"
	                                " ORDER BY s.interpreter_id, CASE s.level WHEN 'native' THEN 1"
	                                " WHEN 'fluent' THEN 2 ELSE 3 END, COALESCE(o.sort_name, l.sort_name),"
	                                " l.of_code IS NOT NULL, l.sort_name LIMIT " MOST_ROWS,
	                "iii" },
	[LANGUAGE_FIND] = { LANGUAGE_SELECT " WHERE s.centre_id = $1 AND s.id = $3", "iii" },
	[HOURS] = { "SELECT id, interpreter_id, weekday, from_minute, to_minute FROM interpreter_hours WHERE centre_id "
	            "= $1"
	            " AND ($2 = 0 OR interpreter_id = $2) ORDER BY interpreter_id, weekday, from_minute, id"
	            " LIMIT " MOST_ROWS,
	            "ii" },
	[EXCEPTIONS] = { EXCEPTION_SELECT " WHERE centre_id = $1 AND ($2 = 0 OR interpreter_id = $2) AND day_to >= $3"
	                                  " ORDER BY interpreter_id, day_from, id LIMIT " MOST_ROWS,
	                 "iid" },
	[EXCEPTION_FIND] = { EXCEPTION_SELECT " WHERE centre_id = $1 AND id = $2", "ii" },
	[STEPS] = { STEP_SELECT " WHERE centre_id = $1 AND ($2 = 0 OR interpreter_id = $2)"
	                        " ORDER BY interpreter_id, day, id LIMIT " MOST_ROWS,
	            "ii" },
	[STEP_FIND] = { STEP_SELECT " WHERE centre_id = $1 AND id = $2", "ii" },
	[YEARS] = { YEAR_SELECT " WHERE centre_id = $1 AND ($2 = 0 OR interpreter_id = $2)"
	                        " ORDER BY interpreter_id, year DESC LIMIT " MOST_ROWS,
	            "ii" },
	[YEAR_FIND] = { YEAR_SELECT " WHERE centre_id = $1 AND interpreter_id = $2 AND year = $3", "iii" },
	[LOADS] = { "SELECT interpreter_id, COUNT(*) AS assignments FROM booking_now WHERE centre_id = $1"
	            " AND held_on BETWEEN $2 AND $3 AND interpreter_id IS NOT NULL AND stage IN ('booked', 'held',"
	            " 'reported', 'disputed', 'signed', 'settled') GROUP BY interpreter_id LIMIT " MOST_PEOPLE,
	            "idd" },
	{ 0 },
};

/* --- people ------------------------------------------------------------------------------------------------------- */

/* The next word of *rest, without the comma of "Aydın, Elif", as a pattern that finds it anywhere; "%" if there is
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

static str given(str s)
{
	return str_blank(s) ? STR_NONE : s;
}

err interpreter_list(struct cx *cx, const struct tenant *centre, const struct people_filter *filter, struct list *ret)
{
	str rest = str_print(cx->mem, STR_FMT " ", STR_ARG(utf8_fold(cx->mem, filter->words)));
	str first = pattern_of(cx->mem, &rest), second = pattern_of(cx->mem, &rest);
	return db_list(cx, &pool_people_sql[LIST], &interpreter_rec, ret,
	               V(centre->id, first, second, pattern_of(cx->mem, &rest), given(filter->language_code),
	                 given(filter->mode), given(filter->service)));
}

err interpreter_find(struct cx *cx, const struct tenant *centre, int64_t id, struct interpreter *ret)
{
	return pool_not_found(cx, db_row(cx, &pool_people_sql[FIND], &interpreter_rec, ret, V(centre->id, id)));
}

/* --- what belongs to them ----------------------------------------------------------------------------------------- */

err interpreter_languages(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret)
{
	return db_list(cx, &pool_people_sql[LANGUAGES], &interpreter_language_rec, ret,
	               V(centre->id, language_english(cx), interpreter_id));
}

err interpreter_language_find(struct cx *cx, const struct tenant *centre, int64_t id, struct interpreter_language *ret)
{
	return pool_not_found(cx, db_row(cx, &pool_people_sql[LANGUAGE_FIND], &interpreter_language_rec, ret,
	                                 V(centre->id, language_english(cx), id)));
}

err interpreter_hours_of(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret)
{
	return db_list(cx, &pool_people_sql[HOURS], &interpreter_hours_rec, ret, V(centre->id, interpreter_id));
}

err interpreter_exceptions(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, day from,
                           struct list *ret)
{
	return db_list(cx, &pool_people_sql[EXCEPTIONS], &interpreter_exception_rec, ret,
	               V(centre->id, interpreter_id, from));
}

err interpreter_exception_find(struct cx *cx, const struct tenant *centre, int64_t id,
                               struct interpreter_exception *ret)
{
	return pool_not_found(
	        cx, db_row(cx, &pool_people_sql[EXCEPTION_FIND], &interpreter_exception_rec, ret, V(centre->id, id)));
}

err interpreter_steps(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret)
{
	return db_list(cx, &pool_people_sql[STEPS], &interpreter_step_rec, ret, V(centre->id, interpreter_id));
}

err interpreter_step_find(struct cx *cx, const struct tenant *centre, int64_t id, struct interpreter_step *ret)
{
	return pool_not_found(cx,
	                      db_row(cx, &pool_people_sql[STEP_FIND], &interpreter_step_rec, ret, V(centre->id, id)));
}

err interpreter_years(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret)
{
	return db_list(cx, &pool_people_sql[YEARS], &interpreter_year_rec, ret, V(centre->id, interpreter_id));
}

err interpreter_year_find(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, int64_t year,
                          struct interpreter_year *ret)
{
	err e = db_row(cx, &pool_people_sql[YEAR_FIND], &interpreter_year_rec, ret,
	               V(centre->id, interpreter_id, year));
	if (e == E_NOTFOUND)
		*ret = (struct interpreter_year){ .interpreter_id = interpreter_id, .year = year };
	return e == E_NOTFOUND ? OK : e;
}

err interpreter_loads(struct cx *cx, const struct tenant *centre, day from, day to, struct list *ret)
{
	return db_list(cx, &pool_people_sql[LOADS], &interpreter_load_rec, ret, V(centre->id, from, to));
}

/* How the rows of all these lists begin. */
struct of_person {
	int64_t id, interpreter_id;
};

/* Index of the first row of a person that is not before this one. */
static size_t first_of(const struct list *all, int64_t interpreter_id)
{
	size_t from = 0, to = all->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct of_person *row = list_at(all, middle);
		if (row->interpreter_id < interpreter_id)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct list interpreter_part(const struct list *all, int64_t interpreter_id)
{
	size_t from = first_of(all, interpreter_id), to = first_of(all, interpreter_id + 1);
	if (from == to)
		return (struct list){ .size = all->size };
	return (struct list){ .items = list_at(all, from), .n = to - from, .size = all->size, .cap = to - from };
}

static int by_sort_name(const void *a, const void *b)
{
	const struct person_whole *x = a, *y = b;
	int order = str_cmp(x->sort_name, y->sort_name);
	return order ? order : (x->person.id > y->person.id) - (x->person.id < y->person.id);
}

err interpreter_whole_list(struct cx *cx, const struct tenant *centre, const struct people_filter *filter, day on,
                           struct list *ret)
{
	struct list people = { 0 }, languages = { 0 }, steps = { 0 };
	TRY(interpreter_list(cx, centre, filter, &people));
	TRY(interpreter_languages(cx, centre, 0, &languages));
	TRY(interpreter_steps(cx, centre, 0, &steps));
	LIST_EACH (const struct interpreter, n, &people) {
		struct person_whole *w = LIST_ADD(cx->mem, ret, struct person_whole);
		*w = (struct person_whole){ .person = *n,
			                    .sort_name = interpreter_sort_name(cx->mem, n),
			                    .languages = interpreter_part(&languages, n->id),
			                    .steps = interpreter_part(&steps, n->id) };
		w->standing = interpreter_standing_of(cx->mem, &w->steps, on);
	}
	list_sort(ret, by_sort_name); /* the collation of a database may be another one */
	return OK;
}

day interpreter_waits_since(const struct person_whole *w, day today)
{
	day last = w->standing.since;
	LIST_EACH (const struct interpreter_step, s, &w->steps)
		if (interpreter_step_counts(s, today) && day_cmp(s->day, last) > 0)
			last = s->day;
	return last;
}

str interpreter_languages_said(struct cx *cx, const struct list *languages)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct interpreter_language, l, languages) {
		text_c(&t, t.n ? ", " : "");
		text_add(&t, l->language);
	}
	return text_str(&t);
}
