/* Posts: the list, and one post with who held it, what it cost and what the Land pays for it (S-STA-1, S-STA-2,
 * P-STA-1). */
#include <inttypes.h>

#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_parts.h"

/* --- list --------------------------------------------------------------------------------------------------------- */

struct post_row {
	struct post post;
	str line;
	int64_t vacant;
	str holders; /* "Yılmaz, Elif (0,5); Kaya, Murat (0,5)" */
	str path;
};
static const struct field row_fields[] = {
	FIELD(struct post_row, post, KIND_ONE, .of = &post_rec),
	FIELD(struct post_row, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct post_row, vacant, KIND_DECIMAL),
	FIELD(struct post_row, holders, KIND_TEXT),
	FIELD(struct post_row, path, KIND_PATH),
};
static const struct record row_rec = RECORD("post_row", struct post_row, row_fields);

struct posts_page {
	struct centre_frame frame;
	struct section_top top;
	struct day_choice day;
	day date; /* absent: all of all times */
	struct list chips;
	struct list items; /* struct post_row */
	str path;
};
static const struct field posts_fields[] = {
	SECTION_FIELDS(struct posts_page),
	FIELD(struct posts_page, date, KIND_DAY),
	{ .name = "day_typed", .kind = KIND_TEXT, .offset = offsetof(struct posts_page, day.typed), .hidden = true },
	{ .name = "day_error", .kind = KIND_TEXT, .offset = offsetof(struct posts_page, day.error), .hidden = true },
	FIELD(struct posts_page, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct posts_page, items, KIND_MANY, .of = &row_rec),
	FIELD(struct posts_page, path, KIND_PATH),
};
static const struct record posts_rec = RECORD("staff_posts", struct posts_page, posts_fields);
const struct page page_staff_posts = { "staff/posts.html", &posts_rec };

static str holders_of(struct cx *cx, const struct list *shares, int64_t post_id, day on)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct share, s, shares) {
		if (s->post_id != post_id || !HOLDS_ON(s, on))
			continue;
		text_print(&t, "%s" STR_FMT " (" STR_FMT ")", t.n ? "; " : "", STR_ARG(s->person_name),
		           STR_ARG(say_decimal(cx->words, cx->mem, s->fte)));
	}
	return t.n ? text_str(&t) : STR_NONE;
}

static int by_line(const void *a, const void *b)
{
	const struct post_row *x = a, *y = b;
	int i = 0, j = 0;
	while (staff_line_choices.codes[i] && !str_is(x->line, staff_line_choices.codes[i]))
		i++;
	while (staff_line_choices.codes[j] && !str_is(y->line, staff_line_choices.codes[j]))
		j++;
	return i - j;
}

static err fill_posts(struct cx *cx, const struct request *rq, struct posts_page *p)
{
	struct list posts = { 0 };
	struct staff s;
	day on = day_is(p->date) ? p->date : cx->today;
	TRY(post_list(cx, &rq->centre, p->date, &posts));
	TRY(staff_load(cx, &rq->centre, on, on, &s));
	LIST_EACH (const struct post, post, &posts) {
		struct post_row *row = LIST_ADD(cx->mem, &p->items, struct post_row);
		*row = (struct post_row){ .post = *post,
			                  .line = staff_line_of(post->kind, post->funding),
			                  .holders = holders_of(cx, &s.shares, post->id, on),
			                  .path = staff_at(cx, rq, "posts", post->id, "") };
		if (HOLDS_ON(post, on))
			row->vacant = post->fte - filled_on(&s.shares, post->id, on);
	}
	list_sort(&p->items, by_line);
	return OK;
}

static str posts_sentence(struct cx *cx, const struct posts_page *p)
{
	int64_t vacant = 0;
	if (!day_is(p->date))
		return staff_count(cx, "staff.posts_all", (int64_t)p->items.n);
	LIST_EACH (const struct post_row, row, &p->items)
		vacant += row->vacant > 0;
	return word_plural(cx->words, cx->mem, "staff.posts_sentence", (int64_t)p->items.n,
	                   ARGS({ "day", say_day(cx->words, cx->mem, p->date) },
	                        { "vacant", say_int(cx->words, cx->mem, vacant) }));
}

