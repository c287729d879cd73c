/* From cells to people: languages in a cell, and what the columns of a row say together. */
#include "core/mail.h"
#include "core/words.h"
#include "features/interpreters/pool_hours.h"
#include "features/interpreters/pool_import.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/postcode.h"

/* --- languages ---------------------------------------------------------------------------------------------------- */

static bool take_word(struct cx *cx, str typed, struct interpreter_language *l)
{
	str level = import_code(cx, &interpreter_level_choices, typed),
	    mode = import_code(cx, &booking_mode_choices, typed);
	if (level.p)
		l->level = level;
	else if (str_is(mode, "on_site"))
		l->on_site = true;
	else if (str_is(mode, "phone"))
		l->phone = true;
	else if (str_is(mode, "video"))
		l->video = true;
	else if (str_is(mode, "written"))
		l->written = true;
	else if (import_is_word(cx, utf8_fold(cx->mem, str_trim(typed)), "pool.all_dialects"))
		l->all_dialects = true;
	else
		return false;
	return true;
}

/* The words in the last brackets, if they are ours: "Farsi (Iran)" has none. */
static str without_brackets(struct cx *cx, str part, struct interpreter_language *l)
{
	size_t open = part.n;
	struct interpreter_language read = { 0 };
	if (!str_ends(part, ")"))
		return part;
	while (open > 0 && part.p[open - 1] != '(')
		open--;
	if (open == 0)
		return part;
	str rest = str_part(part, open, part.n - 1);
	while (rest.p)
		if (!take_word(cx, str_split(&rest, ','), &read))
			return part;
	*l = read;
	return str_trim(str_part(part, 0, open - 1));
}

static err read_language(struct cx *cx, str part, struct list *ret)
{
	struct interpreter_language row = { 0 };
	struct language l;
	str name = without_brackets(cx, part, &row);
	TRY(language_by_word(cx, name, &l));
	row.language_code = l.code;
	row.language = language_short(cx, &l);
	if (!row.level.p)
		row.level = S("fluent");
	if (!row.on_site && !row.phone && !row.video && !row.written)
		row.on_site = true;
	if (l.of_code.p)
		row.all_dialects = false;
	LIST_EACH (const struct interpreter_language, o, ret)
		if (str_eq(o->language_code, row.language_code))
			return OK; /* said twice */
	*LIST_ADD(cx->mem, ret, struct interpreter_language) = row;
	return OK;
}

/* One language; or, as commas are parts of some names, only then several: "Dari, Paschtu". */
static err read_part(struct cx *cx, str part, struct list *ret)
{
	str rest = part;
	err e = read_language(cx, part, ret);
	if (e != E_NOTFOUND || !str_has(part, ","))
		return e;
	while (rest.p)
		TRY(read_language(cx, str_trim(str_split(&rest, ',')), ret));
	return OK;
}

err pool_languages_read(struct cx *cx, str cell, struct list *ret, str *ret_wrong)
{
	str rest = cell;
	while (rest.p) {
		str part = str_trim(str_split(&rest, ';'));
		err e = str_blank(part) ? OK : read_part(cx, part, ret);
		if (e == E_NOTFOUND) {
			*ret_wrong = part;
			return E_INVALID;
		}
		TRY(e);
	}
	return OK;
}

/* --- hours of the week -------------------------------------------------------------------------------------------- */

/* "Mo.", "Montag", "Monday": 1; 0: none. Two letters are enough in both languages. */
static int weekday_of(struct cx *cx, str typed)
{
	static const char *const languages[] = { "de", "en" };
	str folded = utf8_fold(cx->mem, str_trim(typed));
	if (str_ends(folded, "."))
		folded = str_part(folded, 0, folded.n - 1);
	for (int weekday = 1; weekday <= 7 && folded.n >= 2; weekday++)
		for (size_t l = 0; l < 2; l++) {
			str key = str_print(cx->mem, "pool.weekday_%d", weekday);
			str name = utf8_fold(cx->mem, word(words_of(str_of(languages[l])), cx->mem, key.p));
			if (str_starts(name, str_c(cx->mem, folded)))
				return weekday;
		}
	return 0;
}

/* "Mo–Fr": both ends; *ret_to is the same day if there is one only. */
static bool read_days(struct cx *cx, str typed, int *ret_from, int *ret_to)
{
	struct text t = TEXT(cx->mem);
	str rest = typed;
	for (str dash = S("–"); rest.n;) {
		bool is = str_starts(rest, dash.p);
		text_add(&t, is ? S("-") : str_part(rest, 0, 1));
		rest = str_part(rest, is ? dash.n : 1, rest.n);
	}
	rest = text_str(&t);
	*ret_from = weekday_of(cx, str_split(&rest, '-'));
	*ret_to = rest.p ? weekday_of(cx, rest) : *ret_from;
	return *ret_from && *ret_to >= *ret_from;
}

