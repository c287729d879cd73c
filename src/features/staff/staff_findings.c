#include "features/staff/staff_findings.h"

#include <stdlib.h>

#include "base/money.h"
#include "core/words.h"
#include "features/staff/staff_parts.h"

static const char *const weight_codes[] = { "breach", "notice", "hint", NULL };
const struct choices finding_weight_choices = { "finding_weight", weight_codes };
static const char *const kind_codes[] = { "split_unequal",      "same_profession",
	                                  "leader_profession",  "no_head",
	                                  "no_deputy",          "leader_without_post",
	                                  "no_qualification",   "assistant_qualification",
	                                  "above_entitlement",  "person_above_full",
	                                  "secondment_missing", "secondment_ends",
	                                  "vacancy_long",       NULL };
const struct choices finding_kind_choices = { "finding_kind", kind_codes };

static const struct field finding_fields[] = {
	FIELD(struct finding, kind, KIND_CHOICE, .choices = &finding_kind_choices),
	FIELD(struct finding, weight, KIND_CHOICE, .choices = &finding_weight_choices),
	FIELD(struct finding, sentence, KIND_TEXT, .max = 1000),
	FIELD(struct finding, todo, KIND_TEXT, .max = 1000),
	FIELD(struct finding, rule_code, KIND_TEXT),
	FIELD(struct finding, rule_path, KIND_PATH),
	FIELD(struct finding, source, KIND_TEXT, .max = 500),
	FIELD(struct finding, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct finding, path, KIND_PATH),
	FIELD(struct finding, post_id, KIND_INT),
	FIELD(struct finding, person_id, KIND_INT),
};
const struct record finding_rec = RECORD("finding", struct finding, finding_fields);

/* What all findings of a day are made from. */
struct look {
	struct cx *cx;
	const struct staff *s;
	const struct plan *p;
	const struct list *rules;
	str authority;
	int64_t centre_id;
	day on;
	struct list found; /* struct finding */
};

static const struct rule *rule_on(const struct look *l, const char *item)
{
	return term_of(l->rules, str_of(item), l->authority, l->centre_id, l->on);
}

/* A whole number (months, days) or a size in posts that a term names; -1: it names none. */
static int64_t figure(const struct rule *r)
{
	int64_t v;
	return r->value.p && str_to_int(r->value, &v) && v >= 0 ? v : -1;
}

/* `rule`: with code, source and mark of the rule that it rests on. The sentence takes the arguments, the todo none. */
static struct finding *say(struct look *l, const char *kind, const char *weight, struct rule_use rule, const char *key,
                           const struct arg *args)
{
	struct cx *cx = l->cx;
	struct finding *f = LIST_ADD(cx->mem, &l->found, struct finding);
	*f = (struct finding){ .kind = str_of(kind),
		               .weight = str_of(weight),
		               .sentence = word_args(cx->words, cx->mem, key, args),
		               .todo = word(cx->words, cx->mem, str_print(cx->mem, "finding.%s.todo", kind).p),
		               .rule_code = rule.code,
		               .rule_path = str_print(cx->mem, "/rules/" STR_FMT, STR_ARG(rule.code)),
		               .source = rule.source,
		               .mark = rule.mark };
	return f;
}

static struct rule_use resting_on(const struct rule *r)
{
	return (struct rule_use){ .code = r->code, .source = r->source, .mark = r->mark };
}

static str say_fte(const struct look *l, int64_t fte)
{
	return say_decimal(l->cx->words, l->cx->mem, fte);
}
static str say_date(const struct look *l, day d)
{
	return say_day(l->cx->words, l->cx->mem, d);
}
static str say_choice(const struct look *l, const char *prefix, str code)
{
	return word(l->cx->words, l->cx->mem, str_print(l->cx->mem, "%s." STR_FMT, prefix, STR_ARG(code)).p);
}

/* --- posts -------------------------------------------------------------------------------------------------------- */

/* Two people, each with half of the post: an odd thousandth apart is still half. One person alone splits nothing. */
static bool is_equal_split(const struct plan_post *p)
{
	int64_t first = 0, rest = 0, people = 1;
	const struct plan_holder *one = LIST_AT(&p->holders, struct plan_holder, 0);
	LIST_EACH (const struct plan_holder, h, &p->holders) {
		if (h->person_id == one->person_id)
			first += h->fte;
		else
			rest += h->fte;
	}
	LIST_EACH (const struct plan_holder, h, &p->holders) {
		bool seen = false;
		LIST_EACH (const struct plan_holder, g, &p->holders)
			seen = seen || (g < h && g->person_id == h->person_id);
		people += !seen && h->person_id != one->person_id;
	}
	return people == 1 || (people == 2 && llabs(first - rest) <= 1 && first + rest >= p->post.fte - 1);
}

