/* All posts over the years as a picture, and the same as a table: who held which share, and where a gap was (S-STA-2,
 * S-STA-8). It reads the whole past of a KI, so it stands on a page of its own; the page of the day fetches it. */
#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_parts.h"
#include "view/chart.h"

enum { FULL_POST = 1000 };

/* A line of the table under the picture. */
struct held {
	str line, post, person; /* person absent: a gap */
	int64_t fte;
	day from, to;
	str post_path, person_path;
};
static const struct field held_fields[] = {
	FIELD(struct held, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct held, post, KIND_TEXT),
	FIELD(struct held, person, KIND_TEXT, .max = 250),
	FIELD(struct held, fte, KIND_DECIMAL),
	FIELD(struct held, from, KIND_DAY),
	FIELD(struct held, to, KIND_DAY),
	FIELD(struct held, post_path, KIND_PATH),
	FIELD(struct held, person_path, KIND_PATH),
};
static const struct record held_rec = RECORD("held", struct held, held_fields);

struct timeline_page {
	struct centre_frame frame;
	struct section_top top;
	struct day_choice day;
	day date;
	str chart, path;
	struct list held; /* struct held */
};
static const struct field timeline_fields[] = {
	SECTION_FIELDS(struct timeline_page),
	FIELD(struct timeline_page, date, KIND_DAY),
	{ .name = "day_typed", .kind = KIND_TEXT, .offset = offsetof(struct timeline_page, day.typed), .hidden = true },
	{ .name = "day_error", .kind = KIND_TEXT, .offset = offsetof(struct timeline_page, day.error), .hidden = true },
	FIELD(struct timeline_page, path, KIND_PATH),
	FIELD(struct timeline_page, chart, KIND_HTML, .hidden = true),
	FIELD(struct timeline_page, held, KIND_MANY, .of = &held_rec),
};
static const struct record timeline_rec = RECORD("staff_timeline", struct timeline_page, timeline_fields);
const struct page page_staff_timeline = { "staff/timeline.html", &timeline_rec };

/* --- chains: a post and what continues it with another size or funding stand in one row --------------------------- */

struct chain {
	int line;          /* place in staff_line_choices */
	struct list posts; /* struct post, the oldest first */
};

static int place_of_line(str line)
{
	int i = 0;
	while (staff_line_choices.codes[i] && !str_is(line, staff_line_choices.codes[i]))
		i++;
	return i;
}

static const struct post *post_by_id(const struct list *posts, int64_t id)
{
	LIST_EACH (const struct post, p, posts)
		if (p->id == id)
			return p;
	return NULL;
}

static const struct post *next_of(const struct list *posts, int64_t id)
{
	LIST_EACH (const struct post, p, posts)
		if (p->follows_id.has && p->follows_id.v == id)
			return p;
	return NULL;
}

static const struct post *last_of(const struct chain *c)
{
	return LIST_AT(&c->posts, struct post, c->posts.n - 1);
}

static int by_line(const void *a, const void *b)
{
	const struct chain *x = a, *y = b;
	return x->line - y->line;
}

static struct list chains_of(struct arena *a, const struct list *posts)
{
	struct list chains = { 0 };
	LIST_EACH (const struct post, first, posts) {
		if (first->follows_id.has && post_by_id(posts, first->follows_id.v))
			continue;
		struct chain *c = LIST_ADD(a, &chains, struct chain);
		for (const struct post *p = first; p; p = next_of(posts, p->id))
			*LIST_ADD(a, &c->posts, struct post) = *p;
		c->line = place_of_line(staff_line_of(last_of(c)->kind, last_of(c)->funding));
	}
	list_sort(&chains, by_line);
	return chains;
}

/* --- the picture -------------------------------------------------------------------------------------------------- */

struct drawing {
	struct cx *cx;
	const struct request *rq;
	const struct staff *s;
	day chosen;
};

static str family_name(str name)
{
	str rest = name;
	return str_split(&rest, ',');
}

