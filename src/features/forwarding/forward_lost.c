#include "features/forwarding/forward_lost.h"

#include "core/audit.h"
#include "core/job.h"
#include "core/mail.h"
#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_pages.h"

/* A whole town hall can share one address of the net; to one mailbox fewer, lest strangers fill it. */
enum { FREE_AT_PLACE = 30, FREE_FOR_MAIL = 5, LONGEST_WAIT_MS = 10 * 60 * 1000, MOST = 20 };

struct lost {
	int64_t id;
	str name, round;
};
static const struct field lost_fields[] = {
	FIELD(struct lost, id, KIND_INT),
	FIELD(struct lost, name, KIND_TEXT),
	FIELD(struct lost, round, KIND_TEXT),
};
static const struct record lost_rec = RECORD("forward_lost", struct lost, lost_fields);

enum { BY_EMAIL };
const struct sql forward_lost_sql[] = {
	[BY_EMAIL] = { "SELECT b.id, b.name, r.title AS round FROM forward_contact c JOIN forward_bid b ON b.id = "
	               "c.bid_id"
	               " JOIN forward_round r ON r.id = b.round_id WHERE c.centre_id = $1 AND lower(c.email) = $2"
	               " ORDER BY b.id DESC LIMIT $3",
	               "isi" },
	{ 0 },
};

/* --- how often ---------------------------------------------------------------------------------------------------- */

static str place_subject(struct cx *cx, str place)
{
	return str_print(cx->mem, "forward link from:" STR_FMT, STR_ARG(user_place(cx->mem, place)));
}

static str mail_subject(struct cx *cx, str email)
{
	return str_print(cx->mem, "forward link to:" STR_FMT, STR_ARG(email));
}

err lost_links_wait(struct cx *cx, const struct lost_links *l, int64_t *ret_ms)
{
	int64_t for_mail;
	TRY(user_guess_wait(cx, place_subject(cx, l->place), FREE_AT_PLACE, LONGEST_WAIT_MS, ret_ms));
	TRY(user_guess_wait(cx, mail_subject(cx, l->order.email), FREE_FOR_MAIL, LONGEST_WAIT_MS, &for_mail));
	*ret_ms = for_mail > *ret_ms ? for_mail : *ret_ms;
	return OK;
}

err lost_links_ask_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct lost_links *l = in;
	TRY(user_guessed_in_tx(cx, place_subject(cx, l->place)));
	TRY(user_guessed_in_tx(cx, mail_subject(cx, l->order.email)));
	audit_note(cx, "forward.links_asked", S("forwarding"), MAYBE(l->order.centre_id));
	return link_order_in_tx(cx, "forward.lost", &l->order);
}

/* --- the mail ----------------------------------------------------------------------------------------------------- */

struct renewing {
	int64_t centre_id;
	const struct list *bids; /* struct lost */
};

/* ret: struct list of str, a code for each */
static err renew_tx(struct cx *cx, const void *in, void *ret)
{
	const struct renewing *r = in;
	LIST_EACH (const struct lost, l, r->bids)
		TRY(bid_link_renew_in_tx(cx, r->centre_id, l->id, LIST_ADD(cx->mem, (struct list *)ret, str)));
	return OK;
}

static str lines_of(struct cx *cx, const struct list *bids, const struct list *codes)
{
	struct text t = TEXT(cx->mem);
	for (size_t i = 0; i < bids->n; i++) {
		const struct lost *l = LIST_AT(bids, struct lost, i);
		str path = str_print(cx->mem, "/apply/bids/" STR_FMT, STR_ARG(*LIST_AT(codes, str, i)));
		str name = l->name.p ? l->name : word(cx->words, cx->mem, "apply.bid_title");
		text_print(&t, STR_FMT ", " STR_FMT "\n" STR_FMT "\n\n", STR_ARG(name), STR_ARG(l->round),
		           STR_ARG(mail_link(cx, path)));
	}
	return text_str(&t);
}

err lost_links_job_run(struct cx *cx, const struct job *job)
{
	struct link_order o;
	struct list bids = { 0 }, codes;
	struct tenant centre;
	struct face face;
	TRY(link_order_read(cx, job, &o));
	TRY(db_list(cx, &forward_lost_sql[BY_EMAIL], &lost_rec, &bids, V(o.centre_id, o.email, (int64_t)MOST)));
	if (bids.n == 0)
		return OK;
	TRY(tenant_by_id(cx, o.centre_id, &centre));
	TRY(face_on(cx, &centre, cx->today, &face));
	const struct renewing in = { o.centre_id, &bids };
	TRY(db_tx(cx, "forward.links_asked", renew_tx, &in, &codes, sizeof codes));
	const struct arg *args =
	        args_copy(cx->mem, ARGS({ "name", face.name }, { "bids", lines_of(cx, &bids, &codes) }));
	const struct mail mail = { .to = o.email,
		                   .subject = word_args(cx->words, cx->mem, "forward_lost.mail_subject", args),
		                   .text = word_args(cx->words, cx->mem, "forward_lost.mail_text", args) };
	return mail_send(cx, job, &mail);
}