static void look_at_split(struct look *l, const struct rule *r, const struct plan_post *p)
{
	struct text who = TEXT(l->cx->mem);
	if (p->holders.n < 2 || is_equal_split(p))
		return;
	LIST_EACH (const struct plan_holder, h, &p->holders)
		text_print(&who, "%s" STR_FMT " (" STR_FMT ")", who.n ? "; " : "", STR_ARG(h->name),
		           STR_ARG(say_fte(l, h->fte)));
	say(l, "split_unequal", "hint", resting_on(r), "finding.split_unequal",
	    ARGS({ "post", p->post.title }, { "fte", say_fte(l, p->post.fte) }, { "who", text_str(&who) }))
	        ->post_id = p->post.id;
}

static void look_at_vacancy(struct look *l, const struct rule *r, const struct plan_post *p)
{
	int64_t days = figure(r);
	if (p->vacant == 0 || days < 0 || p->vacant_days <= days)
		return;
	say(l, "vacancy_long", "notice", resting_on(r),
	    p->filled ? "finding.vacancy_long.partly" : "finding.vacancy_long",
	    ARGS({ "post", p->post.title }, { "vacant", say_fte(l, p->vacant) },
	         { "since", say_date(l, p->vacant_since) },
	         { "days", say_int(l->cx->words, l->cx->mem, p->vacant_days) }))
	        ->post_id = p->post.id;
}

static void look_at_posts(struct look *l)
{
	const struct rule *split = rule_on(l, "staff_split"), *notice = rule_on(l, "staff_vacancy_notice");
	LIST_EACH (const struct plan_post, p, &l->p->posts) {
		if (split && str_is(split->value, "equal_halves"))
			look_at_split(l, split, p);
		if (notice)
			look_at_vacancy(l, notice, p);
	}
}

static void look_at_lines(struct look *l)
{
	LIST_EACH (const struct plan_line, line, &l->p->lines) {
		if (!line->entitled.has || line->filled <= line->entitled.v || line->rules.n == 0)
			continue;
		say(l, "above_entitlement", "breach", *LIST_AT(&line->rules, struct rule_use, 0),
		    "finding.above_entitlement",
		    ARGS({ "line", say_choice(l, "staff_line", line->line) }, { "filled", say_fte(l, line->filled) },
		         { "entitled", say_fte(l, line->entitled.v) }));
	}
}

/* --- who leads ---------------------------------------------------------------------------------------------------- */

/* Of two professions, the administrator of 2012 is a specialist; an assistant belongs to neither. Absent: none of them.
 */
static str profession_group(str profession, bool three)
{
	if (str_is(profession, "assistant"))
		return STR_NONE;
	return !three && str_is(profession, "administrator") ? S("specialist") : profession;
}

static void look_at_leader(struct look *l, const struct rule *r, const struct plan_leader *who, bool three)
{
	struct finding *f = NULL;
	str office = say_choice(l, "office", who->office);
	if (!who->profession.p)
		f = say(l, "leader_without_post", "notice", resting_on(r), "finding.leader_without_post",
		        ARGS({ "office", office }, { "name", who->name }));
	else if (!profession_group(who->profession, three).p)
		f = say(l, "leader_profession", "breach", resting_on(r),
		        three ? "finding.leader_profession.three" : "finding.leader_profession",
		        ARGS({ "office", office }, { "name", who->name },
		             { "profession", say_choice(l, "post_kind", who->profession) }));
	if (f)
		f->person_id = who->person_id;
}

static void look_at_leading(struct look *l)
{
	const struct rule *r = rule_on(l, "staff_professions");
	const struct plan_leader *head = &l->p->head, *deputy = &l->p->deputy;
	bool three = r && str_is(r->value, "three");
	if (!r || (!three && !str_is(r->value, "two")) ||
	    (l->p->posts.n == 0 && !head->person_id && !deputy->person_id))
		return;
	if (head->person_id)
		look_at_leader(l, r, head, three);
	else
		say(l, "no_head", "notice", resting_on(r), "finding.no_head", NO_ARGS);
	if (deputy->person_id)
		look_at_leader(l, r, deputy, three);
	else
		say(l, "no_deputy", "notice", resting_on(r), "finding.no_deputy", NO_ARGS);
	str one = profession_group(head->profession, three), other = profession_group(deputy->profession, three);
	if (one.p && str_eq(one, other))
		say(l, "same_profession", "breach", resting_on(r),
		    three ? "finding.same_profession.three" : "finding.same_profession",
		    ARGS({ "head", head->name }, { "deputy", deputy->name },
		         { "profession", say_choice(l, "post_kind", one) }))
		        ->person_id = deputy->person_id;
}

/* --- people ------------------------------------------------------------------------------------------------------- */

static bool excepted(const struct look *l, int64_t person_id, const char *kind)
{
	LIST_EACH (const struct exception_case, c, &l->s->exceptions) {
		struct exception_case state = *c;
		exception_state_of(&state);
		if (c->person_id == person_id && str_is(c->kind, kind) && str_is(state.state, "granted") &&
		    day_cmp(state.since, l->on) <= 0)
			return true;
	}
	return false;
}

/* KIM has a guideline of its own, and what the carrier pays itself is his affair: the decree asks nothing of them. */
static bool decree_asks(const struct post *p)
{
	str line = staff_line_of(p->kind, p->funding);
	return str_is(line, "specialist") || str_is(line, "assistant") || str_is(line, "komman");
}