static bool read_week_part(struct cx *cx, str part, unsigned *days, struct list *ret)
{
	struct list spans = { 0 };
	int from, to;
	str hours = part, days_said = str_split(&hours, ' ');
	if (!hours.p || !read_days(cx, days_said, &from, &to) || !hours_parse(cx->mem, hours, &spans) || !spans.n)
		return false;
	for (int weekday = from; weekday <= to; weekday++) {
		if (*days & 1u << weekday)
			return false;
		*days |= 1u << weekday;
		LIST_EACH (const struct day_span, s, &spans)
			*LIST_ADD(cx->mem, ret, struct interpreter_hours) = (struct interpreter_hours){
				.weekday = weekday, .from_minute = s->from_minute, .to_minute = s->to_minute
			};
	}
	return true;
}

err pool_week_read(struct cx *cx, str cell, struct list *ret, str *ret_wrong)
{
	unsigned days = 0;
	str rest = cell;
	while (rest.p) {
		str part = str_trim(str_split(&rest, ';'));
		if (str_blank(part) || read_week_part(cx, part, &days, ret))
			continue;
		*ret_wrong = part;
		return E_INVALID;
	}
	return OK;
}

/* --- the rows ----------------------------------------------------------------------------------------------------- */

static void check_days(struct cx *cx, struct import_said *said, int64_t line, day from, day to)
{
	if (day_is(from) && day_cmp(from, cx->today) > 0)
		import_say(cx, said, line, STR_NONE, "pool_import.day_to_come",
		           ARGS({ "day", say_day(cx->words, cx->mem, from) }));
	if (day_is(to) && (!day_is(from) || day_cmp(to, from) < 0))
		import_say(cx, said, line, STR_NONE, "pool_import.end_without_begin",
		           ARGS({ "day", say_day(cx->words, cx->mem, to) }));
}

/* What the columns of a row say together. */
static void check_row(struct cx *cx, int64_t line, const struct pool_table_row *row, struct import_said *said)
{
	check_days(cx, said, line, row->trained_on, row->trained_until);
	check_days(cx, said, line, row->pledged_on, DAY_NONE);
	check_days(cx, said, line, row->certified_on, row->certified_until);
	check_days(cx, said, line, row->listed_from, DAY_NONE);
	if (day_is(row->certified_on) && !day_is(row->certified_until))
		import_say(cx, said, line, STR_NONE, "pool_import.certificate_without_end", NO_ARGS);
	if (!str_blank(row->email) && !mail_address_ok(row->email))
		import_say(cx, said, line, STR_NONE, "pool.not_an_address", NO_ARGS);
	if (!str_blank(row->postcode) && !postcode_written(row->postcode))
		import_say(cx, said, line, STR_NONE, "pool.not_a_postcode", NO_ARGS);
	if (str_is(row->state, "left") || str_is(row->state, "declined"))
		import_say(cx, said, line, STR_NONE, "pool_import.out", NO_ARGS);
	if (str_has(row->family_name, ","))
		import_say(cx, said, line, STR_NONE, "pool.comma", NO_ARGS);
}

static err take_row(struct cx *cx, void *self, int64_t line, const void *read, struct import_said *said)
{
	struct pool_import *p = self;
	struct pool_import_row r = { .line = line, .row = *(const struct pool_table_row *)read };
	size_t before = said->messages.n + (size_t)said->more;
	str wrong;
	err e = pool_languages_read(cx, r.row.languages, &r.languages, &wrong);
	if (e == E_INVALID)
		import_say(cx, said, line, STR_NONE, "pool_import.language", ARGS({ "typed", wrong }));
	else
		TRY(e);
	e = pool_week_read(cx, r.row.hours, &r.hours, &wrong);
	if (e == E_INVALID)
		import_say(cx, said, line, STR_NONE, "pool_import.hours", ARGS({ "typed", wrong }));
	else
		TRY(e);
	check_row(cx, line, &r.row, said);
	if (said->messages.n + (size_t)said->more == before)
		*LIST_ADD(cx->mem, &p->drafts, struct pool_import_row) = r;
	return OK;
}

err pool_import_read(struct cx *cx, const struct csv *table, struct pool_import *ret)
{
	*ret = (struct pool_import){ 0 };
	return import_table_read(cx, table, &pool_table_rec, take_row, ret, &ret->said, &ret->rows);
}
