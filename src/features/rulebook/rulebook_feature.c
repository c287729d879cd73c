/* What the rulebook hands up to the program. */
#include "core/check.h"
#include "core/user.h"
#include "core/words.h"
#include "features/rulebook/rulebook_demo.h"
#include "features/rulebook/rulebook_pages.h"

static const struct route routes[] = {
	{ GET, "/rules", RIGHT_PUBLIC, SCOPE_NONE, rules_get, .shows = &page_rules, .asks = &rules_asked_rec },
	{ GET, "/rules.csv", RIGHT_PUBLIC, SCOPE_NONE, rules_csv_get, .media = MEDIA_CSV,
	  .asks = &rules_export_asked_rec },
	{ GET, "/rules.xlsx", RIGHT_PUBLIC, SCOPE_NONE, rules_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &rules_export_asked_rec },
	{ GET, "/rules/entitlement", RIGHT_PUBLIC, SCOPE_NONE, rule_entitlement_get, .shows = &page_rule_entitlement,
	  .asks = &rule_subject_day_asked_rec },
	{ GET, "/rules/compare", RIGHT_PUBLIC, SCOPE_NONE, rule_compare_get, .shows = &page_rule_compare,
	  .asks = &rule_compare_asked_rec },
	{ GET, "/rules/history", RIGHT_PUBLIC, SCOPE_NONE, rule_history_get, .shows = &page_rule_history,
	  .asks = &rule_subject_asked_rec },
	{ GET, "/rules/proposals", RIGHT_RULE_READ, SCOPE_NONE, proposals_get, .shows = &page_proposals,
	  .asks = &proposals_asked_rec },
	{ GET, "/rules/proposals/{id}", RIGHT_RULE_READ, SCOPE_NONE, proposal_get, .shows = &page_proposal },
	{ POST, "/rules/proposals/{id}/approve", RIGHT_RULE_APPROVE, SCOPE_NONE, proposal_approve_post,
	  .takes = &proposal_approve_rec },
	{ POST, "/rules/proposals/{id}/refuse", RIGHT_RULE_APPROVE, SCOPE_NONE, proposal_refuse_post,
	  .takes = &proposal_refuse_rec },
	{ GET, "/rules/new", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_new_get, .shows = &page_rule_form },
	{ POST, "/rules/new", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_new_post, .takes = &rule_new_rec },
	{ GET, "/rules/{code}", RIGHT_PUBLIC, SCOPE_NONE, rule_get, .shows = &page_rule },
	{ GET, "/rules/{code}/end", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_end_get, .shows = &page_rule_form },
	{ POST, "/rules/{code}/end", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_end_post, .takes = &rule_end_rec },
	{ GET, "/rules/{code}/replace", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_replace_get, .shows = &page_rule_form },
	{ POST, "/rules/{code}/replace", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_replace_post,
	  .takes = &rule_replace_rec },
	{ GET, "/rules/{code}/confirm", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_confirm_get, .shows = &page_rule_form },
	{ POST, "/rules/{code}/confirm", RIGHT_RULE_PROPOSE, SCOPE_NONE, rule_confirm_post,
	  .takes = &rule_confirm_rec },
	{ 0 },
};
static const struct sql *const statements[] = { rulebook_sql, proposal_sql, propose_sql, NULL };
static const struct page *const pages[] = { &page_rules,        &page_rule,         &page_rule_entitlement,
	                                    &page_rule_compare, &page_rule_history, &page_proposals,
	                                    &page_proposal,     &page_rule_form,    NULL };
static const struct navigation navigation[] = {
	{ "nav.rules", "/rules", RIGHT_PUBLIC },
	{ 0 },
};

/* Proposals that wait for this person: not his own. */
static err today(struct cx *cx, struct list *tasks)
{
	struct list pending = { 0 };
	int64_t waiting = 0;
	if (!user_may(cx->user, RIGHT_RULE_APPROVE))
		return OK;
	TRY(proposals_list(cx, true, 0, 100, &pending));
	LIST_EACH (const struct proposal, p, &pending)
		waiting += p->proposed_by != cx->user->id;
	if (waiting)
		*LIST_ADD(cx->mem, tasks, struct task) =
		        (struct task){ .text = word_plural(cx->words, cx->mem, "proposals.task", waiting, NO_ARGS),
			               .hint = word(cx->words, cx->mem, "proposals.task_hint"),
			               .path = S("/rules/proposals") };
	return OK;
}

/* Rules in force that rest on an assumption, or are not known: for `scharnier check`. */
static err check(struct cx *cx, struct list *findings)
{
	int64_t assumed = 0, unknown = 0;
	TRY(rules_count(cx, &(struct rule_filter){ .on = cx->today, .mark = S("assumed") }, &assumed));
	TRY(rules_count(cx, &(struct rule_filter){ .on = cx->today, .mark = S("unknown") }, &unknown));
	if (assumed)
		check_add_counted(cx, findings, CHECK_HINT, "rules", "check.rules_assumed", assumed, NO_ARGS);
	if (unknown)
		check_add_counted(cx, findings, CHECK_HINT, "rules", "check.rules_unknown", unknown, NO_ARGS);
	return OK;
}

const struct feature rulebook_feature = { .name = "rulebook",
	                                  .routes = routes,
	                                  .statements = statements,
	                                  .pages = pages,
	                                  .navigation = navigation,
	                                  .today = today,
	                                  .check = check,
	                                  .demo = rulebook_demo };
