/* All KI: who has assessed itself when, how they are spread over the levels, which follow-ups are open. The KI stand in
 * the order of their names, and no level of a single one is shown here (S-EVA-2). */
#include <inttypes.h>

#include "core/centre_frame.h"
#include "core/user.h"
#include "core/words.h"
#include "features/quality/quality_pages.h"
#include "view/chart.h"

struct spread_row {
	str area, name;
	int64_t n, not_yet, begun, mostly, throughout;
	bool shown; /* at least QUALITY_FEWEST KI; else no figure at all */
	str median, picture;
};
static const struct field spread_fields[] = {
	FIELD(struct spread_row, area, KIND_CHOICE, .label = "quality_compare.area", .choices = &quality_area_choices),
	FIELD(struct spread_row, name, KIND_TEXT),
	FIELD(struct spread_row, shown, KIND_BOOL),
	FIELD(struct spread_row, n, KIND_INT),
	FIELD(struct spread_row, not_yet, KIND_INT),
	FIELD(struct spread_row, begun, KIND_INT),
	FIELD(struct spread_row, mostly, KIND_INT),
	FIELD(struct spread_row, throughout, KIND_INT),
	FIELD(struct spread_row, median, KIND_TEXT),
	FIELD(struct spread_row, picture, KIND_HTML, .hidden = true),
};
static const struct record spread_rec = RECORD("quality_spread", struct spread_row, spread_fields);

struct land_page {
	str title, sentence;
	struct list spreads; /* struct spread_row */
	struct list centres; /* struct land_centre */
	bool has_follow_ups;
	struct list follow_ups; /* struct follow_up */
	str criteria_path;      /* for those who keep them */
};
static const struct field page_fields[] = {
	FIELD(struct land_page, title, KIND_TEXT),
	FIELD(struct land_page, sentence, KIND_TEXT),
	FIELD(struct land_page, spreads, KIND_MANY, .of = &spread_rec),
	FIELD(struct land_page, centres, KIND_MANY, .of = &land_centre_rec),
	FIELD(struct land_page, has_follow_ups, KIND_BOOL, .hidden = true),
	FIELD(struct land_page, follow_ups, KIND_MANY, .of = &follow_up_rec),
	FIELD(struct land_page, criteria_path, KIND_PATH),
};
static const struct record page_rec = RECORD("quality_land", struct land_page, page_fields);
const struct page page_quality_land = { "quality/land.html", &page_rec };

/* --- spread ------------------------------------------------------------------------------------------------------- */

static str level_word(struct cx *cx, int rank)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "quality_level.%s", quality_level_choices.codes[rank]).p);
}

static str median_words(struct cx *cx, struct median m)
{
	if (m.low == m.high)
		return level_word(cx, m.low);
	return word_args(cx->words, cx->mem, "quality.between",
	                 ARGS({ "low", level_word(cx, m.low) }, { "high", level_word(cx, m.high) }));
}

static void fill_counts(struct cx *cx, struct spread_row *row, const int64_t counts[QUALITY_LEVELS])
{
	struct median m = median_of(counts);
	row->shown = m.n >= QUALITY_FEWEST;
	if (!row->shown)
		return;
	row->n = m.n;
	row->not_yet = counts[0];
	row->begun = counts[1];
	row->mostly = counts[2];
	row->throughout = counts[3];
	row->median = median_words(cx, m);
	row->picture =
	        chart_spread(cx->mem,
	                     word_args(cx->words, cx->mem, "quality.spread_picture",
	                               ARGS({ "n", say_int(cx->words, cx->mem, m.n) }, { "median", row->median })),
	                     counts, QUALITY_LEVELS);
}

static err fill_spreads(struct cx *cx, struct list *ret)
{
	static const int64_t nobody[QUALITY_LEVELS];
	struct list criteria = { 0 }, spreads = { 0 };
	TRY(criteria_on(cx, cx->today, &criteria));
	TRY(quality_spreads(cx, &spreads));
	LIST_EACH (const struct criterion, c, &criteria) {
		struct spread_row *row = LIST_ADD(cx->mem, ret, struct spread_row);
		const int64_t *counts = nobody;
		LIST_EACH (const struct spread, s, &spreads)
			if (str_eq(s->code, c->code))
				counts = s->counts;
		row->area = c->area;
		row->name = in_language(cx, c->name, c->name_en);
		fill_counts(cx, row, counts);
	}
	return OK;
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static str sentence_of(struct cx *cx, const struct list *centres)
{
	int64_t assessed = 0;
	LIST_EACH (const struct land_centre, c, centres)
		assessed += c->assessments > 0;
	return word_args(cx->words, cx->mem, "quality.land_sentence",
	                 ARGS({ "some", say_int(cx->words, cx->mem, assessed) },
	                      { "all", say_int(cx->words, cx->mem, (int64_t)centres->n) }));
}

err quality_land_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct land_page p = { .title = word(cx->words, cx->mem, "quality.land_title") };
	TRY(quality_centres(cx, &p.centres));
	p.sentence = sentence_of(cx, &p.centres);
	LIST_EACH (struct land_centre, c, &p.centres)
		c->path = str_print(cx->mem, "/centres/" STR_FMT "/quality", STR_ARG(c->slug));
	TRY(fill_spreads(cx, &p.spreads));
	TRY(follow_ups_open(cx, &p.follow_ups));
	LIST_EACH (struct follow_up, f, &p.follow_ups)
		f->path =
		        str_print(cx->mem, "/centres/" STR_FMT "/quality/follow-ups/%" PRId64, STR_ARG(f->slug), f->id);
	p.has_follow_ups = p.follow_ups.n > 0;
	if (user_may(cx->user, RIGHT_REPORT_EVALUATE))
		p.criteria_path = S("/land/quality/criteria");
	return page_show(cx, rq->http, rs, 200, &page_quality_land, &p);
}

err follow_up_agree_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	int64_t id = route_id(rq);
	struct follow_up saved;
	TRY(db_tx(cx, "quality.agree", follow_up_agree_in_tx, &id, &saved, sizeof saved));
	return page_done(
	        cx, rq->http, rs,
	        str_print(cx->mem, "/centres/" STR_FMT "/quality/follow-ups/%" PRId64, STR_ARG(saved.slug), saved.id),
	        "quality.done_agreed");
}
