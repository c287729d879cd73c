#include "features/centres/may_apply.h"

#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centres_model.h"

static const char *const verdict_codes[] = { "yes", "no", "unknown", NULL };
const struct choices verdict_choices = { "verdict", verdict_codes };
enum { LONGEST = 60, MOST_SIMILAR = 6, STILL_LIKE = 3 };

int edit_distance(str a, str b)
{
	int row[LONGEST + 1];
	if (a.n > LONGEST || b.n > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= a.n; i++) {
		int diagonal = row[0];
		row[0] = (int)i;
		for (size_t j = 1; j <= b.n; j++) {
			int changed = diagonal + (a.p[i - 1] != b.p[j - 1]);
			int least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			diagonal = row[j];
			row[j] = changed < least ? changed : least;
		}
	}
	return row[b.n];
}

/* --- finding what was meant --------------------------------------------------------------------------------------- */

/* "Stadt Dülmen", "Gemeinde Senden" -> "dulmen", "senden"; "Duelmen" -> "duelmen". */
static str plain_name(struct cx *cx, str typed)
{
	static const char *const titles[] = { "stadt ", "gemeinde ", "kreisfreie stadt ", "hansestadt ", NULL };
	str s = utf8_fold(cx->mem, str_trim(typed));
	for (const char *const *t = titles; *t; t++)
		if (str_starts(s, *t))
			return str_trim(str_part(s, str_of(*t).n, s.n));
	return s;
}

/* ae, oe, ue as people without umlauts on their keyboard type them: "duelmen" -> "dulmen". */
static str without_e(struct cx *cx, str s)
{
	struct text t = TEXT(cx->mem);
	for (size_t i = 0; i < s.n; i++) {
		text_char(&t, s.p[i]);
		if ((s.p[i] == 'a' || s.p[i] == 'o' || s.p[i] == 'u') && i + 1 < s.n && s.p[i + 1] == 'e')
			i++;
	}
	return text_str(&t);
}

static const struct municipality *find_town(struct cx *cx, const struct list *towns, str name)
{
	str second = without_e(cx, name);
	LIST_EACH (const struct municipality, m, towns)
		if (str_eq(m->sort_name, name) || str_eq(m->ags8, name))
			return m;
	LIST_EACH (const struct municipality, m, towns)
		if (str_eq(without_e(cx, m->sort_name), second))
			return m;
	return NULL;
}

static const struct centre *find_carrier(struct cx *cx, const struct list *centres, str asked)
{
	str name = utf8_fold(cx->mem, str_trim(asked));
	LIST_EACH (const struct centre, c, centres)
		if (str_eq(utf8_fold(cx->mem, c->carrier), name) || str_eq(c->sort_name, name) || str_eq(c->ags8, name))
			return c;
	return NULL;
}

/* --- names like it ------------------------------------------------------------------------------------------------ */

struct likeness {
	const struct municipality *town;
	int distance;
};

static int nearer(const void *a, const void *b)
{
	const struct likeness *x = a, *y = b;
	return x->distance - y->distance;
}

static int distance_to(const struct municipality *m, str name)
{
	if (name.n >= 3 && str_has(m->sort_name, name.p))
		return 0;
	return edit_distance(m->sort_name, name);
}

static void fill_similar(struct cx *cx, const struct list *towns, str name, struct list *ret)
{
	struct list like = { 0 };
	LIST_EACH (const struct municipality, m, towns) {
		int d = distance_to(m, name);
		if (d <= STILL_LIKE && d < (int)name.n)
			*LIST_ADD(cx->mem, &like, struct likeness) = (struct likeness){ m, d };
	}
	list_sort(&like, nearer);
	for (size_t i = 0; i < like.n && i < MOST_SIMILAR; i++) {
		const struct municipality *m = LIST_AT(&like, struct likeness, i)->town;
		*LIST_ADD(cx->mem, ret, struct link) =
		        (struct link){ .text = m->name,
			               .path = str_print(cx->mem, "/may-apply?municipality=" STR_FMT,
			                                 STR_ARG(m->ags8)) };
	}
}

/* --- the answer --------------------------------------------------------------------------------------------------- */

static err fill_rule(struct cx *cx, str authority, struct may_apply *ret)
{
	struct rule rule;
	err e = rule_term(cx, "applicants", authority, 0, cx->today, &rule);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	struct rule_use *use = NEW(cx->mem, struct rule_use);
	*use = (struct rule_use){ .code = rule.code,
		                  .path = str_print(cx->mem, "/rules/" STR_FMT, STR_ARG(rule.code)),
		                  .source = rule.source,
		                  .mark = rule.mark,
		                  .calculation = rule.note };
	ret->rule = use;
	return OK;
}

static void say(struct cx *cx, struct may_apply *a, const char *verdict, const char *sentence, const char *way)
{
	const struct arg *args = ARGS({ "name", a->name }, { "carrier", a->carrier }, { "asked", a->asked });
	a->verdict = str_of(verdict);
	a->yes = str_is(a->verdict, "yes");
	a->no = str_is(a->verdict, "no");
	a->unknown = str_is(a->verdict, "unknown");
	a->sentence = word_args(cx->words, cx->mem, sentence, args);
	a->way = word_args(cx->words, cx->mem, way, args);
}

static err answer_town(struct cx *cx, const struct municipality *m, struct may_apply *ret)
{
	ret->name = m->name;
	if (str_eq(ret->asked, m->ags8)) /* a name that was offered: its key is not what one wants to read */
		ret->asked = m->name;
	ret->centre_name = m->centre_name;
	ret->centre_path = m->path;
	ret->carrier = m->carrier;
	if (str_is(m->kind, "kreisfreie_stadt"))
		say(cx, ret, "yes", "may_apply.yes", "may_apply.yes_way");
	else
		say(cx, ret, "no", "may_apply.no", "may_apply.no_way");
	return fill_rule(cx, m->authority, ret);
}

static err answer_carrier(struct cx *cx, const struct centre *c, struct may_apply *ret)
{
	ret->name = c->carrier;
	ret->centre_name = c->name;
	ret->centre_path = c->path;
	ret->carrier = c->carrier;
	say(cx, ret, "yes", "may_apply.yes", "may_apply.yes_way");
	return fill_rule(cx, c->kind, ret);
}

err may_apply_answer(struct cx *cx, str asked, struct may_apply *ret)
{
	struct list towns = { 0 }, centres = { 0 };
	struct centre_query all = { .district = S(""), .kind = S(""), .limit = 100 };
	*ret = (struct may_apply){ .title = word(cx->words, cx->mem, "may_apply.title"), .asked = S("") };
	if (str_blank(asked))
		return OK;
	ret->asked = asked;
	str name = plain_name(cx, asked);
	TRY(municipality_all(cx, &towns));
	TRY(centre_list(cx, &all, cx->today, &centres));
	const struct municipality *town = find_town(cx, &towns, name);
	if (town)
		return answer_town(cx, town, ret);
	const struct centre *carrier = find_carrier(cx, &centres, asked);
	if (carrier)
		return answer_carrier(cx, carrier, ret);
	fill_similar(cx, &towns, name, &ret->similar);
	say(cx, ret, "unknown", "may_apply.unknown", ret->similar.n ? "may_apply.similar" : "may_apply.unknown_way");
	return OK;
}
