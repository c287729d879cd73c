/* tariff: what an assignment is worth by a tariff card, with its calculation; and the cards there are. */
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "base/money.h"
#include "core/tenant.h"
#include "core/words.h"
#include "features/interpreters/tariff_cards.h"
#include "features/interpreters/tariff_words.h"
#include "json/json.h"

struct question {
	str centre, card; /* as typed */
	day on;           /* whose card counts: the day on which it begins */
	struct tariff_job job;
	struct tenant found; /* id 0: no KI was named */
	struct list cards;   /* its own */
};

static int wrong(const char *option, const char *what)
{
	fprintf(stderr, "scharnier tariff: %s %s\n", option, what);
	return EXIT_USAGE;
}

/* --- reading what was asked --------------------------------------------------------------------------------------- */

static bool read_instant(str typed, void *ret)
{
	return instant_parse(str_trim(typed), ret);
}

static bool read_minutes(str typed, void *ret)
{
	struct maybe *m = ret;
	m->has = true;
	return str_to_int(str_trim(typed), &m->v);
}

static bool read_thousandths(str typed, void *ret)
{
	struct maybe *m = ret;
	m->has = true;
	return decimal_parse(typed, &m->v);
}

/* "24", "23,5": hours; kept in minutes. */
static bool read_hours(str typed, void *ret)
{
	struct maybe *m = ret;
	if (!read_thousandths(typed, ret) || m->v > INT64_C(1000000000) || m->v < -INT64_C(1000000000))
		return false;
	m->v = m->v * 60 / 1000;
	return true;
}

static bool read_money(str typed, void *ret)
{
	struct maybe *m = ret;
	m->has = true;
	return money_parse(typed, &m->v);
}

static int read_options(struct program *p, struct question *q)
{
	struct tariff_job *j = &q->job;
	const struct {
		const char *name;
		bool (*read)(str typed, void *ret);
		void *ret;
		const char *expects;
	} options[] = {
		{ "--start", read_instant, &j->starts_at, "einen Tag mit Uhrzeit, zum Beispiel 2026-03-28T22:00" },
		{ "--end", read_instant, &j->ends_at, "einen Tag mit Uhrzeit, zum Beispiel 2026-03-29T06:00" },
		{ "--travel-min", read_minutes, &j->travel_minutes, "ganze Minuten, zum Beispiel 30" },
		{ "--distance-km", read_thousandths, &j->distance_km, "Kilometer, zum Beispiel 12 oder 3,5" },
		{ "--travel-cost", read_money, &j->travel_cost_cents, "einen Betrag, zum Beispiel 5,40" },
		{ "--cancelled-before-h", read_hours, &j->cancelled_before_minutes,
		  "Stunden, zum Beispiel 20 oder 23,5" },
		{ "--pages", read_thousandths, &j->pages, "Seiten, zum Beispiel 3 oder 2,5" },
		{ "--characters", read_minutes, &j->characters, "die Zahl der Zeichen, zum Beispiel 4200" },
	};
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		str typed = program_option(p, options[i].name);
		if (typed.p && !options[i].read(typed, options[i].ret))
			return wrong(options[i].name, str_print(p->mem, "erwartet %s; »" STR_FMT "« ist das nicht.",
			                                        options[i].expects, STR_ARG(typed))
			                                      .p);
	}
	return EXIT_DONE;
}

static int find_centre(struct program *p, struct question *q)
{
	if (!q->centre.p)
		return EXIT_DONE;
	err e = tenant_by_slug(&p->cx, q->centre, &q->found);
	if (e == E_NOTFOUND) {
		fprintf(stderr, "scharnier tariff: das Kommunale Integrationszentrum »" STR_FMT "« gibt es nicht.\n",
		        STR_ARG(q->centre));
		return EXIT_FOUND;
	}
	if (e == OK)
		e = tariff_cards(&p->cx, q->found.id, &q->cards);
	return e == OK ? EXIT_DONE : program_fail(p, e);
}

/* --- the cards ---------------------------------------------------------------------------------------------------- */

static void add_name(struct text *t, str name)
{
	text_print(t, "%s" STR_FMT, t->n ? ", " : "", STR_ARG(name));
}

static str known_names(struct program *p, const struct question *q)
{
	struct text t = TEXT(p->mem);
	LIST_EACH (const struct tariff, c, &q->cards)
		if (tariff_card_pick(&q->cards, c->name, q->on) == c)
			add_name(&t, c->name);
	for (const struct tariff *c = tariff_templates; c->name.p; c++)
		if (!tariff_card_pick(&q->cards, c->name, q->on))
			add_name(&t, c->name);
	return text_str(&t);
}

/* The KI's own card of this name before the template of the same name. */
static const struct tariff *find_card(struct program *p, const struct question *q)
{
	const struct tariff *card = tariff_card_pick(&q->cards, q->card, q->on);
	if (!card)
		card = tariff_template(q->card);
	if (!card)
		fprintf(stderr, "scharnier tariff: " STR_FMT "\n",
		        STR_ARG(word_args(p->cx.words, p->mem, "tariff.no_card",
		                          ARGS({ "name", q->card }, { "known", known_names(p, q) }))));
	return card;
}

