#include "features/staff/staff_table.h"

#include "db/db.h"
#include "features/staff/staff_rows.h"

static const struct field row_fields[] = {
	FIELD(struct staff_row, kind, KIND_CHOICE, .choices = &post_kind_choices, .input = true, .required = true),
	FIELD(struct staff_row, title, KIND_TEXT, .input = true, .required = true, .max = 120),
	FIELD(struct staff_row, fte, KIND_DECIMAL, .input = true, .required = true, .min = 1, .max = 1000),
	FIELD(struct staff_row, funding, KIND_CHOICE, .choices = &post_funding_choices, .input = true),
	FIELD(struct staff_row, employer, KIND_CHOICE, .choices = &post_employer_choices, .input = true),
	FIELD(struct staff_row, employer_name, KIND_TEXT, .input = true),
	FIELD(struct staff_row, focus, KIND_TEXT, .input = true),
	FIELD(struct staff_row, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct staff_row, valid_to, KIND_DAY, .input = true),
	FIELD(struct staff_row, family_name, KIND_TEXT, .input = true, .max = 120),
	FIELD(struct staff_row, given_name, KIND_TEXT, .input = true, .max = 120),
	FIELD(struct staff_row, share, KIND_DECIMAL, .maybe = true, .input = true, .min = 1, .max = 1000),
	FIELD(struct staff_row, share_from, KIND_DAY, .input = true),
	FIELD(struct staff_row, share_to, KIND_DAY, .input = true),
};
const struct record staff_row_rec = RECORD("staff_row", struct staff_row, row_fields);

enum { ROWS };
const struct sql staff_table_sql[] = {
	[ROWS] = { "SELECT p.kind, p.title, p.fte, p.funding, p.employer, p.employer_name, p.focus, p.valid_from,"
	           " p.valid_to, n.family_name, n.given_name, s.fte AS share, s.valid_from AS share_from,"
	           " s.valid_to AS share_to FROM post p LEFT JOIN post_share s ON s.post_id = p.id"
	           " AND s.centre_id = p.centre_id AND ($2 IS NULL OR (s.valid_from <= $2"
	           " AND COALESCE(s.valid_to, " NO_END ") >= $2)) LEFT JOIN person n ON n.id = s.person_id"
	           " WHERE p.centre_id = $1 AND ($2 IS NULL OR (p.valid_from <= $2"
	           " AND COALESCE(p.valid_to, " NO_END ") >= $2))"
	           " ORDER BY CASE p.kind WHEN 'teacher' THEN 1 WHEN 'assistant' THEN 3 ELSE 2 END, p.title,"
	           " p.valid_from, p.id, s.valid_from, s.id LIMIT " MOST_ROWS,
	           "id" },
	{ 0 },
};

err staff_rows_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret)
{
	return rows_of(cx, &staff_table_sql[ROWS], &staff_row_rec, ret, V(centre->id, on));
}
