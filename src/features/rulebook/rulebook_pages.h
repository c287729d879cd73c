/* rulebook_pages.h -- the pages of the rulebook, and what they share. */
#ifndef FEATURES_RULEBOOK_RULEBOOK_PAGES_H
#define FEATURES_RULEBOOK_RULEBOOK_PAGES_H
#include "core/route.h"
#include "features/rulebook/rulebook_model.h"

extern const struct page page_rules, page_rule, page_rule_entitlement, page_rule_compare, page_rule_history;
extern const struct page page_proposals, page_proposal, page_rule_form;

err rules_get(struct cx *cx, const struct request *rq, struct res *rs);
err rules_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
err rules_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err rule_get(struct cx *cx, const struct request *rq, struct res *rs);

err rule_entitlement_get(struct cx *cx, const struct request *rq, struct res *rs);
err rule_compare_get(struct cx *cx, const struct request *rq, struct res *rs);
err rule_history_get(struct cx *cx, const struct request *rq, struct res *rs);

err rule_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err rule_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err rule_end_get(struct cx *cx, const struct request *rq, struct res *rs);
err rule_end_post(struct cx *cx, const struct request *rq, struct res *rs);
err rule_replace_get(struct cx *cx, const struct request *rq, struct res *rs);
err rule_replace_post(struct cx *cx, const struct request *rq, struct res *rs);
err rule_confirm_get(struct cx *cx, const struct request *rq, struct res *rs);
err rule_confirm_post(struct cx *cx, const struct request *rq, struct res *rs);

err proposals_get(struct cx *cx, const struct request *rq, struct res *rs);
err proposal_get(struct cx *cx, const struct request *rq, struct res *rs);
err proposal_approve_post(struct cx *cx, const struct request *rq, struct res *rs);
err proposal_refuse_post(struct cx *cx, const struct request *rq, struct res *rs);

/* What the pages read from the query. */
extern const struct record rules_asked_rec, rules_export_asked_rec, rule_subject_day_asked_rec, rule_compare_asked_rec,
        rule_subject_asked_rec, proposals_asked_rec;
/* What a decision says: a refusal needs a reason. */
extern const struct record proposal_approve_rec, proposal_refuse_rec;

/* A choice in the address: a link, and whether it is chosen. */
struct chip {
	str text, path;
	bool current;
};
extern const struct record chip_rec;

/* "/rules?day=2024-06-01&mark=read": adds name=value to the address if the value is there. */
void query_add(struct text *t, const char *name, str value);
/* Chips for all codes of the choices and one for "all" (word key; NULL: none). path_for makes the address of one. */
void chips_of(struct cx *cx, struct list *ret, const struct choices *c, str chosen, const char *all_key,
              str (*path_for)(struct cx *cx, const void *self, str code), const void *self);
/* The code sent in the query if it is one of the choices; else absent. */
str query_choice(const struct request *rq, const char *name, const struct choices *c);
/* The words of the problem at a field; absent if there is none. */
str problem_words(struct cx *cx, const char *field);
/* The way back to the list. */
struct list rulebook_crumbs(struct cx *cx);
#endif
