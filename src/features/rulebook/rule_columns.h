/* rule_columns.h -- the pieces of SQL that compute a rule from what was written and what was approved by $1. */
#ifndef FEATURES_RULEBOOK_RULE_COLUMNS_H
#define FEATURES_RULEBOOK_RULE_COLUMNS_H

#define RULE_APPROVED " JOIN rule_decision d ON d.proposal_id = p.id AND d.decision = 'approved' AND d.decided_at <= $1"
#define RULE_TABLES                                                                                                    \
	" FROM rule r JOIN rule_item i ON i.code = r.item LEFT JOIN centre c ON c.id = r.centre_id"                    \
	" LEFT JOIN (SELECT p.rule_id, MIN(p.ends_on) AS ends_on FROM rule_proposal p" RULE_APPROVED                   \
	" WHERE p.ends_on IS NOT NULL GROUP BY p.rule_id) e ON e.rule_id = r.id"                                       \
	" LEFT JOIN (SELECT p.rule_id, MIN(p.source) AS source FROM rule_proposal p" RULE_APPROVED                     \
	" WHERE p.kind = 'confirm' GROUP BY p.rule_id) k ON k.rule_id = r.id"
/* The earlier of the end it was written with and the ends that were approved. */
#define RULE_END "(CASE WHEN r.valid_to IS NULL OR e.ends_on < r.valid_to THEN e.ends_on ELSE r.valid_to END)"
#define RULE_MARK "(CASE WHEN k.rule_id IS NULL THEN r.mark ELSE 'read' END)"
#define RULE_IN_FORCE                                                                                                  \
	"(r.seeded = 1 OR EXISTS (SELECT 1 FROM rule_proposal p" RULE_APPROVED " WHERE p.new_rule_id = r.id))"
#define RULE_COLUMNS                                                                                                   \
	"r.id, r.code, i.programme, r.item, r.part, r.authority, r.centre_id, c.slug AS centre_slug, c.carrier AS "    \
	"centre_name,"                                                                                                 \
	" r.quantity, i.unit, r.unit_cents, r.value, r.financing, r.valid_from, " RULE_END " AS valid_to,"             \
	" COALESCE(k.source, r.source) AS source, " RULE_MARK " AS mark, r.note"
#endif
