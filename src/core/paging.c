#include "core/paging.h"

#include <inttypes.h>
#include <string.h>

#include "crypt/crypt.h"

static const struct field asked_fields[] = { ASKED("after", KIND_TEXT, .max = 2000) };
const struct record paging_asked_rec = ASKED_RECORD(asked_fields);

enum { CHECK_DIGITS = 16 };

/* --- cursors: checksum-id-key, the key in hexadecimal digits ------------------------------------------------------ */

static str check_of(struct arena *a, const char *list, str key, int64_t id)
{
	const str parts[] = { S("paging"), str_of(list), key, str_print(a, "%" PRId64, id) };
	return str_part(crypt_hash_parts(a, parts, sizeof parts / sizeof *parts), 0, CHECK_DIGITS);
}

str paging_cursor(struct arena *a, const char *list, str key, int64_t id)
{
	struct text t = TEXT(a);
	text_add(&t, check_of(a, list, key, id));
	text_print(&t, "-%" PRId64 "-", id);
	for (size_t i = 0; i < key.n; i++)
		text_print(&t, "%02x", (unsigned char)key.p[i]);
	return text_str(&t);
}

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

static bool parse_key(struct arena *a, str hex, str *ret)
{
	struct text t = TEXT(a);
	if (hex.n % 2)
		return false;
	for (size_t i = 0; i < hex.n; i += 2) {
		int high = digit(hex.p[i]), low = digit(hex.p[i + 1]);
		if (high < 0 || low < 0)
			return false;
		text_char(&t, (char)(high * 16 + low));
	}
	*ret = text_str(&t);
	return utf8_valid(*ret);
}

bool paging_parse(struct arena *a, const char *list, str cursor, str *ret_key, int64_t *ret_id)
{
	str rest = cursor;
	str check = str_split(&rest, '-');
	str id = str_split(&rest, '-');
	if (!rest.p || !str_to_int(id, ret_id) || !parse_key(a, rest, ret_key))
		return false;
	return crypt_equal(check, check_of(a, list, *ret_key, *ret_id));
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

err paging_read(struct cx *cx, const struct request *rq, struct paging *pg)
{
	str sent = route_asked(rq, "after");
	pg->key = pg->start ? str_of(pg->start) : S("");
	pg->id = pg->down ? INT64_MAX : 0;
	if (str_blank(sent))
		return OK;
	if (!paging_parse(cx->mem, pg->list, sent, &pg->key, &pg->id))
		return problem_add(cx, "after", "paging.bad_cursor", NO_ARGS);
	pg->further = true;
	return OK;
}

static str key_of(struct arena *a, const struct record *r, const char *key, const void *row)
{
	if (!key)
		return S("");
	const struct field *f = record_field(r, str_of(key));
	ASSERT(f && (f->kind == KIND_TEXT || f->kind == KIND_CHOICE || f->kind == KIND_DAY));
	struct value v = record_get(f, row);
	ASSERT(!v.none); /* the next page would begin nowhere */
	return f->kind == KIND_DAY ? day_iso(a, v.d) : v.s;
}

str paging_next(struct cx *cx, const struct paging *pg, struct list *rows, const struct record *r, const char *key,
                const char *id, str path)
{
	struct text t = TEXT(cx->mem);
	if (rows->n <= (size_t)pg->size)
		return STR_NONE;
	rows->n = (size_t)pg->size;
	const void *last = list_at(rows, rows->n - 1);
	const struct field *id_field = record_field(r, str_of(id));
	ASSERT(id_field && id_field->kind == KIND_INT);
	text_add(&t, path);
	text_c(&t, str_has(path, "?") ? "&after=" : "?after=");
	text_url(&t, paging_cursor(cx->mem, pg->list, key_of(cx->mem, r, key, last), record_get(id_field, last).i));
	return text_str(&t);
}
