/* forward_pages.h -- handlers of this feature, and what its pages share. */
#ifndef FEATURES_FORWARDING_FORWARD_PAGES_H
#define FEATURES_FORWARDING_FORWARD_PAGES_H
#include "core/easy.h"
#include "core/section.h"
#include "features/forwarding/forward_bid.h"
#include "features/forwarding/forward_proof.h"

/* --- what they share (forward_page.c) ----------------------------------------------------------------------------- */
extern const struct section forward_section;
str forward_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail);
struct said {
	str text, path;
};
extern const struct record said_rec;
/* A line as it is shown: to the third party and to the KI. */
struct line_view {
	int64_t id;
	str block, detail;   /* "Renovierung von Räumen"; "2 Räume, Haus der Begegnung" */
	str amount, trace;   /* "2.000,00 €" or "nicht bekannt"; "2 × 1.000,00 € = 2.000,00 €" */
	str rule, rule_path; /* source of the lump sum, and where it stands in the rulebook */
	str granted, reason, plan;
	int64_t granted_cents; /* of the proposal, or as it was decided */
	struct list notes;     /* struct said */
	struct list others;    /* struct said: bids that took of the same building before; for the KI alone */
	str path;              /* to change it; absent: not now */
	bool cut, refused;
};
extern const struct record line_view_rec;
/* shares: struct forward_share, what is proposed or granted; NULL: nothing yet. */
err line_views(struct cx *cx, const struct tenant *centre, const struct forward_round *r, const struct list *lines,
               const struct list *shares, struct list *ret, struct block_sum *ret_sum) MUST;
str block_name(struct cx *cx, str block);
str block_units(struct cx *cx, const struct block *b, int64_t units); /* "12 Monate" */
str block_note_text(struct cx *cx, const struct block_note *n);
/* "11.550,00 €", or with the words that something is not known. */
str sum_text(struct cx *cx, const struct block_sum *s);
void forward_events_say(struct cx *cx, struct list *events); /* fills the texts of struct forward_event */
str forward_stage_text(struct cx *cx, str stage);

/* --- rounds (forward_round_pages.c) ------------------------------------------------------------------------------- */
err rounds_get(struct cx *cx, const struct request *rq, struct res *rs);
err round_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err round_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err round_get(struct cx *cx, const struct request *rq, struct res *rs);
err round_edit_get(struct cx *cx, const struct request *rq, struct res *rs);
err round_edit_post(struct cx *cx, const struct request *rq, struct res *rs);
err round_quota_get(struct cx *cx, const struct request *rq, struct res *rs);
err round_quota_post(struct cx *cx, const struct request *rq, struct res *rs);
err round_block_get(struct cx *cx, const struct request *rq, struct res *rs);
err round_block_post(struct cx *cx, const struct request *rq, struct res *rs);
err round_block_remove_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_forward_rounds, page_forward_round, page_forward_quota;
extern const struct record quota_form_rec;

/* --- bids (forward_list_pages.c, forward_bid_pages.c, forward_propose_pages.c, forward_check_pages.c) --------------
 */
err forward_list_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err payments_get(struct cx *cx, const struct request *rq, struct res *rs);
err payments_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
err payments_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_forward_list, page_payments;
extern const struct record forward_list_asked_rec;
err forward_bid_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_file_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_contract_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_step_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_step_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_forward_bid;
extern const struct record step_rank_rec, step_answer_rec, step_day_rec, step_cents_rec, step_note_rec, step_link_rec;
err forward_propose_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_propose_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_forward_propose;
extern const struct record propose_form_rec;
err forward_check_get(struct cx *cx, const struct request *rq, struct res *rs);
err forward_check_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_forward_check;
extern const struct record forward_check_form_rec;
/* A bid of this KI that was sent; drafts are nobody's business. */
struct bid_shown {
	struct forward_bid bid;
	struct forward_round round;
	struct forward_state state;
};
err bid_shown(struct cx *cx, const struct request *rq, struct bid_shown *ret) MUST;

/* --- the public (apply_pages.c, apply_step_pages.c, apply_after_pages.c) -------------------------------------------
 */
err apply_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_start_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_bid_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_part_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_part_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_blocks_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_line_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_line_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_line_remove_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_check_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_submit_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_step_post(struct cx *cx, const struct request *rq, struct res *rs); /* accept, call, withdraw */
err apply_contract_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_proof_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_proof_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_proof_send_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_file_get(struct cx *cx, const struct request *rq, struct res *rs);
err apply_file_remove_post(struct cx *cx, const struct request *rq, struct res *rs);
err apply_lost_get(struct cx *cx, const struct request *rq, struct res *rs); /* apply_lost_pages.c */
err apply_lost_post(struct cx *cx, const struct request *rq, struct res *rs);
str apply_path(struct cx *cx, const struct request *rq, const char *tail, bool easy); /* "/apply/coesfeld<tail>" */
extern const struct page page_apply_lost;
extern const struct record apply_lost_rec;
extern const struct page page_apply, page_apply_bid, page_apply_part, page_apply_blocks, page_apply_check,
        page_apply_proof, page_apply_line;
extern const struct record apply_start_rec, apply_seen_rec, apply_line_asked_rec;
/* What a link leads to. */
struct own_bid {
	str code;
	struct tenant centre;
	struct face face;
	struct bid_shown shown;
	bool easy;
};
/* E_NOTFOUND for a link that is none or is over. */
err own_bid_load(struct cx *cx, const struct request *rq, struct own_bid *ret) MUST;
/* The towns of a KI, as one text. */
err own_towns(struct cx *cx, int64_t centre_id, str *ret) MUST;
str own_path(struct cx *cx, const struct own_bid *o, const char *tail); /* keeps ?easy=1 */

/* --- what a third party is told (apply_next.c) ------------------------------------------------------------------- */
str bid_number(struct cx *cx, const struct forward_bid *b); /* "17", as both sides name it */
/* What happens next and until when: struct said, none while it is a draft. centre: the KI's name. */
void bid_next(struct cx *cx, const struct bid_shown *b, str centre, bool easy, struct list *ret);
/* The word that says what its link is good for at this stage. */
const char *bid_link_words(str stage);

/* --- letters (forward_letter.c) ----------------------------------------------------------------------------------- */
/* The contract, or the letter that refuses it. E_NOTFOUND: nothing was decided. */
err forward_letter(struct cx *cx, const struct tenant *centre, const struct bid_shown *b, str *ret) MUST;
#endif