static void look_at_qualification(struct look *l, const struct plan_post *p, const struct plan_holder *h)
{
	bool assistant = str_is(p->post.kind, "assistant");
	const struct rule *r = rule_on(l, assistant ? "staff_assistant_qualification" : "staff_qualification");
	if (!r || !decree_asks(&p->post) || !str_is(r->value, assistant ? "training" : "degree_or_experience"))
		return;
	bool good = assistant ? qualifies_assistant(&l->s->qualifications, h->person_id, l->on)
	                      : qualifies_specialist(&l->s->qualifications, h->person_id, l->on);
	if (good || excepted(l, h->person_id, assistant ? "assistant" : "specialist"))
		return;
	const char *kind = assistant ? "assistant_qualification" : "no_qualification";
	struct finding *f = say(l, kind, "breach", resting_on(r), str_print(l->cx->mem, "finding.%s", kind).p,
	                        ARGS({ "name", h->name }, { "post", p->post.title }));
	f->person_id = h->person_id;
	f->post_id = p->post.id;
}

/* Nobody is told about twice because he holds two such posts. */
static bool told(const struct look *l, const char *kind, int64_t person_id)
{
	LIST_EACH (const struct finding, f, &l->found)
		if (f->person_id == person_id && str_is(f->kind, kind))
			return true;
	return false;
}

static void look_at_size(struct look *l, const struct rule *r, const struct plan_holder *h)
{
	int64_t most, sum = 0;
	if (!r || !r->value.p || !decimal_parse(r->value, &most) || told(l, "person_above_full", h->person_id))
		return;
	LIST_EACH (const struct plan_post, p, &l->p->posts)
		LIST_EACH (const struct plan_holder, other, &p->holders)
			sum += other->person_id == h->person_id ? other->fte : 0;
	if (sum > most)
		say(l, "person_above_full", "breach", resting_on(r), "finding.person_above_full",
		    ARGS({ "name", h->name }, { "fte", say_fte(l, sum) }, { "most", say_fte(l, most) }))
		        ->person_id = h->person_id;
}

static bool seconded(const struct look *l, int64_t person_id)
{
	LIST_EACH (const struct secondment, s, &l->s->secondments)
		if (s->person_id == person_id && HOLDS_ON(s, l->on))
			return true;
	return false;
}

static void look_at_people(struct look *l)
{
	const struct rule *most = rule_on(l, "staff_person_max"), *notice = rule_on(l, "staff_secondment_notice");
	LIST_EACH (const struct plan_post, p, &l->p->posts)
		LIST_EACH (const struct plan_holder, h, &p->holders) {
			bool teacher = str_is(p->post.kind, "teacher");
			const char *kind =
			        str_is(p->post.kind, "assistant") ? "assistant_qualification" : "no_qualification";
			if (!teacher && !told(l, kind, h->person_id))
				look_at_qualification(l, p, h);
			look_at_size(l, most, h);
			if (teacher && notice && !seconded(l, h->person_id) &&
			    !told(l, "secondment_missing", h->person_id))
				say(l, "secondment_missing", "notice", resting_on(notice), "finding.secondment_missing",
				    ARGS({ "name", h->name }, { "day", say_date(l, l->on) }))
				        ->person_id = h->person_id;
		}
}

/* A further one that begins at the latest on the day after. */
static bool prolonged(const struct look *l, const struct secondment *s)
{
	LIST_EACH (const struct secondment, next, &l->s->secondments)
		if (next->person_id == s->person_id && day_cmp(next->valid_to, s->valid_to) > 0 &&
		    day_cmp(next->valid_from, day_add(s->valid_to, 1)) <= 0)
			return true;
	return false;
}

static void look_at_secondments(struct look *l)
{
	const struct rule *r = rule_on(l, "staff_secondment_notice");
	int64_t months = r ? figure(r) : -1;
	if (months < 0 || months > 1200)
		return;
	day last = day_add_months(l->on, (int)months);
	LIST_EACH (const struct secondment, s, &l->s->secondments)
		if (HOLDS_ON(s, l->on) && day_cmp(s->valid_to, last) <= 0 && !prolonged(l, s))
			say(l, "secondment_ends", "notice", resting_on(r), "finding.secondment_ends",
			    ARGS({ "name", s->person_name }, { "day", say_date(l, s->valid_to) }, { "home", s->home }))
			        ->person_id = s->person_id;
}

static int weight_of(str weight)
{
	return str_is(weight, "breach") ? 0 : str_is(weight, "notice") ? 1 : 2;
}

static int most_weighty_first(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	return weight_of(x->weight) - weight_of(y->weight);
}

struct list findings_of(struct cx *cx, const struct staff *s, const struct plan *p, const struct list *rules,
                        str authority, int64_t centre_id)
{
	struct look l = { .cx = cx, .s = s, .p = p, .rules = rules, .authority = authority, .centre_id = centre_id };
	l.on = p->date;
	look_at_leading(&l);
	look_at_lines(&l);
	look_at_people(&l);
	look_at_secondments(&l);
	look_at_posts(&l);
	list_sort(&l.found, most_weighty_first);
	return l.found;
}
