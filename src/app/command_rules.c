/* rules: the rulebook for people at a terminal and for other programs. Without --db: the rules that come with it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "base/money.h"
#include "core/words.h"
#include "features/rulebook/rule_text.h"
#include "features/rulebook/rulebook_model.h"
#include "json/json.h"

/* What was asked for. */
struct query {
	str authority, centre, date, from, to;
	day on, first, last;
	struct rule_centre found; /* id 0: no KI was named */
};

static int wrong(const char *sentence)
{
	fprintf(stderr, "scharnier rules: %s\n", sentence);
	return EXIT_USAGE;
}

/* --- reading what was asked --------------------------------------------------------------------------------------- */

/* A missing day is today. */
static int read_date(struct program *p, str typed, const char *option, day *ret)
{
	*ret = p->cx.today;
	if (!typed.p || day_parse(str_trim(typed), ret))
		return EXIT_DONE;
	return wrong(str_print(p->mem,
	                       "%s: »" STR_FMT "« ist kein Tag des Kalenders; so geht es: 2024-06-01 oder 01.06.2024.",
	                       option, STR_ARG(typed))
	                     .p);
}

static int find_centre(struct program *p, struct query *q)
{
	if (!q->centre.p)
		return EXIT_DONE;
	err e = rule_centre_by_slug(&p->cx, q->centre, &q->found);
	if (e == E_NOTFOUND) {
		fprintf(stderr, "scharnier rules: das Kommunale Integrationszentrum »" STR_FMT "« gibt es nicht.\n",
		        STR_ARG(q->centre));
		return EXIT_FOUND;
	}
	if (e != OK)
		return program_fail(p, e);
	if (q->authority.p && !str_eq(q->authority, q->found.kind))
		return wrong(str_print(p->mem,
		                       "--authority passt nicht zu --centre: dieses Kommunale Integrationszentrum ist "
		                       "»" STR_FMT "«.",
		                       STR_ARG(q->found.kind))
		                     .p);
	q->authority = q->found.kind;
	return EXIT_DONE;
}

