#include "core/contact.h"

#include "core/app.h"
#include "core/audit.h"
#include "core/reset.h"
#include "core/statements.h"

struct mailbox {
	str email;
};
static const struct field mailbox_fields[] = { FIELD(struct mailbox, email, KIND_TEXT, .hidden = true) };
static const struct record mailbox_rec = RECORD("mailbox", struct mailbox, mailbox_fields);

enum { FIND, REMOVE, INSERT };
const struct sql contact_sql[] = {
	[FIND] = { "SELECT email FROM account_email WHERE account_id = $1", "i" },
	[REMOVE] = { "DELETE FROM account_email WHERE account_id = $1", "i" },
	[INSERT] = { "INSERT INTO account_email (account_id, email, set_at) VALUES ($1, $2, $3)", "ist" },
	{ 0 },
};

err contact_email(struct cx *cx, int64_t account_id, str *ret)
{
	struct mailbox box;
	err e = db_row(cx, &contact_sql[FIND], &mailbox_rec, &box, V(account_id));
	*ret = e == OK ? box.email : STR_NONE;
	return e == E_NOTFOUND ? OK : e;
}

static str lower_case(struct arena *a, str s)
{
	char *p = (char *)str_copy(a, s).p;
	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] += 'a' - 'A';
	return (str){ p, s.n };
}

err contact_set_in_tx(struct cx *cx, const struct user *u, str email)
{
	str former, wish = lower_case(cx->mem, str_trim(email));
	ASSERT(db_in_tx(cx));
	if (!str_blank(wish) && !mail_address_ok(wish))
		return problem_add(cx, "email", "contact.no_address", NO_ARGS);
	TRY(contact_email(cx, u->id, &former));
	TRY(contact_tell_in_tx(cx, u, "contact.changed")); /* to the former one: its holder may not have wanted it */
	TRY(db_exec(cx, &contact_sql[REMOVE], NULL, V(u->id)));
	if (!str_blank(wish))
		TRY(db_exec(cx, &contact_sql[INSERT], NULL, V(u->id, wish, cx->now)));
	/* The address itself would stay in the chain for ever. */
	audit_note(cx, "account.email", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(u->login)), u->centre_id);
	return reset_void_in_tx(cx, u->id);
}

err contact_forget_in_tx(struct cx *cx, int64_t account_id)
{
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &contact_sql[REMOVE], NULL, V(account_id)));
	return reset_void_in_tx(cx, account_id);
}

err contact_tell_in_tx(struct cx *cx, const struct user *u, const char *key)
{
	str email;
	TRY(contact_email(cx, u->id, &email));
	if (!email.p || !mail_possible(cx))
		return OK;
	const struct words *w = words_of(u->language.p ? u->language : S("de"));
	const struct arg *args =
	        ARGS({ "name", u->name }, { "login", u->login }, { "address", cx->app->config.mail.public_url },
	             { "when", say_instant(w, cx->mem, cx->now) });
	struct mail m = { .to = email,
		          .subject = word_args(w, cx->mem, str_print(cx->mem, "%s.subject", key).p, args),
		          .text = word_args(w, cx->mem, str_print(cx->mem, "%s.text", key).p, args) };
	return mail_add_in_tx(cx, &m);
}
