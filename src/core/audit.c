#include "core/audit.h"

#include <inttypes.h>
#include <string.h>

#include "core/token.h"
#include "crypt/crypt.h"
#include "core/statements.h"
#include "db/db.h"
#include "json/json.h"

struct audit_note {
	const char *action;
	str object, detail;
	struct maybe centre_id;
	bool quiet;
	struct audit_note *next;
};

static const struct field audit_fields[] = {
	FIELD(struct audit_row, seq, KIND_INT),
	FIELD(struct audit_row, at, KIND_INSTANT),
	FIELD(struct audit_row, actor, KIND_TEXT),
	FIELD(struct audit_row, centre_id, KIND_INT, .maybe = true),
	FIELD(struct audit_row, action, KIND_TEXT),
	FIELD(struct audit_row, object, KIND_TEXT),
	FIELD(struct audit_row, detail, KIND_TEXT, .hidden = true), /* content: not for the technical administration */
	FIELD(struct audit_row, previous, KIND_TEXT),
	FIELD(struct audit_row, hash, KIND_TEXT),
};
const struct record audit_rec = RECORD("audit", struct audit_row, audit_fields);

struct head {
	int64_t seq;
	str hash;
};
static const struct field head_fields[] = {
	FIELD(struct head, seq, KIND_INT),
	FIELD(struct head, hash, KIND_TEXT),
};
static const struct record head_rec = RECORD("audit_head", struct head, head_fields);

enum { HEAD, NEXT_SEQ, SET_HEAD, INSERT, NEWEST, SLICE, MARK };
#define AUDIT_COLUMNS "seq, at, actor, centre_id, action, object, detail, previous, hash"
const struct sql audit_sql[] = {
	[HEAD] = { "SELECT seq, hash FROM audit_head WHERE id = 1", "" },
	/* Taking the next number locks the row: writers on PostgreSQL form a queue here. */
	[NEXT_SEQ] = { "UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash", "" },
	[SET_HEAD] = { "UPDATE audit_head SET hash = $1 WHERE id = 1", "s" },
	[INSERT] = { "INSERT INTO audit (" AUDIT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", "itsisssss" },
	[NEWEST] = { "SELECT " AUDIT_COLUMNS " FROM audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2", "ii" },
	[SLICE] = { "SELECT " AUDIT_COLUMNS " FROM audit WHERE seq > $1 ORDER BY seq LIMIT 500", "i" },
	[MARK] = { "SELECT seq, hash FROM audit WHERE seq IN ((SELECT MAX(seq) FROM audit WHERE centre_id = $1),"
	           " (SELECT MAX(seq) FROM audit WHERE centre_id IS NULL)) ORDER BY seq DESC LIMIT 1",
	           "i" },
	{ 0 },
};

/* --- taking notes ------------------------------------------------------------------------------------------------- */

static void add(struct cx *cx, struct audit_note note)
{
	ASSERT(db_in_tx(cx));
	struct audit_note **end = &cx->notes;
	while (*end)
		end = &(*end)->next;
	*end = NEW(cx->mem, struct audit_note);
	**end = note;
}

void audit_note(struct cx *cx, const char *action, str object, struct maybe centre_id)
{
	add(cx, (struct audit_note){ .action = action, .object = object, .centre_id = centre_id, .detail = S("{}") });
}

void audit_quiet(struct cx *cx)
{
	add(cx, (struct audit_note){ .quiet = true });
}

static void add_side(struct text *t, const struct field *f, const void *row)
{
	if (row) {
		struct record one = { "value", 0, f, 1 };
		struct text object = TEXT(t->mem);
		json_record(&object, &one, row); /* {"name":value}: the value is what stands behind the colon */
		str whole = text_str(&object);
		size_t from = strlen(f->name) + 4;
		text_add(t, str_part(whole, from, whole.n - 1));
	} else {
		text_c(t, "null");
	}
}

static str difference(struct arena *a, const struct record *r, const void *before, const void *after)
{
	struct text t = TEXT(a);
	text_char(&t, '{');
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		if (f->hidden || f->kind == KIND_ONE || f->kind == KIND_MANY || f->kind == KIND_HTML)
			continue;
		if (before && after && record_equal(f, before, after))
			continue;
		text_print(&t, "%s\"%s\":[", t.n > 1 ? "," : "", f->name);
		add_side(&t, f, before);
		text_char(&t, ',');
		add_side(&t, f, after);
		text_char(&t, ']');
	}
	text_char(&t, '}');
	return text_str(&t);
}

void audit_change(struct cx *cx, const char *action, str object, struct maybe centre_id, const struct record *r,
                  const void *before, const void *after)
{
	add(cx, (struct audit_note){ .action = action,
	                             .object = object,
	                             .centre_id = centre_id,
	                             .detail = difference(cx->mem, r, before, after) });
}

/* --- the chain ---------------------------------------------------------------------------------------------------- */

static str row_hash(struct arena *a, const struct audit_row *r)
{
	str centre = r->centre_id.has ? str_print(a, "%" PRId64, r->centre_id.v) : S("");
	const str parts[] = { r->previous,
		              str_print(a, "%" PRId64, r->seq),
		              str_print(a, "%" PRId64, r->at.ms),
		              r->actor,
		              centre,
		              r->action,
		              r->object,
		              r->detail };
	return crypt_hash_parts(a, parts, sizeof parts / sizeof *parts);
}

/* The account; behind it the token, where a program acted for it. */
static str actor_of(struct cx *cx)
{
	if (!cx->user)
		return S("system");
	if (!cx->token)
		return cx->user->login;
	return str_print(cx->mem, STR_FMT " (tokens/%" PRId64 ")", STR_ARG(cx->user->login), cx->token->id);
}

