#include "features/interpreters/tariff_words.h"

static const struct field line_fields[] = {
	FIELD(struct tariff_line, text, KIND_TEXT, .max = 500),
	FIELD(struct tariff_line, part, KIND_CHOICE, .choices = &tariff_part_choices),
	FIELD(struct tariff_line, assumed, KIND_BOOL),
};
const struct record tariff_line_rec = RECORD("tariff_line", struct tariff_line, line_fields);

/* --- figures ------------------------------------------------------------------------------------------------------ */

str tariff_say_minutes(const struct words *w, struct arena *a, int64_t minutes)
{
	str hours = say_int(w, a, minutes / 60), rest = say_int(w, a, minutes % 60);
	const char *key = minutes < 60 ? "tariff.minutes" : minutes % 60 == 0 ? "tariff.hours" : "tariff.hours_minutes";
	return word_args(w, a, key, ARGS({ "hours", hours }, { "minutes", rest }));
}

str tariff_say_km(const struct words *w, struct arena *a, int64_t metres)
{
	return word_args(w, a, "tariff.km", ARGS({ "n", say_decimal(w, a, metres) }));
}

static str say_pages(const struct words *w, struct arena *a, int64_t thousandths)
{
	return word_args(w, a, thousandths == 1000 ? "tariff.page" : "tariff.pages",
	                 ARGS({ "n", say_decimal(w, a, thousandths) }));
}

/* What stands behind "je angefangene": "Stunde", "halbe Stunde", "20 Minuten". */
static str say_block(const struct words *w, struct arena *a, int64_t minutes)
{
	if (minutes == 60 || minutes == 30)
		return word(w, a, minutes == 60 ? "tariff_block.hour" : "tariff_block.half_hour");
	return word_args(w, a, "tariff_block.minutes", ARGS({ "n", say_int(w, a, minutes) }));
}

static str say_page_block(const struct words *w, struct arena *a, int64_t thousandths)
{
	if (thousandths == 1000 || thousandths == 500)
		return word(w, a, thousandths == 1000 ? "tariff_block.page" : "tariff_block.half_page");
	return word_args(w, a, "tariff_block.pages", ARGS({ "n", say_decimal(w, a, thousandths) }));
}

str tariff_say(const struct words *w, struct arena *a, const struct tariff_figure *f)
{
	switch (f->kind) {
	case FIGURE_MONEY:
		return say_money(w, a, f->n);
	case FIGURE_MINUTES:
		return tariff_say_minutes(w, a, f->n);
	case FIGURE_KM:
		return tariff_say_km(w, a, f->n);
	case FIGURE_PAGES:
		return say_pages(w, a, f->n);
	case FIGURE_BLOCK:
		return say_block(w, a, f->n);
	case FIGURE_PAGE_BLOCK:
		return say_page_block(w, a, f->n);
	case FIGURE_INSTANT:
		return say_instant(w, a, (instant){ f->n });
	default:
		return say_int(w, a, f->n);
	}
}

struct tariff tariff_from_template(const struct words *w, struct arena *a, const struct tariff *t)
{
	struct tariff card = *t;
	card.source = word(w, a, str_print(a, "tariff_source." STR_FMT, STR_ARG(t->name)).p);
	card.note = word(w, a, str_print(a, "tariff_note." STR_FMT, STR_ARG(t->name)).p);
	return card;
}

static void add(struct arena *a, struct list *lines, str text, const char *part, bool assumed)
{
	*LIST_ADD(a, lines, struct tariff_line) =
	        (struct tariff_line){ .text = text, .part = str_of(part), .assumed = assumed };
}

/* Which card in which version, and where it comes from. */
static void say_card(const struct words *w, struct arena *a, const struct tariff *card, struct list *lines)
{
	str rate = tariff_rate(w, a, card), from = say_day(w, a, card->valid_from);
	const char *key = card->id ? "tariff_step.card" : "tariff_step.template";
	str mark = word(w, a, str_print(a, "mark." STR_FMT, STR_ARG(card->mark)).p);
	struct tariff named = card->source.p ? *card : tariff_from_template(w, a, card);
	add(a, lines, word_args(w, a, key, ARGS({ "name", card->name }, { "from", from }, { "rate", rate })), NULL,
	    false);
	add(a, lines, word_args(w, a, "tariff_step.source", ARGS({ "source", named.source }, { "mark", mark })), NULL,
	    false);
}

struct list tariff_trace(const struct words *w, struct arena *a, const struct tariff *card,
                         const struct tariff_amount *amount)
{
	struct list lines = { 0 };
	say_card(w, a, card, &lines);
	LIST_EACH (const struct tariff_step, s, &amount->steps) {
		struct arg args[TARIFF_FIGURES + 1] = { 0 };
		for (int i = 0; i < TARIFF_FIGURES && s->figures[i].kind != FIGURE_NONE; i++)
			args[i] = (struct arg){ s->figures[i].name, tariff_say(w, a, &s->figures[i]) };
		add(a, &lines, word_args(w, a, s->key, args), s->part, s->assumed);
	}
	return lines;
}

/* --- a card ------------------------------------------------------------------------------------------------------- */