err staff_posts_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct posts_page p = { .path = staff_at(cx, rq, "posts", 0, "") };
	bool all = str_is(route_asked(rq, "all"), "1");
	day_chosen(cx, rq, &p.day);
	p.date = all ? DAY_NONE : p.day.on;
	TRY(staff_fill(cx, rq, "posts", "staff.posts_title", STR_NONE, &p.frame, &p.top));
	TRY(fill_posts(cx, rq, &p));
	p.frame.sentence = posts_sentence(cx, &p);
	*LIST_ADD(cx->mem, &p.chips, struct link) = (struct link){ word(cx->words, cx->mem, "core.today"), p.path,
		                                                   !all && day_cmp(p.date, cx->today) == 0 };
	*LIST_ADD(cx->mem, &p.chips, struct link) =
	        (struct link){ word(cx->words, cx->mem, "staff.posts_also_former"),
		               str_print(cx->mem, STR_FMT "?all=1", STR_ARG(p.path)), all };
	section_primary(cx, rq, &p.top, RIGHT_STAFF_RECORD, "staff.do_post", staff_at(cx, rq, "posts", 0, "new"));
	return page_show(cx, rq->http, rs, page_status(p.day.problem), &page_staff_posts, &p);
}

/* --- one post ----------------------------------------------------------------------------------------------------- */

struct post_share {
	struct share share;
	bool now, coming;
	str person_path, edit_path, end_path;
};
static const struct field share_fields[] = {
	FIELD(struct post_share, share, KIND_ONE, .of = &share_rec),
	FIELD(struct post_share, now, KIND_BOOL),
	FIELD(struct post_share, coming, KIND_BOOL),
	FIELD(struct post_share, person_path, KIND_PATH),
	FIELD(struct post_share, edit_path, KIND_PATH),
	FIELD(struct post_share, end_path, KIND_PATH),
};
static const struct record post_share_rec = RECORD("post_share", struct post_share, share_fields);

struct cost_row {
	struct post_cost cost;
	str path;
};
static const struct field cost_fields[] = {
	FIELD(struct cost_row, cost, KIND_ONE, .of = &post_cost_rec),
	FIELD(struct cost_row, path, KIND_PATH),
};
static const struct record cost_rec = RECORD("cost_row", struct cost_row, cost_fields);

