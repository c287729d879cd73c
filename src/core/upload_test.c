/* Uploads on a real database: only their owner sees them, only at their KI, only for their purpose, only in time; and
 * nothing is used twice. */
#include "kit/furnished.h"

#include <string.h>

#include "core/audit.h"
#include "core/upload.h"
#include "core/user.h"
#include "core/words.h"

static const struct upload_purpose plan = { "staff.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 };
static const struct upload_purpose other_purpose = { "other.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 };
enum { COESFELD = 1, UNNA = 2 };

struct house {
	struct kit *k;
	struct user anna, bert;
};

static struct user new_user(struct kit *k, const char *login, const char *centre)
{
	const struct user_new in = { str_of(login), S("Erika Muster"), S("head"), str_of(centre),
		                     S("ein langes Passwort") };
	struct user u;
	assert_int_equal(user_create(&k->cx, &in, &u), OK);
	u.login = str_copy(k->mem, u.login); /* outlives the request */
	u.name = in.name, u.role = in.role, u.centre_slug = in.centre_slug;
	return u;
}

/* Not moved afterwards: the context points at its users. */
static struct house *open_house(void)
{
	static struct house h;
	h = (struct house){ .k = kit_furnished() };
	h.anna = new_user(h.k, "head@coesfeld", "coesfeld");
	h.bert = new_user(h.k, "head@unna", "unna");
	h.k->cx.user = &h.anna;
	return &h;
}

static err take(struct cx *cx, str bytes, struct upload *ret)
{
	const struct file f = { .field = S("file"), .name = S("plan.csv"), .bytes = bytes };
	return upload_take(cx, &plan, COESFELD, &f, ret);
}

static struct upload keep(struct cx *cx, str bytes)
{
	struct upload u, kept;
	assert_int_equal(take(cx, bytes, &u), OK);
	assert_int_equal(db_tx(cx, "keep", upload_keep_in_tx, &u, &kept, sizeof kept), OK);
	assert_true(kept.id > 0);
	return kept;
}

static err drop(struct cx *cx, const void *in, void *ret UNUSED)
{
	return upload_drop_in_tx(cx, in);
}

static err use(struct cx *cx, const struct upload *u)
{
	return db_tx(cx, "use", drop, u, NULL, 0);
}

/* As if the next request of somebody began, `minutes` later. */
static void next(struct house *h, const struct user *who, int minutes)
{
	instant now = h->k->cx.now;
	kit_next(h->k);
	h->k->cx.now = (instant){ now.ms + (int64_t)minutes * 60000 };
	h->k->cx.words = words_of(S("de"));
	h->k->cx.user = who;
}

static void assert_gone(struct house *h, const struct upload_purpose *p, int64_t centre, int64_t id)
{
	struct upload u;
	assert_int_equal(upload_get(&h->k->cx, p, centre, id, &u), E_NOTFOUND);
	assert_string_equal(h->k->cx.fault.key, "upload.gone");
	fault_clear(&h->k->cx);
}

static void only_the_owner_there_for_this_and_in_time(void **state UNUSED)
{
	struct house *h = open_house();
	struct upload got, u = keep(&h->k->cx, S("a;b\n1;2\n"));
	int64_t id = u.id;
	next(h, &h->anna, 59);
	assert_int_equal(upload_get(&h->k->cx, &plan, COESFELD, id, &got), OK);
	assert_true(str_is(got.content, "a;b\n1;2\n") && str_is(got.name, "plan.csv") && !got.converted);
	assert_int_equal(got.size, 8);
	assert_gone(h, &other_purpose, COESFELD, id);
	assert_gone(h, &plan, UNNA, id);
	assert_gone(h, &plan, 0, id);
	assert_gone(h, &plan, COESFELD, id + 1);
	next(h, &h->bert, 0);
	assert_gone(h, &plan, COESFELD, id);
	next(h, &h->anna, 1); /* the hour is over */
	assert_gone(h, &plan, COESFELD, id);
	got.account_id = h->anna.id;
	assert_int_equal(use(&h->k->cx, &got), E_STALE);
	kit_close(h->k);
}

static void nothing_is_used_twice(void **state UNUSED)
{
	struct house *h = open_house();
	struct upload got[2], u = keep(&h->k->cx, S("a;b\n"));
	struct cx second = kit_enter(h->k); /* the same user, pressing twice */
	second.user = &h->anna, second.words = words_of(S("de"));
	assert_int_equal(upload_get(&h->k->cx, &plan, COESFELD, u.id, &got[0]), OK);
	assert_int_equal(upload_get(&second, &plan, COESFELD, u.id, &got[1]), OK);
	assert_int_equal(use(&h->k->cx, &got[0]), OK);
	assert_int_equal(use(&second, &got[1]), E_STALE);
	assert_string_equal(second.fault.key, "upload.gone");
	kit_leave(&second);
	kit_close(h->k);
}

static int64_t count(struct house *h)
{
	static const struct sql all = { "SELECT count(*) FROM upload", "" };
	int64_t n;
	assert_int_equal(db_int(&h->k->cx, &all, &n, V_NONE), OK);
	return n;
}

static void what_is_over_is_deleted_and_an_account_keeps_ten(void **state UNUSED)
{
	struct house *h = open_house();
	int64_t first = keep(&h->k->cx, S("first\n")).id;
	for (int i = 1; i < UPLOAD_MOST_KEPT; i++)
		keep(&h->k->cx, S("more\n"));
	struct upload u;
	assert_int_equal(upload_get(&h->k->cx, &plan, COESFELD, first, &u), OK);
	keep(&h->k->cx, S("one too many\n"));
	assert_gone(h, &plan, COESFELD, first);
	assert_int_equal(count(h), UPLOAD_MOST_KEPT);
	next(h, &h->bert, 60);
	keep(&h->k->cx, S("later\n"));
	assert_int_equal(count(h), 1);
	kit_close(h->k);
}

static const char *refusal(struct house *h, str bytes)
{
	struct upload u;
	next(h, &h->anna, 0);
	assert_int_equal(take(&h->k->cx, bytes, &u), E_INVALID);
	const struct problem *p = problem_of(&h->k->cx, "file");
	assert_non_null(p);
	return p->key;
}

static void only_text_within_its_size_is_let_in(void **state UNUSED)
{
	struct house *h = open_house();
	struct upload u;
	assert_string_equal(refusal(h, S("")), "csv.empty");
	assert_string_equal(refusal(h, S("\xEF\xBB\xBF\r\n")), "csv.empty");
	assert_string_equal(refusal(h, S("a\0b")), "csv.bytes");
	assert_string_equal(refusal(h, S("a;b\n1;\"2\n")), "csv.unclosed");
	char *bytes = NEW_ARRAY(h->k->mem, char, UPLOAD_MOST_BYTES + 1);
	memset(bytes, 'x', UPLOAD_MOST_BYTES + 1);
	assert_string_equal(refusal(h, (str){ bytes, UPLOAD_MOST_BYTES + 1 }), "form.file_too_large");
	next(h, &h->anna, 0);
	assert_int_equal(keep(&h->k->cx, (str){ bytes, UPLOAD_MOST_BYTES }).size, UPLOAD_MOST_BYTES);
	int64_t id = keep(&h->k->cx, S("M\xFCller;5 \x80\n")).id;
	assert_int_equal(upload_get(&h->k->cx, &plan, COESFELD, id, &u), OK);
	assert_true(u.converted && str_is(u.content, "M\xFCller;5 \x80\n"));
	kit_close(h->k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_owner_there_for_this_and_in_time),
		cmocka_unit_test(nothing_is_used_twice),
		cmocka_unit_test(what_is_over_is_deleted_and_an_account_keeps_ten),
		cmocka_unit_test(only_text_within_its_size_is_let_in),
	};
	return kit_available() && words_load() == OK ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