static err write_note(struct cx *cx, const struct audit_note *n)
{
	struct head head;
	TRY(db_row(cx, &audit_sql[NEXT_SEQ], &head_rec, &head, V_NONE));
	struct audit_row r = { .seq = head.seq,
		               .at = cx->now,
		               .actor = actor_of(cx),
		               .centre_id = n->centre_id,
		               .action = str_of(n->action),
		               .object = n->object,
		               .detail = n->detail,
		               .previous = head.hash };
	r.hash = row_hash(cx->mem, &r);
	TRY(db_exec(cx, &audit_sql[INSERT], NULL,
	            V(r.seq, r.at, r.actor, r.centre_id, r.action, r.object, r.detail, r.previous, r.hash)));
	return db_exec(cx, &audit_sql[SET_HEAD], NULL, V(r.hash));
}

err audit_commit_hook(struct cx *cx, const char *tx_name)
{
	struct audit_note unnamed = { .action = tx_name, .object = S(""), .detail = S("{}") };
	for (const struct audit_note *n = cx->notes ? cx->notes : &unnamed; n; n = n->next)
		if (!n->quiet)
			TRY(write_note(cx, n));
	return OK;
}

err audit_list(struct cx *cx, int64_t before_seq, int limit, struct list *ret)
{
	return db_list(cx, &audit_sql[NEWEST], &audit_rec, ret, V(before_seq, limit));
}

err audit_head(struct cx *cx, int64_t *ret_seq, str *ret_hash)
{
	struct head head;
	TRY(db_row(cx, &audit_sql[HEAD], &head_rec, &head, V_NONE));
	*ret_seq = head.seq;
	*ret_hash = head.hash;
	return OK;
}

err audit_mark(struct cx *cx, int64_t centre_id, str *ret)
{
	struct head last = { .hash = S("") };
	err e = db_row(cx, &audit_sql[MARK], &head_rec, &last, V(centre_id));
	if (e != OK && e != E_NOTFOUND)
		return e;
	*ret = last.hash;
	return OK;
}

/* --- verifying ---------------------------------------------------------------------------------------------------- */

struct walk {
	struct head last;
	int64_t known_seq;
	str known_hash;
	bool known_found;
	struct audit_verdict *verdict;
};

static bool bad(struct audit_verdict *v, int64_t seq, const char *reason)
{
	v->ok = false;
	v->first_bad = seq;
	v->reason = str_of(reason);
	return false;
}

static bool row_fits(struct arena *a, struct walk *w, const struct audit_row *r)
{
	if (r->seq != w->last.seq + 1)
		return bad(w->verdict, w->last.seq + 1, "audit.gap");
	if (!str_eq(r->previous, w->last.hash) || !str_eq(r->hash, row_hash(a, r)))
		return bad(w->verdict, r->seq, "audit.changed");
	if (r->seq == w->known_seq) {
		if (!str_eq(r->hash, w->known_hash))
			return bad(w->verdict, r->seq, "audit.head_differs");
		w->known_found = true;
	}
	w->verdict->rows++;
	return true;
}

/* *ret_end: no more rows, or one that does not fit. What must outlive the slice is kept in `hash`. */
static err walk_slice(struct cx *cx, struct walk *w, char *hash, bool *ret_end)
{
	struct list rows;
	TRY(db_list(cx, &audit_sql[SLICE], &audit_rec, &rows, V(w->last.seq)));
	*ret_end = rows.n == 0;
	LIST_EACH (struct audit_row, r, &rows) {
		if (!row_fits(cx->mem, w, r)) {
			*ret_end = true;
			return OK;
		}
		ASSERT(r->hash.n == CRYPT_HASH_HEX);
		memcpy(hash, r->hash.p, r->hash.n);
		w->last = (struct head){ .seq = r->seq, .hash = { hash, r->hash.n } };
	}
	return OK;
}

static bool parse_known(str known, struct walk *w)
{
	str rest = known;
	str seq = str_split(&rest, ':');
	w->known_hash = rest;
	return str_to_int(seq, &w->known_seq) && w->known_seq > 0 && rest.n == CRYPT_HASH_HEX;
}

static void judge_end(struct walk *w, const struct head *stored)
{
	struct audit_verdict *v = w->verdict;
	v->head_hash = stored->hash;
	if (!v->ok)
		return;
	if (stored->seq > w->last.seq)
		bad(v, w->last.seq + 1, "audit.truncated");
	else if (stored->seq < w->last.seq || !str_eq(stored->hash, w->last.hash))
		bad(v, stored->seq, "audit.head_differs");
	else if (w->known_seq > 0 && !w->known_found)
		bad(v, w->known_seq, "audit.truncated");
}

err audit_verify(struct cx *cx, str known_head, struct audit_verdict *ret)
{
	struct audit_verdict v = { .ok = true };
	struct walk w = { .verdict = &v };
	char *hash = arena_alloc(cx->mem, CRYPT_HASH_HEX + 1);
	memset(hash, '0', CRYPT_HASH_HEX);
	w.last.hash = (str){ hash, CRYPT_HASH_HEX };
	if (known_head.p && !parse_known(known_head, &w))
		return fail(cx, E_INVALID, "audit.bad_head", NO_ARGS);
	struct head stored;
	if (!db_in_tx(cx))
		TRY(db_snapshot(cx)); /* others go on writing: head and rows must be of one moment */
	TRY(db_row(cx, &audit_sql[HEAD], &head_rec, &stored, V_NONE));
	for (bool end = false; !end;) {
		struct arena_mark mark = arena_mark(cx->mem);
		TRY(walk_slice(cx, &w, hash, &end));
		arena_release(cx->mem, mark);
	}
	judge_end(&w, &stored);
	*ret = v;
	return OK;
}