/* How a further block is said: started, to the minute, or in steps. */
static str say_further(const struct words *w, struct arena *a, const struct tariff *card)
{
	bool pages = str_is(card->basis, "pages");
	str money = say_money(w, a, card->further_cents.v);
	str block = pages ? say_page_block(w, a, card->further_pages.v) : say_block(w, a, card->further_minutes.v);
	if (pages || !card->step_minutes.has || card->step_minutes.v == card->further_minutes.v)
		return word_args(w, a, "tariff_rate.started", ARGS({ "money", money }, { "block", block }));
	if (card->step_minutes.v == 1)
		return word_args(w, a, "tariff_rate.exact", ARGS({ "money", money }, { "block", block }));
	return word_args(w, a, "tariff_rate.stepped",
	                 ARGS({ "money", money }, { "block", block },
	                      { "step", tariff_say_minutes(w, a, card->step_minutes.v) }));
}

static bool one_price(const struct tariff *card)
{
	bool pages = str_is(card->basis, "pages");
	return card->first_cents.v == card->further_cents.v &&
	       (pages ? card->first_pages.v == card->further_pages.v
	              : card->first_minutes.v == card->further_minutes.v && !card->step_minutes.has);
}

str tariff_rate(const struct words *w, struct arena *a, const struct tariff *card)
{
	bool pages = str_is(card->basis, "pages");
	if (str_is(card->basis, "flat"))
		return word_args(w, a, "tariff_rate.flat", ARGS({ "money", say_money(w, a, card->first_cents.v) }));
	str further = say_further(w, a, card);
	if (!card->first_cents.has || one_price(card))
		return further;
	str first = pages ? say_pages(w, a, card->first_pages.v) : tariff_say_minutes(w, a, card->first_minutes.v);
	return word_args(
	        w, a, "tariff_rate.first",
	        ARGS({ "money", say_money(w, a, card->first_cents.v) }, { "first", first }, { "further", further }));
}

struct writer {
	const struct words *w;
	struct arena *a;
	struct list lines;
};

static void line(struct writer *p, const char *part, const char *key, const struct arg *args)
{
	*LIST_ADD(p->a, &p->lines, struct tariff_line) =
	        (struct tariff_line){ .text = word_args(p->w, p->a, key, args), .part = str_of(part) };
}

static void write_way(struct writer *p, const struct tariff *card)
{
	if (str_is(card->travel_time, "none")) {
		line(p, "travel_time", "tariff_line.way_none", NO_ARGS);
		return;
	}
	if (str_is(card->travel_time, "own"))
		line(p, "travel_time", "tariff_line.way_own",
		     ARGS({ "money", say_money(p->w, p->a, card->travel_block_cents.v) },
		          { "block", say_block(p->w, p->a, card->travel_block_minutes.v) }));
	else
		line(p, "travel_time", "tariff_line.way_joined", NO_ARGS);
	if (card->travel_from_km.v > 0)
		line(p, "travel_time", "tariff_line.way_from",
		     ARGS({ "km", tariff_say_km(p->w, p->a, card->travel_from_km.v) }));
	if (card->travel_max_minutes.has)
		line(p, "travel_time", "tariff_line.way_max",
		     ARGS({ "max", tariff_say_minutes(p->w, p->a, card->travel_max_minutes.v) }));
}

static void write_cost(struct writer *p, const struct tariff *card)
{
	if (str_is(card->travel_cost, "per_km"))
		line(p, "travel_cost", card->both_ways ? "tariff_line.cost_km_both" : "tariff_line.cost_km",
		     ARGS({ "money", say_money(p->w, p->a, card->km_cents.v) }));
	else
		line(p, "travel_cost",
		     str_is(card->travel_cost, "as_given") ? "tariff_line.cost_given" : "tariff_line.cost_none",
		     NO_ARGS);
	if (card->travel_cost_max_cents.has)
		line(p, "travel_cost", "tariff_line.cost_max",
		     ARGS({ "max", say_money(p->w, p->a, card->travel_cost_max_cents.v) }));
}

static void write_limits(struct writer *p, const struct tariff *card)
{
	if (card->cancel_hours.has)
		line(p, "cancellation", "tariff_line.cancel",
		     ARGS({ "limit", tariff_say_minutes(p->w, p->a, card->cancel_hours.v * 60) },
		          { "paid", tariff_say_minutes(p->w, p->a, card->cancel_minutes.v) }));
	else
		line(p, "cancellation", "tariff_line.cancel_none", NO_ARGS);
	if (card->max_minutes.has)
		line(p, NULL, "tariff_line.max", ARGS({ "max", tariff_say_minutes(p->w, p->a, card->max_minutes.v) }));
}

static void write_assumed(struct writer *p, bool is, const char *key)
{
	if (!is)
		return;
	line(p, NULL, key, NO_ARGS);
	LIST_AT(&p->lines, struct tariff_line, p->lines.n - 1)->assumed = true;
}

struct list tariff_lines(const struct words *w, struct arena *a, const struct tariff *card)
{
	struct writer p = { .w = w, .a = a };
	bool pages = str_is(card->basis, "pages");
	*LIST_ADD(a, &p.lines, struct tariff_line) =
	        (struct tariff_line){ .text = tariff_rate(w, a, card), .part = pages ? S("pages") : S("time") };
	if (card->page_characters.has)
		line(&p, "pages", "tariff_line.page", ARGS({ "n", say_int(w, a, card->page_characters.v) }));
	if (!pages) {
		write_way(&p, card);
		write_cost(&p, card);
		write_limits(&p, card);
	}
	write_assumed(&p, card->rate_assumed, "tariff_step.rate_assumed");
	write_assumed(&p, card->step_assumed, "tariff_step.step_assumed");
	write_assumed(&p, card->travel_assumed, "tariff_step.travel_assumed");
	write_assumed(&p, card->cancel_assumed, "tariff_step.cancel_assumed");
	return p.lines;
}