struct post_page {
	struct centre_frame frame;
	struct section_top top;
	struct post post;
	str line;
	str state; /* post_state: filled partly vacant coming ended */
	day since;
	bool good, bad, off; /* of the state, for its look */
	int64_t filled, vacant, vacant_days;
	struct list shares;             /* struct post_share: the newest first */
	struct list costs;              /* struct cost_row */
	const struct post_money *money; /* of this year; NULL: none */
	const struct line_money *line_money;
	int64_t year;
	str former_path, next_path; /* the post that it continues, and what continues it */
	day former_until, next_from;
	str money_path, cost_path;
	struct list findings; /* about this post, today */
	bool has_findings, has_costs, cost_missing;
};
static const char *const state_codes[] = { "filled", "partly", "vacant", "coming", "ended", NULL };
static const struct choices post_state_choices = { "post_state", state_codes };
static const struct field post_fields[] = {
	SECTION_FIELDS(struct post_page),
	FIELD(struct post_page, post, KIND_ONE, .of = &post_rec),
	FIELD(struct post_page, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct post_page, state, KIND_CHOICE, .choices = &post_state_choices),
	FIELD(struct post_page, since, KIND_DAY),
	FIELD(struct post_page, good, KIND_BOOL, .hidden = true),
	FIELD(struct post_page, bad, KIND_BOOL, .hidden = true),
	FIELD(struct post_page, off, KIND_BOOL, .hidden = true),
	FIELD(struct post_page, filled, KIND_DECIMAL),
	FIELD(struct post_page, vacant, KIND_DECIMAL),
	FIELD(struct post_page, vacant_days, KIND_INT),
	FIELD(struct post_page, shares, KIND_MANY, .of = &post_share_rec),
	FIELD(struct post_page, costs, KIND_MANY, .of = &cost_rec),
	FIELD(struct post_page, money, KIND_ONE, .of = &post_money_rec, .maybe = true),
	FIELD(struct post_page, line_money, KIND_ONE, .of = &line_money_rec, .maybe = true, .hidden = true),
	FIELD(struct post_page, year, KIND_INT),
	FIELD(struct post_page, former_path, KIND_PATH),
	FIELD(struct post_page, former_until, KIND_DAY),
	FIELD(struct post_page, next_path, KIND_PATH),
	FIELD(struct post_page, next_from, KIND_DAY),
	FIELD(struct post_page, money_path, KIND_PATH),
	FIELD(struct post_page, cost_path, KIND_PATH),
	FIELD(struct post_page, findings, KIND_MANY, .of = &finding_rec),
	FIELD(struct post_page, has_findings, KIND_BOOL, .hidden = true),
	FIELD(struct post_page, has_costs, KIND_BOOL, .hidden = true),
	FIELD(struct post_page, cost_missing, KIND_BOOL, .hidden = true),
};
static const struct record post_page_rec = RECORD("staff_post", struct post_page, post_fields);
const struct page page_staff_post = { "staff/post.html", &post_page_rec };

static void set_state(struct post_page *p, const char *code, day since)
{
	p->state = str_of(code);
	p->since = since;
	p->good = str_is(p->state, "filled");
	p->bad = str_is(p->state, "vacant");
	p->off = str_is(p->state, "ended") || str_is(p->state, "coming");
}

static void fill_state(struct cx *cx, struct post_page *p, const struct staff_day *d)
{
	if (day_cmp(p->post.valid_from, cx->today) > 0)
		set_state(p, "coming", p->post.valid_from);
	else if (!HOLDS_ON(&p->post, cx->today))
		set_state(p, "ended", p->post.valid_to);
	LIST_EACH (const struct plan_post, plan, &d->plan.posts) {
		if (plan->post.id != p->post.id)
			continue;
		p->filled = plan->filled;
		p->vacant = plan->vacant;
		p->vacant_days = plan->vacant_days;
		set_state(p,
		          !plan->vacant  ? "filled"
		          : plan->filled ? "partly"
		                         : "vacant",
		          plan->vacant ? plan->vacant_since : DAY_NONE);
	}
}

static err fill_shares(struct cx *cx, const struct request *rq, struct post_page *p)
{
	struct list shares = { 0 };
	bool may = frame_may(cx, rq, RIGHT_STAFF_RECORD);
	TRY(shares_of_post(cx, &rq->centre, p->post.id, &shares));
	LIST_EACH (const struct share, s, &shares) {
		struct post_share *row = LIST_ADD(cx->mem, &p->shares, struct post_share);
		bool past = day_is(s->valid_to) && day_cmp(s->valid_to, cx->today) < 0;
		*row = (struct post_share){ .share = *s,
			                    .now = HOLDS_ON(s, cx->today),
			                    .coming = day_cmp(s->valid_from, cx->today) > 0,
			                    .person_path = staff_at(cx, rq, "people", s->person_id, "") };
		if (may)
			row->edit_path = staff_at(cx, rq, "shares", s->id, "edit");
		if (may && !past)
			row->end_path = staff_at(cx, rq, "shares", s->id, "end");
	}
	return OK;
}