static void print_card(struct program *p, const struct tariff *card)
{
	struct list lines = tariff_lines(p->cx.words, p->mem, card);
	struct tariff named = card->id ? *card : tariff_from_template(p->cx.words, p->mem, card);
	printf(STR_FMT "\n", STR_ARG(card->name));
	LIST_EACH (const struct tariff_line, l, &lines)
		printf("  " STR_FMT "\n", STR_ARG(l->text));
	printf("  " STR_FMT "\n", STR_ARG(named.source));
}

static int list_cards(struct program *p, struct question *q)
{
	struct list cards = { 0 };
	struct text out = TEXT(p->mem);
	LIST_EACH (const struct tariff, c, &q->cards)
		if (tariff_card_pick(&q->cards, c->name, q->on) == c)
			*LIST_ADD(p->mem, &cards, struct tariff) = *c;
	for (const struct tariff *c = tariff_templates; !q->found.id && c->name.p; c++)
		*LIST_ADD(p->mem, &cards, struct tariff) = tariff_from_template(p->cx.words, p->mem, c);
	if (p->json) {
		json_list(&out, &tariff_rec, &cards);
		printf(STR_FMT "\n", STR_ARG(text_str(&out)));
		return EXIT_DONE;
	}
	if (cards.n == 0)
		printf("Dieses Kommunale Integrationszentrum hat an diesem Tag keine Tarifkarte.\n");
	LIST_EACH (const struct tariff, c, &cards)
		print_card(p, c);
	return EXIT_DONE;
}

/* --- trying one --------------------------------------------------------------------------------------------------- */

static int say_problems(struct program *p)
{
	for (const struct problem *it = p->cx.problems; it; it = it->next)
		fprintf(stderr, "scharnier tariff: " STR_FMT ": " STR_FMT "\n",
		        STR_ARG(word(p->cx.words, p->mem, str_print(p->mem, "tariff_job.%s", it->field).p)),
		        STR_ARG(word_args(p->cx.words, p->mem, it->key, it->args)));
	return EXIT_FOUND;
}

static void print_json(struct program *p, const struct tariff_amount *a, const struct list *trace)
{
	struct json_out out = JSON_OUT(p->mem);
	json_open(&out, NULL, '{');
	json_put_int(&out, "amount_cents", a->total_cents);
	json_open(&out, "parts", '{');
	json_put_int(&out, "time_cents", a->time_cents);
	json_put_int(&out, "pages_cents", a->pages_cents);
	json_put_int(&out, "travel_time_cents", a->travel_time_cents);
	json_put_int(&out, "travel_cost_cents", a->travel_cost_cents);
	json_put_int(&out, "cancellation_cents", a->cancellation_cents);
	json_shut(&out, '}');
	json_put_bool(&out, "assumed", a->assumed);
	json_open(&out, "trace", '[');
	LIST_EACH (const struct tariff_line, l, trace)
		json_put_text(&out, NULL, l->text);
	json_shut(&out, ']');
	json_shut(&out, '}');
	printf(STR_FMT "\n", STR_ARG(text_str(&out.text)));
}

static int try_card(struct program *p, struct question *q)
{
	struct tariff_amount amount;
	const struct tariff *card = find_card(p, q);
	if (!card)
		return EXIT_FOUND;
	err e = tariff_amount(&p->cx, card, &q->job, &amount);
	if (e == E_INVALID)
		return say_problems(p);
	if (e != OK)
		return program_fail(p, e);
	struct list trace = tariff_trace(p->cx.words, p->mem, card, &amount);
	if (p->json) {
		print_json(p, &amount, &trace);
		return EXIT_DONE;
	}
	printf(STR_FMT "\n\n", STR_ARG(say_money(p->cx.words, p->mem, amount.total_cents)));
	LIST_EACH (const struct tariff_line, l, &trace)
		printf("  " STR_FMT "\n", STR_ARG(l->text));
	return EXIT_DONE;
}

int command_tariff(struct program *p)
{
	struct question q = { .centre = program_option(p, "--centre"), .card = program_option(p, "--card") };
	str date = program_option(p, "--date");
	int code = read_options(p, &q);
	if (code != EXIT_DONE)
		return code;
	if (program_leftover(p))
		return EXIT_USAGE;
	bool trying = p->argc == 2 && !strcmp(p->argv[1], "try");
	if (!trying && (p->argc != 2 || strcmp(p->argv[1], "cards")))
		return wrong("erwartet try oder cards;", "siehe scharnier tariff --help");
	if (trying && !q.card.p)
		return wrong("--card", "fehlt, zum Beispiel --card heinsberg.");
	if (date.p && !day_parse(str_trim(date), &q.on))
		return wrong("--date", "erwartet einen Tag, zum Beispiel 2026-06-01.");
	code = q.centre.p ? program_open_rules(p) : program_open(p, PROGRAM_BARE);
	if (code == EXIT_DONE && !day_is(q.on))
		q.on = q.job.starts_at.ms ? instant_day(q.job.starts_at) : p->cx.today;
	if (code == EXIT_DONE)
		code = find_centre(p, &q);
	return code != EXIT_DONE ? code : trying ? try_card(p, &q) : list_cards(p, &q);
}
