/* What a third party is told beside the state of its bid: what happens next and until when, and what its link is good
 * for. The page of the bid and the mail about it say the same. */
#include "core/mail.h"
#include "core/words.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>

/* The words of a stage, in their order; `when` narrows them to some bids. */
enum when { ALWAYS, IN_TIME, LATE, PROMISED, UNPROMISED, CALLS, PAYS };
static const struct {
	const char *stage, *key;
	enum when when;
} told[] = {
	{ "submitted", "apply.next_compare", IN_TIME },
	{ "submitted", "apply.next_late", LATE },
	{ "submitted", "apply.next_decide_by", PROMISED },
	{ "submitted", "apply.next_decide_open", UNPROMISED },
	{ "submitted", "apply.next_wait", ALWAYS },
	{ "granted", "apply.next_accept", ALWAYS },
	{ "granted", "apply.next_then_call", CALLS },
	{ "granted", "apply.next_then_pay", PAYS },
	{ "granted", "apply.next_collect", ALWAYS },
	{ "accepted", "apply.next_call", CALLS },
	{ "accepted", "apply.next_pay", PAYS },
	{ "accepted", "apply.next_collect", ALWAYS },
	{ "called", "apply.next_pay", ALWAYS },
	{ "called", "apply.next_collect", ALWAYS },
	{ "paid", "apply.next_prove", ALWAYS },
	{ "paid", "apply.next_remind", ALWAYS },
	{ "proof", "apply.next_checked", ALWAYS },
	{ "proof", "apply.next_keep", ALWAYS },
	{ "repay", "apply.next_repay", ALWAYS },
	{ "repay", "apply.next_keep", ALWAYS },
	{ "closed", "apply.next_keep", ALWAYS },
};

static bool holds(enum when when, const struct bid_shown *b)
{
	switch (when) {
	case IN_TIME:
	case LATE:
		return b->state.late == (when == LATE);
	case PROMISED:
	case UNPROMISED:
		return day_is(b->round.decide_by) == (when == PROMISED);
	case CALLS:
	case PAYS:
		return b->round.calls == (when == CALLS);
	default:
		return true;
	}
}

str bid_number(struct cx *cx, const struct forward_bid *b)
{
	return str_print(cx->mem, "%" PRId64, b->id);
}

void bid_next(struct cx *cx, const struct bid_shown *b, str centre, bool easy, struct list *ret)
{
	const struct forward_round *r = &b->round;
	const struct arg *args = args_copy(
	        cx->mem,
	        ARGS({ "name", centre }, { "closes", say_day_long(cx->words, cx->mem, r->closes_on) },
	             { "decide", day_is(r->decide_by) ? say_day_long(cx->words, cx->mem, r->decide_by) : S("") },
	             { "due", say_day_long(cx->words, cx->mem, r->proof_due) }, { "number", bid_number(cx, &b->bid) }));
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (str_is(b->state.stage, told[i].stage) && holds(told[i].when, b))
			LIST_ADD(cx->mem, ret, struct said)->text = easy_word_args(cx, easy, told[i].key, args);
	if (ret->n && !mail_possible(cx))
		LIST_ADD(cx->mem, ret, struct said)->text = easy_word(cx, easy, "apply.next_no_mail");
}

const char *bid_link_words(str stage)
{
	static const char *const acts[] = { "submitted", "granted", "accepted", "called", NULL };
	const struct choices act_stages = { "", acts };
	if (str_is(stage, "draft"))
		return "apply.keep";
	if (str_is(stage, "paid"))
		return "apply.keep_paid";
	return choices_has(&act_stages, stage) ? "apply.keep_sent" : "apply.keep_read";
}
