#include "core/evidence.h"

#include <inttypes.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "net/clamd.h"

enum { MEGABYTE = 1024 * 1024, SCAN_SECONDS = 20, SWEEP_ROWS = 200 };

static const char *const type_codes[] = { "pdf", "png", "jpeg", "xlsx", NULL };
const struct choices evidence_choices = { "evidence_type", type_codes };
static const char *const scan_codes[] = { "clean", "unchecked", NULL };
const struct choices scan_choices = { "evidence_scan", scan_codes };

static const struct field evidence_fields[] = {
	FIELD(struct evidence, id, KIND_INT),
	FIELD(struct evidence, centre_id, KIND_INT, .hidden = true),
	FIELD(struct evidence, owner_kind, KIND_TEXT, .hidden = true),
	FIELD(struct evidence, owner_id, KIND_INT, .hidden = true),
	FIELD(struct evidence, part_id, KIND_INT),
	FIELD(struct evidence, name, KIND_TEXT),
	FIELD(struct evidence, type, KIND_CHOICE, .choices = &evidence_choices),
	FIELD(struct evidence, size, KIND_INT),
	FIELD(struct evidence, hash, KIND_TEXT),
	FIELD(struct evidence, scan, KIND_CHOICE, .choices = &scan_choices),
	FIELD(struct evidence, sent_by, KIND_TEXT),
	FIELD(struct evidence, sent_at, KIND_INSTANT),
	FIELD(struct evidence, keep_until, KIND_DAY),
	FIELD(struct evidence, content, KIND_TEXT, .hidden = true),
	FIELD(struct evidence, path, KIND_PATH),
};
const struct record evidence_rec = RECORD("evidence", struct evidence, evidence_fields);

#define BESIDE " WHERE owner_kind = $1 AND owner_id = $2 AND centre_id = $3"
#define COLUMNS                                                                                                        \
	"e.id, e.centre_id, e.owner_kind, e.owner_id, e.part_id, e.name, e.type, e.size, e.hash, e.scan, e.sent_by, "  \
	"e.sent_at, "                                                                                                  \
	"e.keep_until"
enum { COUNT, COUNT_PART, SAME, KEEP, KEEP_BYTES, LIST, LIST_PART, FIND, DROP, DROP_BYTES, UNTIL, OVER };
const struct sql evidence_sql[] = {
	[COUNT] = { "SELECT COUNT(*) AS n FROM evidence" BESIDE, "sii" },
	[COUNT_PART] = { "SELECT COUNT(*) AS n FROM evidence" BESIDE " AND part_id = $4", "siii" },
	[SAME] = { "SELECT COALESCE(MAX(id), 0) AS n FROM evidence" BESIDE " AND hash = $4 AND part_id = $5", "siisi" },
	[KEEP] = { "INSERT INTO evidence (owner_kind, owner_id, centre_id, name, type, size, hash, scan, sent_by, "
	           "sent_at, part_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
	           "siississsti" },
	[KEEP_BYTES] = { "INSERT INTO evidence_content (evidence_id, content) VALUES ($1, $2)", "ib" },
	[LIST] = { "SELECT " COLUMNS " FROM evidence e" BESIDE " ORDER BY e.part_id, e.id LIMIT 200", "sii" },
	[LIST_PART] = { "SELECT " COLUMNS " FROM evidence e" BESIDE " AND e.part_id = $4 ORDER BY e.id LIMIT 200",
	                "siii" },
	[FIND] = { "SELECT " COLUMNS
	           ", c.content FROM evidence e JOIN evidence_content c ON c.evidence_id = e.id" BESIDE
	           " AND e.id = $4",
	           "siii" },
	/* tenant: whoever calls has found the file beside a thing of its KI */
	[DROP_BYTES] = { "DELETE FROM evidence_content WHERE evidence_id = $1", "i" },
	[DROP] = { "DELETE FROM evidence WHERE id = $1 AND centre_id = $2", "ii" },
	[UNTIL] = { "UPDATE evidence SET keep_until = $4" BESIDE, "siid" },
	/* tenant: all, by the clock */
	[OVER] = { "SELECT " COLUMNS " FROM evidence e WHERE e.keep_until < $1 ORDER BY e.keep_until, e.id LIMIT $2",
	           "di" },
	{ 0 },
};

