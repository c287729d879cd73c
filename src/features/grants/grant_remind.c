#include "features/grants/grant_remind.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/contact.h"
#include "core/mail.h"
#include "core/user.h"
#include "core/words.h"

struct person_row {
	int64_t id;
};
static const struct field person_fields[] = { FIELD(struct person_row, id, KIND_INT) };
static const struct record person_rec = RECORD("grant_remind_person", struct person_row, person_fields);

enum { PEOPLE };
const struct sql grant_remind_sql[] = {
	[PEOPLE] = { "SELECT a.id FROM account a WHERE a.centre_id = $1 AND a.closed_at IS NULL"
	             " AND (a.role = 'head' OR ($2 = 1 AND a.role = 'administrator')) ORDER BY a.id LIMIT 50",
	             "ii" },
	{ 0 },
};

enum { SAID = 4 };

static const struct arg *args_of(struct cx *cx, const struct words *w, const struct grant_reminder *r, str name)
{
	const struct arg *said = r->say(cx, w, r);
	struct arg all[SAID + 3] = { { "name", name }, { "link", mail_link(cx, r->path) } };
	for (int i = 0; i < SAID && said[i].name; i++)
		all[i + 2] = said[i];
	return args_copy(cx->mem, all);
}

static err tell(struct cx *cx, const struct grant_reminder *r, int64_t account_id)
{
	struct user u;
	struct mail m = { 0 };
	TRY(user_by_id(cx, account_id, &u));
	TRY(contact_email(cx, account_id, &m.to));
	if (!m.to.p)
		return OK;
	const struct words *w = words_of(u.language);
	const struct arg *args = args_of(cx, w, r, u.name);
	const char *when = r->late ? "_late" : "";
	m.subject = word_args(w, cx->mem, str_print(cx->mem, "%s%s.subject", r->word, when).p, args);
	m.text = word_args(w, cx->mem, str_print(cx->mem, "%s%s.text", r->word, when).p, args);
	return mail_add_in_tx(cx, &m);
}

static err remind_in_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct grant_reminder *r = in;
	struct list people = { 0 };
	TRY(db_exec(cx, r->sent, NULL, V(r->about, r->late ? 2 : 1, cx->now)));
	audit_note(cx, "grant.remind",
	           str_print(cx->mem, "centres/" STR_FMT "/grants/%" PRId64, STR_ARG(r->c.slug), r->c.id),
	           MAYBE(r->c.centre_id));
	TRY(db_list(cx, &grant_remind_sql[PEOPLE], &person_rec, &people, V(r->c.centre_id, r->administrators)));
	LIST_EACH (const struct person_row, p, &people)
		TRY(tell(cx, r, p->id));
	return OK;
}

err grant_remind(struct cx *cx, const struct grant_reminder *r)
{
	err e = db_tx(cx, "grant.remind", remind_in_tx, r, NULL, 0);
	if (e != OK && e != E_INVALID) /* told already, or another process was faster: no fault */
		return e;
	fault_clear(cx);
	return OK;
}