static str period_words(const struct drawing *d, int64_t fte, day from, day to)
{
	struct cx *cx = d->cx;
	return word_args(cx->words, cx->mem, day_is(to) ? "staff.share_from_to" : "staff.share_from",
	                 ARGS({ "fte", say_decimal(cx->words, cx->mem, fte) },
	                      { "from", say_day(cx->words, cx->mem, from) },
	                      { "to", say_day(cx->words, cx->mem, to) }));
}

/* A share that goes on with the same size in the post that follows is one bar. */
static bool goes_on(const struct share *was, const struct share *is)
{
	return was->person_id == is->person_id && was->fte == is->fte && day_is(was->valid_to) &&
	       day_diff(is->valid_from, was->valid_to) == 1;
}

static int by_begin(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	return day_cmp(x->valid_from, y->valid_from);
}

static struct list shares_of_chain(const struct drawing *d, const struct chain *c)
{
	struct list all = { 0 }, shares = { 0 };
	LIST_EACH (const struct share, s, &d->s->shares)
		if (post_by_id(&c->posts, s->post_id))
			*LIST_ADD(d->cx->mem, &all, struct share) = *s;
	list_sort(&all, by_begin);
	LIST_EACH (const struct share, s, &all) {
		struct share *before = NULL;
		LIST_EACH (struct share, b, &shares)
			if (goes_on(b, s))
				before = b;
		if (before)
			before->valid_to = s->valid_to;
		else
			*LIST_ADD(d->cx->mem, &shares, struct share) = *s;
	}
	return shares;
}

static struct timeline_row row_of(const struct drawing *d, const struct chain *c)
{
	struct cx *cx = d->cx;
	struct list shares = shares_of_chain(d, c);
	struct timeline_frame *frames = NEW_ARRAY(cx->mem, struct timeline_frame, c->posts.n);
	struct timeline_part *parts = NEW_ARRAY(cx->mem, struct timeline_part, shares.n + 1);
	size_t frame_count = 0, part_count = 0;
	LIST_EACH (const struct post, p, &c->posts)
		frames[frame_count++] = (struct timeline_frame){ p->valid_from, p->valid_to, p->fte };
	LIST_EACH (const struct share, s, &shares)
		parts[part_count++] =
		        (struct timeline_part){ .from = s->valid_from,
			                        .to = s->valid_to,
			                        .size = s->fte,
			                        .label = family_name(s->person_name),
			                        .amount = period_words(d, s->fte, s->valid_from, s->valid_to),
			                        .tone = HOLDS_ON(s, d->chosen) ? 3 : 1 };
	str group = str_print(cx->mem, "staff_line.%s", staff_line_choices.codes[c->line]);
	return (struct timeline_row){ .group = word(cx->words, cx->mem, group.p),
		                      .label = last_of(c)->title,
		                      .amount = say_decimal(cx->words, cx->mem, last_of(c)->fte),
		                      .frames = frames,
		                      .frame_count = frame_count,
		                      .parts = parts,
		                      .part_count = part_count };
}

static str chart_of(const struct drawing *d, const struct list *chains, day from, day to)
{
	struct cx *cx = d->cx;
	struct timeline_row *rows = NEW_ARRAY(cx->mem, struct timeline_row, chains->n + 1);
	struct timeline t = { .from = from,
		              .to = to,
		              .full = FULL_POST,
		              .chosen = d->chosen,
		              .chosen_label = say_day(cx->words, cx->mem, d->chosen),
		              .gap = word(cx->words, cx->mem, "staff.vacant"),
		              .rows = rows };
	LIST_EACH (const struct chain, c, chains)
		rows[t.n++] = row_of(d, c);
	str text = word_args(cx->words, cx->mem, "staff.timeline_text",
	                     ARGS({ "day", say_day(cx->words, cx->mem, d->chosen) }));
	return chart_timeline(cx->mem, S("posts-picture"), word(cx->words, cx->mem, "staff.timeline_picture"), text,
	                      &t);
}