static err fill_costs(struct cx *cx, const struct request *rq, struct post_page *p)
{
	struct list costs = { 0 };
	bool may = frame_may(cx, rq, RIGHT_STAFF_RECORD);
	TRY(costs_of_post(cx, &rq->centre, p->post.id, &costs));
	LIST_EACH (const struct post_cost, c, &costs) {
		struct cost_row *row = LIST_ADD(cx->mem, &p->costs, struct cost_row);
		row->cost = *c;
		if (may)
			row->path = str_print(cx->mem, STR_FMT "?year=%d",
			                      STR_ARG(staff_at(cx, rq, "posts", p->post.id, "cost")), (int)c->year);
	}
	if (may && !str_is(p->line, "teacher"))
		p->cost_path = staff_at(cx, rq, "posts", p->post.id, "cost");
	return OK;
}

static void fill_money(struct cx *cx, struct post_page *p, const struct staff_money *m)
{
	p->year = m->year;
	LIST_EACH (const struct line_money, l, &m->lines)
		LIST_EACH (const struct post_money, money, &l->posts) {
			if (money->post_id != p->post.id)
				continue;
			struct post_money *copy = NEW(cx->mem, struct post_money);
			struct line_money *line = NEW(cx->mem, struct line_money);
			*copy = *money;
			*line = *l;
			p->money = copy;
			p->line_money = line;
		}
}

/* What it continues and what continues it. */
static err fill_chain(struct cx *cx, const struct request *rq, struct post_page *p)
{
	struct list posts = { 0 };
	TRY(post_list(cx, &rq->centre, DAY_NONE, &posts));
	LIST_EACH (const struct post, other, &posts) {
		str path = staff_at(cx, rq, "posts", other->id, "");
		if (p->post.follows_id.has && p->post.follows_id.v == other->id) {
			p->former_path = path;
			p->former_until = other->valid_to;
		}
		if (other->follows_id.has && other->follows_id.v == p->post.id) {
			p->next_path = path;
			p->next_from = other->valid_from;
		}
	}
	return OK;
}

static str share_new_path(struct cx *cx, const struct request *rq, int64_t post_id)
{
	return str_print(cx->mem, STR_FMT "?post=%" PRId64, STR_ARG(staff_at(cx, rq, "shares", 0, "new")), post_id);
}

static void fill_steps(struct cx *cx, const struct request *rq, struct post_page *p)
{
	bool ended = str_is(p->state, "ended");
	str share = share_new_path(cx, rq, p->post.id);
	if (!ended && p->vacant > 0)
		section_primary(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_share", share);
	else
		section_other(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_share", share);
	if (!ended)
		section_other(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_change",
		              staff_at(cx, rq, "posts", p->post.id, "change"));
	section_other(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_correct",
	              staff_at(cx, rq, "posts", p->post.id, "edit"));
}

err staff_post_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct post_page p = { 0 };
	struct staff_day d;
	TRY(post_find(cx, &rq->centre, route_id(rq), &p.post));
	p.line = staff_line_of(p.post.kind, p.post.funding);
	TRY(staff_fill(cx, rq, "posts", "staff.post_title", p.post.title, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "staff.area.posts"), staff_at(cx, rq, "posts", 0, ""));
	TRY(staff_day_of(cx, &rq->centre, cx->today, &d));
	fill_state(cx, &p, &d);
	fill_money(cx, &p, &d.year);
	LIST_EACH (const struct finding, f, &d.findings)
		if (f->post_id == p.post.id)
			*LIST_ADD(cx->mem, &p.findings, struct finding) = *f;
	p.has_findings = p.findings.n > 0;
	TRY(fill_shares(cx, rq, &p));
	TRY(fill_costs(cx, rq, &p));
	TRY(fill_chain(cx, rq, &p));
	p.money_path = staff_at(cx, rq, "money", 0, "");
	p.has_costs = p.costs.n > 0;
	p.cost_missing = p.money && !p.money->cost_cents.has;
	fill_steps(cx, rq, &p);
	return page_show(cx, rq->http, rs, 200, &page_staff_post, &p);
}