static int check_authority(struct program *p, const struct query *q)
{
	if (!q->authority.p)
		return q->centre.p ? EXIT_DONE : wrong("--authority fehlt; möglich sind kreis und kreisfreie_stadt.");
	if (choices_has(&authority_choices, q->authority))
		return EXIT_DONE;
	return wrong(str_print(p->mem,
	                       "--authority: »" STR_FMT "« gibt es nicht; möglich sind kreis und kreisfreie_stadt.",
	                       STR_ARG(q->authority))
	                     .p);
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static void json_text(struct text *out, const char *name, str value)
{
	text_print(out, "\"%s\":", name);
	if (value.p)
		json_quoted(out, value);
	else
		text_c(out, "null");
}

static void json_number(struct text *out, const char *name, struct maybe n)
{
	text_print(out, ",\"%s\":", name);
	if (n.has)
		text_int(out, n.v);
	else
		text_c(out, "null");
}

static void json_quantity(struct text *out, const char *name, struct maybe n)
{
	text_print(out, ",\"%s\":", name);
	if (n.has)
		text_add(out, decimal_plain(out->mem, n.v));
	else
		text_c(out, "null");
}

static void json_flag(struct text *out, const char *name, bool value)
{
	text_print(out, ",\"%s\":%s", name, value ? "true" : "false");
}

static void json_item(struct text *out, const struct entitlement_item *item)
{
	text_c(out, "{");
	json_text(out, "item", item->item);
	json_quantity(out, "quantity", item->quantity);
	json_number(out, "unit_cents", item->unit_cents);
	json_number(out, "total_cents", item->total_cents);
	text_c(out, ",\"rules\":[");
	LIST_EACH (const struct rule_use, use, &item->rules) {
		if (use != item->rules.items)
			text_c(out, ",");
		json_quoted(out, use->code);
	}
	text_c(out, "],");
	json_text(out, "mark", item->mark);
	text_c(out, "}");
}

static void json_items(struct text *out, const struct list *items)
{
	text_c(out, ",\"items\":[");
	LIST_EACH (const struct entitlement_item, item, items) {
		if (item != items->items)
			text_c(out, ",");
		json_item(out, item);
	}
	text_c(out, "]");
}

static void json_entitlement(struct program *p, const struct entitlement *e)
{
	struct text out = TEXT(p->mem);
	text_c(&out, "{");
	json_text(&out, "date", day_iso(p->mem, e->date));
	text_c(&out, ",");
	json_text(&out, "authority", e->authority);
	json_items(&out, &e->items);
	json_number(&out, "total_cents", MAYBE(e->total_cents));
	json_flag(&out, "complete", e->complete);
	text_c(&out, ",\"programmes\":[");
	LIST_EACH (const struct programme, programme, &e->programmes) {
		text_c(&out, programme == e->programmes.items ? "{" : ",{");
		json_text(&out, "programme", programme->programme);
		json_items(&out, &programme->items);
		json_number(&out, "total_cents", MAYBE(programme->total_cents));
		json_flag(&out, "complete", programme->complete);
		text_c(&out, "}");
	}
	text_c(&out, "]}\n");
	fputs(text_str(&out).p, stdout);
}

/* --- tables for people -------------------------------------------------------------------------------------------- */

/* Pads to `width` characters; negative: to the left of it. */
static str padded(struct program *p, str s, int width)
{
	int wide = width < 0 ? -width : width, have = (int)utf8_length(s);
	int gap = have < wide ? wide - have : 0;
	return width < 0 ? str_print(p->mem, "%*s" STR_FMT, gap, "", STR_ARG(s))
	                 : str_print(p->mem, STR_FMT "%*s", STR_ARG(s), gap, "");
}

static str money_words(struct program *p, struct maybe cents)
{
	return cents.has ? say_money(p->cx.words, p->mem, cents.v) : word(p->cx.words, p->mem, "rule_amount.unknown");
}

static void print_row(struct program *p, str name, str quantity, str money, str mark)
{
	printf(STR_FMT " " STR_FMT " " STR_FMT "  " STR_FMT "\n", STR_ARG(padded(p, name, 52)),
	       STR_ARG(padded(p, quantity, -9)), STR_ARG(padded(p, money, -18)), STR_ARG(mark));
}

static void print_items(struct program *p, const struct list *items)
{
	LIST_EACH (const struct entitlement_item, item, items) {
		str quantity = item->quantity.has ? say_decimal(p->cx.words, p->mem, item->quantity.v) : S("?");
		str money = item->is_post ? word(p->cx.words, p->mem, "rule_entitlement.posts")
		                          : money_words(p, item->total_cents);
		print_row(p, item_word(&p->cx, item->item), quantity, money, code_word(&p->cx, "mark", item->mark));
	}
}

static void print_total(struct program *p, const char *key, struct maybe cents, bool complete, bool assumed)
{
	const struct words *w = p->cx.words;
	str remark = !complete ? word(w, p->mem, "rule_entitlement.incomplete") : S("");
	str doubt = assumed ? word(w, p->mem, "rule_entitlement.assumed") : S("");
	print_row(p, word(w, p->mem, key), S(""),
	          cents.has ? say_money(w, p->mem, cents.v) : word(w, p->mem, "core.unknown"),
	          str_print(p->mem, STR_FMT "%s" STR_FMT, STR_ARG(remark), remark.n && doubt.n ? "; " : "",
	                    STR_ARG(doubt)));
}

static void print_entitlement(struct program *p, const struct entitlement *e, str subject)
{
	const struct words *w = p->cx.words;
	str on = say_day(w, p->mem, e->date);
	if (e->items.n == 0) {
		printf(STR_FMT "\n", STR_ARG(word_args(w, p->mem, "rule_entitlement.nothing", ARGS({ "day", on }))));
		return;
	}
	printf(STR_FMT "\n\n",
	       STR_ARG(word_args(w, p->mem, "rule_entitlement.sentence", ARGS({ "subject", subject }, { "day", on }))));
	print_items(p, &e->items);
	print_total(p, "rule_entitlement.total", MAYBE(e->total_cents), e->complete, e->assumed);
	LIST_EACH (const struct programme, programme, &e->programmes) {
		printf("\n" STR_FMT "\n", STR_ARG(code_word(&p->cx, "programme", programme->programme)));
		print_items(p, &programme->items);
		struct maybe total = programme->nothing_known ? (struct maybe){ 0 } : MAYBE(programme->total_cents);
		print_total(p, "rule_entitlement.programme_total", total, programme->complete, false);
	}
}

static str subject_of(struct program *p, const struct query *q)
{
	return q->found.id ? q->found.name : code_word(&p->cx, "rule_subject", q->authority);
}

/* --- the three questions ------------------------------------------------------------------------------------------ */

static int entitlement(struct program *p, struct query *q)
{
	struct entitlement e;
	err failed = entitlement_on(&p->cx, q->authority, q->found.id, q->on, &e);
	if (failed != OK)
		return program_fail(p, failed);
	if (p->json)
		json_entitlement(p, &e);
	else
		print_entitlement(p, &e, subject_of(p, q));
	return EXIT_DONE;
}

static int list(struct program *p, struct query *q)
{
	struct list rules = { 0 };
	struct text out = TEXT(p->mem);
	struct rule_filter f = { .on = q->on, .authority = q->authority };
	err failed = rules_list(&p->cx, &f, STR_NONE, 20000, &rules);
	if (failed != OK)
		return program_fail(p, failed);
	if (p->json) {
		json_list(&out, &rule_rec, &rules);
		printf(STR_FMT "\n", STR_ARG(text_str(&out)));
		return EXIT_DONE;
	}
	LIST_EACH (const struct rule, r, &rules)
		printf(STR_FMT " " STR_FMT " " STR_FMT "  " STR_FMT "\n", STR_ARG(padded(p, r->code, 48)),
		       STR_ARG(padded(p, r->centre_slug.p ? r->centre_slug : rule_whom(&p->cx, r), 20)),
		       STR_ARG(padded(p, rule_amount(&p->cx, r), 42)), STR_ARG(code_word(&p->cx, "mark", r->mark)));
	return EXIT_DONE;
}

static void json_comparison(struct program *p, const struct query *q, const struct comparison *c)
{
	struct text out = TEXT(p->mem);
	text_c(&out, "{");
	json_text(&out, "authority", q->authority);
	text_c(&out, ",");
	json_text(&out, "from", day_iso(p->mem, q->first));
	text_c(&out, ",");
	json_text(&out, "to", day_iso(p->mem, q->last));
	json_number(&out, "before_cents", MAYBE(c->before_cents));
	json_number(&out, "after_cents", MAYBE(c->after_cents));
	json_number(&out, "difference_cents", MAYBE(c->difference_cents));
	json_flag(&out, "complete", c->complete);
	text_c(&out, ",\"items\":");
	json_list(&out, &comparison_row_rec, &c->rows);
	printf(STR_FMT "}\n", STR_ARG(text_str(&out)));
}

static str side_words(struct program *p, bool in_force, bool is_post, struct maybe quantity, struct maybe cents)
{
	if (!in_force)
		return S("–");
	if (is_post)
		return quantity.has ? say_decimal(p->cx.words, p->mem, quantity.v) : S("?");
	return money_words(p, cents);
}

static void print_comparison(struct program *p, const struct query *q, const struct comparison *c)
{
	const struct words *w = p->cx.words;
	print_row(p, subject_of(p, q), S(""), say_day(w, p->mem, q->first),
	          padded(p, say_day(w, p->mem, q->last), -18));
	LIST_EACH (const struct comparison_row, r, &c->rows)
		print_row(p, item_word(&p->cx, r->item), S(""),
		          side_words(p, r->before_in_force, r->is_post, r->before_quantity, r->before_cents),
		          padded(p, side_words(p, r->after_in_force, r->is_post, r->after_quantity, r->after_cents),
		                 -18));
	print_row(p, word(w, p->mem, "rule_entitlement.total"), S(""), say_money(w, p->mem, c->before_cents),
	          padded(p, say_money(w, p->mem, c->after_cents), -18));
	if (!c->complete)
		printf(STR_FMT "\n", STR_ARG(word(w, p->mem, "rule_entitlement.incomplete")));
}

static int compare(struct program *p, struct query *q)
{
	struct entitlement before, after;
	err failed = entitlement_on(&p->cx, q->authority, q->found.id, q->first, &before);
	if (failed == OK)
		failed = entitlement_on(&p->cx, q->authority, q->found.id, q->last, &after);
	if (failed != OK)
		return program_fail(p, failed);
	struct comparison c = entitlement_compare(p->mem, &before, &after);
	if (p->json)
		json_comparison(p, q, &c);
	else
		print_comparison(p, q, &c);
	return EXIT_DONE;
}

/* --- the command -------------------------------------------------------------------------------------------------- */

static const struct question {
	const char *name;
	bool subject, dates; /* needs an authority; takes --from and --to */
	int (*ask)(struct program *p, struct query *q);
} questions[] = { { "entitlement", true, false, entitlement },
	          { "list", false, false, list },
	          { "compare", true, true, compare } };

static const struct question *question_of(const struct program *p)
{
	for (size_t i = 0; p->argc == 2 && i < sizeof questions / sizeof *questions; i++)
		if (!strcmp(p->argv[1], questions[i].name))
			return &questions[i];
	return NULL;
}

static int read_query(struct program *p, const struct question *what, struct query *q)
{
	int code = what->subject || q->authority.p ? check_authority(p, q) : EXIT_DONE;
	if (code == EXIT_DONE)
		code = read_date(p, q->date, "--date", &q->on);
	if (code == EXIT_DONE)
		code = read_date(p, q->from, "--from", &q->first);
	if (code == EXIT_DONE)
		code = read_date(p, q->to, "--to", &q->last);
	return code;
}

int command_rules(struct program *p)
{
	struct query q = { .authority = program_option(p, "--authority"),
		           .centre = program_option(p, "--centre"),
		           .date = program_option(p, "--date"),
		           .from = program_option(p, "--from"),
		           .to = program_option(p, "--to") };
	if (program_leftover(p))
		return EXIT_USAGE;
	const struct question *what = question_of(p);
	if (!what)
		return wrong("erwartet entitlement, list oder compare; siehe scharnier rules --help");
	if (what->dates ? !q.from.p || q.date.p : q.from.p || q.to.p)
		return wrong(what->dates ? "compare braucht --from und nimmt --to (sonst heute)."
		                         : "--from und --to gehören zu compare.");
	int code = read_query(p, what, &q); /* wrong use is said before a database is opened */
	if (code == EXIT_DONE)
		code = program_open_rules(p);
	if (code == EXIT_DONE)
		code = read_query(p, what, &q); /* once more: now "today" is known */
	if (code == EXIT_DONE)
		code = find_centre(p, &q);
	return code == EXIT_DONE ? what->ask(p, &q) : code;
}