/* --- the table ---------------------------------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b)
{
	const struct held *x = a, *y = b;
	return day_cmp(x->from, y->from);
}

static int by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Days on which what is vacant can change: of the post and of its shares. */
static struct list changes_of(struct arena *a, const struct post *p, const struct list *shares, int last)
{
	struct list days = { 0 };
	*LIST_ADD(a, &days, int) = p->valid_from.n;
	LIST_EACH (const struct share, s, shares) {
		if (s->post_id != p->id)
			continue;
		*LIST_ADD(a, &days, int) = s->valid_from.n;
		if (day_is(s->valid_to) && s->valid_to.n < last)
			*LIST_ADD(a, &days, int) = s->valid_to.n + 1;
	}
	list_sort(&days, by_number);
	return days;
}

static void add_gaps(const struct drawing *d, const struct post *p, struct held like, struct list *ret)
{
	int last = day_is(p->valid_to) ? p->valid_to.n : DAY(2199, 12, 31).n;
	struct list days = changes_of(d->cx->mem, p, &d->s->shares, last);
	struct held *open = NULL;
	for (size_t i = 0; i < days.n; i++) {
		day from = { *LIST_AT(&days, int, i) };
		int64_t vacant = p->fte - filled_on(&d->s->shares, p->id, from);
		if (open && open->fte == vacant)
			continue;
		if (open)
			open->to = day_add(from, -1);
		open = NULL;
		if (vacant <= 0)
			continue;
		open = LIST_ADD(d->cx->mem, ret, struct held);
		*open = like;
		open->fte = vacant;
		open->from = from;
		open->to = p->valid_to;
	}
}

static void add_held(const struct drawing *d, const struct post *p, struct list *ret)
{
	struct list rows = { 0 };
	const struct held like = { .line = staff_line_of(p->kind, p->funding),
		                   .post = p->title,
		                   .post_path = staff_at(d->cx, d->rq, "posts", p->id, "") };
	LIST_EACH (const struct share, s, &d->s->shares) {
		if (s->post_id != p->id)
			continue;
		struct held *h = LIST_ADD(d->cx->mem, &rows, struct held);
		*h = like;
		h->person = s->person_name;
		h->person_path = staff_at(d->cx, d->rq, "people", s->person_id, "");
		h->fte = s->fte;
		h->from = s->valid_from;
		h->to = s->valid_to;
	}
	add_gaps(d, p, like, &rows);
	list_sort(&rows, by_day);
	LIST_EACH (const struct held, h, &rows)
		*LIST_ADD(d->cx->mem, ret, struct held) = *h;
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static int first_year(const struct list *posts, int otherwise)
{
	int year = otherwise;
	LIST_EACH (const struct post, p, posts)
		year = day_year(p->valid_from) < year ? day_year(p->valid_from) : year;
	return year;
}

err staff_timeline_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct timeline_page p = { .path = staff_at(cx, rq, "timeline", 0, "") };
	struct staff s;
	day_chosen(cx, rq, &p.day);
	p.date = p.day.on;
	int last = day_year(cx->today) > day_year(p.date) ? day_year(cx->today) : day_year(p.date);
	day to = DAY(last + 1, 12, 31);
	TRY(staff_fill(cx, rq, "timeline", "staff.timeline_title", STR_NONE, &p.frame, &p.top));
	TRY(staff_load(cx, &rq->centre, DAY(1980, 1, 1), to, &s));
	const struct drawing d = { cx, rq, &s, p.date };
	struct list chains = chains_of(cx->mem, &s.posts);
	LIST_EACH (const struct chain, c, &chains)
		LIST_EACH (const struct post, post, &c->posts)
			add_held(&d, post, &p.held);
	p.chart = chart_of(&d, &chains, DAY(first_year(&s.posts, day_year(p.date)), 1, 1), to);
	p.frame.sentence = s.posts.n ? word_plural(cx->words, cx->mem, "staff.timeline_sentence", (int64_t)chains.n,
	                                           ARGS({ "day", say_day_long(cx->words, cx->mem, p.date) }))
	                             : word(cx->words, cx->mem, "staff.no_posts_ever");
	return page_show(cx, rq->http, rs, page_status(p.day.problem), &page_staff_timeline, &p);
}
