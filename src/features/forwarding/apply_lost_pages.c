/* The page for whoever has lost the link to a bid. What it answers is the same for every address (forward_lost.h). */
#include "core/mail.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_lost.h"
#include "features/forwarding/forward_pages.h"

struct lost_said {
	str email;
};
static const struct field said_fields[] = { FIELD(struct lost_said, email, KIND_TEXT, .input = true, .required = true,
	                                          .max = 200) };
const struct record apply_lost_rec = RECORD("forward_lost", struct lost_said, said_fields);

struct lost_page {
	str title, lead, name, back, easy_path, easy_text, reach;
	const struct form *form; /* NULL: it was asked for, or there is no mail here */
};
static const struct field page_fields[] = {
	FIELD(struct lost_page, title, KIND_TEXT),
	FIELD(struct lost_page, lead, KIND_TEXT),
	FIELD(struct lost_page, name, KIND_TEXT),
	FIELD(struct lost_page, back, KIND_PATH, .hidden = true),
	FIELD(struct lost_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct lost_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct lost_page, reach, KIND_TEXT),
	FIELD(struct lost_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
};
static const struct record page_rec = RECORD("forward_lost_page", struct lost_page, page_fields);
const struct page page_apply_lost = { "forwarding/apply_lost.html", &page_rec };

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, bool asked)
{
	bool easy = easy_wanted(rq);
	const struct face *face;
	struct form *form = NEW(cx->mem, struct form);
	const char *lead = asked               ? "forward_lost.sent"
	                   : mail_possible(cx) ? "forward_lost.lead"
	                                       : "forward_lost.no_mail";
	struct lost_page p = { .title = easy_word(cx, easy, asked ? "forward_lost.asked" : "forward_lost.title"),
		               .lead = easy_word(cx, easy, lead),
		               .back = apply_path(cx, rq, "", easy),
		               .easy_path = apply_path(cx, rq, "/link", !easy),
		               .easy_text = word(cx->words, cx->mem, easy ? "apply.not_easy" : "apply.easy") };
	TRY(request_face(cx, rq, &face));
	TRY(centre_reach(cx, rq->centre.id, &p.reach));
	p.name = face->name;
	if (!asked && mail_possible(cx)) {
		*form = form_of(cx, rq->http, &apply_lost_rec, NULL, apply_path(cx, rq, "/link", easy),
		                "forward_lost.submit", p.back);
		LIST_EACH (struct form_field, f, &form->fields)
			f->autocomplete = S("email");
		p.form = form;
	}
	return page_show(cx, rq->http, rs, status, &page_apply_lost, &p);
}

err apply_lost_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200, false);
}

static err ask(struct cx *cx, const struct request *rq)
{
	struct lost_said said = { 0 };
	int64_t wait;
	TRY(form_read(cx, rq->http, &apply_lost_rec, &said));
	if (!mail_address_ok(said.email))
		return problem_add(cx, "email", "forward.email_wrong", NO_ARGS);
	const struct lost_links in = { { rq->centre.id, utf8_fold(cx->mem, said.email) }, rq->http->address };
	TRY(lost_links_wait(cx, &in, &wait));
	if (wait)
		return fail(cx, E_INVALID, "forward_lost.wait",
		            ARGS({ "seconds", say_int(cx->words, cx->mem, wait / 1000 + 1) }));
	return db_tx(cx, "forward.links_asked", lost_links_ask_in_tx, &in, NULL, 0);
}

err apply_lost_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	if (!mail_possible(cx))
		return show(cx, rq, rs, 200, false);
	err e = ask(cx, rq);
	if (e == E_INVALID)
		return show(cx, rq, rs, 422, false);
	TRY(e);
	return show(cx, rq, rs, 200, true);
}