/* --- looking at a file -------------------------------------------------------------------------------------------- */

static err refuse(struct cx *cx, const struct file *f, const char *key, const struct arg *args)
{
	return problem_add(cx, str_c(cx->mem, f->field), key, args);
}

/* In a unit test of single layers there is no program, hence no scanner. */
static str scanner_of(const struct cx *cx)
{
	return cx->app ? cx->app->config.virus_scanner : STR_NONE;
}

static err scan(struct cx *cx, const struct file *f, str bytes, str *ret)
{
	str found, words;
	*ret = S("unchecked");
	if (!scanner_of(cx).n)
		return OK;
	if (clamd_scan(cx->mem, scanner_of(cx), bytes, SCAN_SECONDS, &found, &words) != OK)
		return fail_detail(cx, E_BUSY, "evidence.scanner", NO_ARGS, words);
	*ret = S("clean");
	return found.p ? refuse(cx, f, "evidence.virus", ARGS({ "name", found })) : OK;
}

err evidence_take(struct cx *cx, const struct evidence_purpose *p, const struct file *f, struct evidence *ret)
{
	ASSERT(!db_in_tx(cx));
	*ret = (struct evidence){ .owner_kind = str_of(p->owner), .name = f->name, .sent_at = cx->now };
	if (f->bytes.n == 0)
		return refuse(cx, f, "evidence.empty", NO_ARGS);
	if ((int64_t)f->bytes.n > p->most_bytes)
		return refuse(cx, f, "form.file_too_large",
		              ARGS({ "max", say_int(cx->words, cx->mem, p->most_bytes / MEGABYTE) }));
	const struct sniffed s = sniff(cx->mem, f->bytes);
	if (!s.kind)
		return refuse(cx, f, s.fault, NO_ARGS);
	if (!(p->kinds & EVIDENCE_OF(s.kind)))
		return refuse(cx, f, "evidence.kind", NO_ARGS);
	TRY(scan(cx, f, f->bytes, &ret->scan)); /* as it came: what we cut off may be what is wrong with it */
	if (str_blank(ret->name))
		ret->name = str_print(cx->mem, "datei.%s", sniff_code(s.kind));
	ret->type = str_of(sniff_code(s.kind));
	ret->content = s.kept;
	ret->size = (int64_t)s.kept.n;
	ret->hash = crypt_hash(cx->mem, s.kept);
	return OK;
}

/* --- keeping ------------------------------------------------------------------------------------------------------ */

static str object_of(struct cx *cx, int64_t id)
{
	return str_print(cx->mem, "evidence/%" PRId64, id);
}

/* One more may be kept: beside the thing, and beside this part of it. */
static err check_room(struct cx *cx, const struct evidence_purpose *p, const struct evidence *e, const char *field)
{
	int64_t n;
	int most = p->most_files;
	TRY(db_int(cx, &evidence_sql[COUNT], &n, V(str_of(p->owner), e->owner_id, e->centre_id)));
	if (n < most && p->most_of_part) {
		most = p->most_of_part;
		TRY(db_int(cx, &evidence_sql[COUNT_PART], &n,
		           V(str_of(p->owner), e->owner_id, e->centre_id, e->part_id)));
	}
	return n < most ? OK
	                : problem_add(cx, field, "evidence.too_many",
	                              ARGS({ "max", say_int(cx->words, cx->mem, most) }));
}

err evidence_keep_in_tx(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id, str by,
                        const char *field, struct evidence *e)
{
	str owner = str_of(p->owner);
	ASSERT(db_in_tx(cx) && e->hash.p);
	e->centre_id = centre_id;
	e->owner_id = owner_id;
	e->sent_by = by;
	TRY(db_int(cx, &evidence_sql[SAME], &e->id, V(owner, owner_id, centre_id, e->hash, e->part_id)));
	if (e->id)
		return OK;
	TRY(check_room(cx, p, e, field));
	TRY(db_int(cx, &evidence_sql[KEEP], &e->id,
	           V(owner, owner_id, centre_id, e->name, e->type, e->size, e->hash, e->scan, by, e->sent_at,
	             e->part_id)));
	TRY(db_exec(cx, &evidence_sql[KEEP_BYTES], NULL, V(e->id, bound_bytes(e->content.p, e->content.n))));
	audit_change(cx, "evidence.keep", object_of(cx, e->id), MAYBE(centre_id), &evidence_rec, NULL, e);
	return OK;
}

static err drop(struct cx *cx, const struct evidence *e)
{
	TRY(db_exec(cx, &evidence_sql[DROP_BYTES], NULL, V(e->id)));
	TRY(db_exec(cx, &evidence_sql[DROP], NULL, V(e->id, e->centre_id)));
	audit_note(cx, "evidence.remove", object_of(cx, e->id), MAYBE(e->centre_id));
	return OK;
}

err evidence_remove_in_tx(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                          int64_t id)
{
	struct evidence e;
	ASSERT(db_in_tx(cx));
	TRY(evidence_find(cx, p, centre_id, owner_id, id, &e));
	return drop(cx, &e);
}

err evidence_keep_until_in_tx(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                              day until)
{
	ASSERT(db_in_tx(cx));
	return db_exec(cx, &evidence_sql[UNTIL], NULL, V(str_of(p->owner), owner_id, centre_id, until));
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

err evidence_list(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                  struct list *ret)
{
	return db_list(cx, &evidence_sql[LIST], &evidence_rec, ret, V(str_of(p->owner), owner_id, centre_id));
}

err evidence_list_of_part(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                          int64_t part_id, struct list *ret)
{
	return db_list(cx, &evidence_sql[LIST_PART], &evidence_rec, ret,
	               V(str_of(p->owner), owner_id, centre_id, part_id));
}

err evidence_find(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id, int64_t id,
                  struct evidence *ret)
{
	err e = db_row(cx, &evidence_sql[FIND], &evidence_rec, ret, V(str_of(p->owner), owner_id, centre_id, id));
	if (e == E_NOTFOUND)
		return fail(cx, E_NOTFOUND, "evidence.unknown", NO_ARGS);
	TRY(e);
	const struct sniffed s = sniff(cx->mem, ret->content);
	if (!str_eq(crypt_hash(cx->mem, ret->content), ret->hash) || !s.kind || !str_is(ret->type, sniff_code(s.kind)))
		return fail(cx, E_BROKEN, "evidence.damaged", NO_ARGS);
	return OK;
}

/* The name as it came, for browsers that know RFC 8187; a plain one for the others. */
static str disposition(struct cx *cx, const struct evidence *e)
{
	struct text t = TEXT(cx->mem);
	text_print(&t, "attachment; filename=\"beleg-%" PRId64 "." STR_FMT "\"; filename*=UTF-8''", e->id,
	           STR_ARG(e->type));
	text_url(&t, e->name);
	return text_str(&t);
}

void evidence_send(struct cx *cx, struct res *rs, const struct evidence *e)
{
	res_text(rs, 200, sniff_media(sniff_of_code(e->type)), e->content);
	res_header(rs, "Content-Disposition", disposition(cx, e));
	/* Beside the policy of all answers, which also says nosniff and no-store: of two policies both hold. */
	res_header(rs, "Content-Security-Policy", S("default-src 'none'; sandbox"));
}

/* --- when their time is over -------------------------------------------------------------------------------------- */

static err sweep_tx(struct cx *cx, const void *in UNUSED, void *ret)
{
	struct list over = { 0 };
	TRY(db_list(cx, &evidence_sql[OVER], &evidence_rec, &over, V(cx->today, SWEEP_ROWS)));
	LIST_EACH (const struct evidence, e, &over)
		TRY(drop(cx, e));
	*(size_t *)ret = over.n;
	if (over.n == 0)
		audit_quiet(cx);
	return OK;
}

err evidence_job_run(struct cx *cx, const struct job *job UNUSED)
{
	size_t dropped = SWEEP_ROWS;
	while (dropped == SWEEP_ROWS)
		TRY(db_tx(cx, "evidence.sweep", sweep_tx, NULL, &dropped, sizeof dropped));
	return OK;
}
