/* record_test.c -- records, lists, and the fields of forms. */
#include "base/arena.h"
#include "base/record.h"
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

struct room {
	str name;
};
static const struct field room_fields[] = { FIELD(struct room, name, KIND_TEXT) };
static const struct record room_rec = RECORD("room", struct room, room_fields);

static const char *const marks[] = { "law", "decree", "local", NULL };
static const struct choices mark_choices = { "mark", marks };

struct offer {
	int64_t id;
	bool open;
	str title, remark, mark, link;
	day starts_on;
	instant told_at;
	int64_t fee, hours;
	struct maybe seats, subsidy;
	struct room room;
	const struct room *spare;
	struct list rooms;
};
static const struct field offer_fields[] = {
	FIELD(struct offer, id, KIND_INT, .hidden = true),
	FIELD(struct offer, open, KIND_BOOL, .input = true),
	FIELD(struct offer, title, KIND_TEXT, .input = true, .required = true, .max = 20),
	FIELD(struct offer, remark, KIND_TEXT, .input = true, .lines = true, .min = 5),
	FIELD(struct offer, mark, KIND_CHOICE, .input = true, .choices = &mark_choices),
	FIELD(struct offer, link, KIND_PATH),
	FIELD(struct offer, starts_on, KIND_DAY, .input = true, .required = true, .label = "word.begin"),
	FIELD(struct offer, told_at, KIND_INSTANT, .input = true),
	FIELD(struct offer, fee, KIND_MONEY, .input = true, .min = 0, .max = 1000000),
	FIELD(struct offer, hours, KIND_DECIMAL, .input = true, .required = true),
	FIELD(struct offer, seats, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 999),
	FIELD(struct offer, subsidy, KIND_MONEY, .maybe = true),
	FIELD(struct offer, room, KIND_ONE, .of = &room_rec),
	FIELD(struct offer, spare, KIND_ONE, .of = &room_rec, .maybe = true),
	FIELD(struct offer, rooms, KIND_MANY, .of = &room_rec),
};
static const struct record offer_rec = RECORD("offer", struct offer, offer_fields);

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

static const struct field *field(const char *name)
{
	const struct field *f = record_field(&offer_rec, str_of(name));
	assert_non_null(f);
	return f;
}

static void same(str s, const char *expected)
{
	assert_non_null(s.p);
	assert_string_equal(str_c(mem, s), expected);
}

static void fields_are_found_by_name(void **state UNUSED)
{
	assert_ptr_equal(field("title"), &offer_fields[2]);
	assert_null(record_field(&offer_rec, S("titl")));
	assert_null(record_field(&offer_rec, STR_NONE));
	same(field_label(mem, &offer_rec, field("title")), "offer.title");
	same(field_label(mem, &offer_rec, field("starts_on")), "word.begin");
	assert_true(choices_has(&mark_choices, S("decree")));
	assert_false(choices_has(&mark_choices, S("")));
	assert_false(choices_has(&mark_choices, STR_NONE));
}

static void a_zeroed_struct_has_nothing(void **state UNUSED)
{
	struct offer o = { 0 };
	static const char *const absent[] = { "title",   "mark",  "link",    "starts_on",
		                              "told_at", "seats", "subsidy", "spare" };
	for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
		assert_true(record_get(field(absent[i]), &o).none);
	static const char *const present[] = { "id", "open", "fee", "hours", "room", "rooms" };
	for (size_t i = 0; i < sizeof present / sizeof *present; i++)
		assert_false(record_get(field(present[i]), &o).none);
}

static void values_are_read(void **state UNUSED)
{
	struct room spare = { S("Aula") };
	struct offer o = { .id = 7,
		           .open = true,
		           .title = S(""),
		           .starts_on = DAY(2026, 11, 21),
		           .told_at = { 5 },
		           .seats = MAYBE(0),
		           .spare = &spare };
	*LIST_ADD(mem, &o.rooms, struct room) = (struct room){ S("Raum 3") };
	assert_int_equal(record_get(field("id"), &o).i, 7);
	assert_int_equal(record_get(field("open"), &o).i, 1);
	assert_false(record_get(field("title"), &o).none); /* empty is not absent */
	assert_int_equal(record_get(field("starts_on"), &o).d.n, DAY(2026, 11, 21).n);
	assert_int_equal(record_get(field("told_at"), &o).i, 5);
	assert_false(record_get(field("seats"), &o).none); /* no seat is a number of seats */
	assert_ptr_equal(record_get(field("spare"), &o).one, &spare);
	assert_ptr_equal(record_get(field("room"), &o).one, &o.room);
	assert_int_equal(record_get(field("rooms"), &o).many->n, 1);
}

static void values_are_written(void **state UNUSED)
{
	struct offer o = { 0 };
	record_set(field("open"), &o, (struct value){ .i = 1 });
	record_set(field("title"), &o, (struct value){ .s = S("Café der Sprachen") });
	record_set(field("starts_on"), &o, (struct value){ .d = DAY(2026, 12, 1) });
	record_set(field("told_at"), &o, (struct value){ .i = 9 });
	record_set(field("seats"), &o, (struct value){ .i = 12 });
	record_set(field("fee"), &o, (struct value){ .i = 1250 });
	assert_true(o.open);
	same(o.title, "Café der Sprachen");
	assert_int_equal(o.starts_on.n, DAY(2026, 12, 1).n);
	assert_int_equal(o.told_at.ms, 9);
	assert_true(o.seats.has);
	assert_int_equal(o.seats.v, 12);
	assert_int_equal(o.fee, 1250);
	for (size_t i = 0; i < offer_rec.count - 3; i++)
		record_set(&offer_fields[i], &o, (struct value){ .none = true });
	for (size_t i = 0; i < offer_rec.count; i++)
		assert_true(record_equal(&offer_fields[i], &o, &(struct offer){ 0 }));
}

static bool all_equal(const struct offer *a, const struct offer *b)
{
	for (size_t i = 0; i < offer_rec.count; i++)
		if (!record_equal(&offer_fields[i], a, b))
			return false;
	return true;
}

static void copies_are_equal_until_changed(void **state UNUSED)
{
	struct room aula = { S("Aula") }, same_aula = { str_copy(mem, S("Aula")) };
	struct offer o = { .title = S("Lesen"), .spare = &aula, .seats = MAYBE(3) };
	*LIST_ADD(mem, &o.rooms, struct room) = aula;
	struct offer *copy = record_copy(mem, &offer_rec, &o);
	assert_true(all_equal(&o, copy));
	copy->spare = &same_aula;
	copy->title = str_copy(mem, S("Lesen"));
	copy->rooms = (struct list){ 0 };
	assert_false(all_equal(&o, copy));
	*LIST_ADD(mem, &copy->rooms, struct room) = same_aula;
	assert_true(all_equal(&o, copy));
	LIST_AT(&copy->rooms, struct room, 0)->name = S("Turnhalle");
	assert_false(record_equal(field("rooms"), &o, copy));
	copy->seats = (struct maybe){ 0 };
	assert_false(record_equal(field("seats"), &o, copy));
	copy->title = STR_NONE;
	assert_false(record_equal(field("title"), &o, copy));
	copy->spare = NULL;
	assert_false(record_equal(field("spare"), &o, copy));
}

/* --- what people type --------------------------------------------------------------------------------------------- */

static void accepted(const char *name, const char *typed, const char *shown)
{
	struct offer o = { 0 };
	const char *key = NULL;
	if (field_parse(mem, field(name), str_of(typed), &o, &key) != OK)
		fail_msg("%s: '%s' was refused with %s", name, typed, key);
	same(field_typed(mem, field(name), &o), shown);
}

static void refused(const char *name, const char *typed, const char *message)
{
	struct offer o = { .title = S("unchanged"), .seats = MAYBE(77) };
	struct offer before = o;
	const char *key = "?";
	assert_int_equal(field_parse(mem, field(name), str_of(typed), &o, &key), E_INVALID);
	assert_string_equal(key, message);
	assert_memory_equal(&o, &before, sizeof o);
}

static void texts(void **state UNUSED)
{
	accepted("title", "  Mu\u0308tterkurs\u00A0", "Mütterkurs");
	accepted("title", "Lesen\tSchreiben", "Lesen Schreiben");
	accepted("title", "ääääääääääääääääääää", "ääääääääääääääääääää"); /* 20 characters, 40 bytes */
	accepted("remark", "erste\r\nzweite\rdritte\n", "erste\nzweite\ndritte");
	accepted("remark", "", "");
	refused("title", "ääääääääääääääääääääz", "form.too_long");
	refused("title", NULL, "form.required");
	refused("title", " \u00A0\t", "form.required");
	refused("title", "a\nb", "form.bad_text");
	refused("title", "a\x1B[1m", "form.bad_text");
	refused("title", "a\x7F", "form.bad_text");
	refused("title", "a\xC2\x85z", "form.bad_text");
	refused("title", "M\xFCller", "form.bad_text");
	refused("remark", "vier", "form.too_short");
}

static void a_nul_byte_is_bad_text(void **state UNUSED)
{
	struct offer o = { 0 };
	const char *key = "?";
	assert_int_equal(field_parse(mem, field("title"), (str){ "a\0b", 3 }, &o, &key), E_INVALID);
	assert_string_equal(key, "form.bad_text");
}

static void texts_have_200_characters_if_nothing_is_said(void **state UNUSED)
{
	char long_text[202];
	memset(long_text, 'x', 201);
	long_text[201] = '\0';
	refused("remark", long_text, "form.too_long");
	long_text[200] = '\0';
	accepted("remark", long_text, long_text);
}

static void choices(void **state UNUSED)
{
	accepted("mark", "law", "law");
	accepted("mark", "", "");
	refused("mark", "Law", "form.not_a_choice");
	refused("mark", "mark", "form.not_a_choice");
}

static void days(void **state UNUSED)
{
	accepted("starts_on", " 2026-11-21 ", "21.11.2026");
	accepted("starts_on", "1.1.27", "01.01.2027");
	accepted("told_at", "2026-11-21T07:48", "21.11.2026, 07:48");
	accepted("told_at", "", "");
	refused("starts_on", "31.02.2026", "form.not_a_day");
	refused("starts_on", "", "form.required");
	refused("told_at", "21.11.2026, 25:00", "form.not_a_day");
}

static void numbers(void **state UNUSED)
{
	accepted("seats", "12", "12");
	accepted("seats", "", "");
	accepted("hours", "0.5", "0,5");
	accepted("hours", "-1234,125", "-1234,125");
	accepted("fee", "1.234,50 €", "1234,50");
	accepted("fee", "0", "0,00");
	refused("seats", "0", "form.out_of_range");
	refused("seats", "1000", "form.out_of_range");
	refused("seats", "zwölf", "form.not_a_number");
	refused("seats", "1,5", "form.not_a_number");
	refused("hours", "1:30", "form.not_a_number");
	refused("hours", "", "form.required");
	refused("fee", "12,345", "form.not_money");
	refused("fee", "10000,01", "form.out_of_range");
	refused("fee", "-1", "form.out_of_range");
}

/* A number without a place for "absent" would turn a blank into zero euros. */
static void a_blank_is_never_zero(void **state UNUSED)
{
	refused("fee", "", "form.required");
	refused("fee", NULL, "form.required");
}

static void checkboxes(void **state UNUSED)
{
	accepted("open", "1", "1");
	accepted("open", "on", "1");
	accepted("open", "true", "1");
	accepted("open", "ja", "1");
	accepted("open", NULL, "");
	accepted("open", "", "");
	accepted("open", "nein", "");
	refused("open", "vielleicht", "form.not_a_choice");
	struct field consent = *field("open");
	struct offer o = { 0 };
	const char *key = "?";
	consent.required = true;
	assert_int_equal(field_parse(mem, &consent, STR_NONE, &o, &key), E_INVALID);
	assert_string_equal(key, "form.required");
	assert_int_equal(field_parse(mem, &consent, S("on"), &o, &key), OK);
}

static void a_blank_clears_what_was_there(void **state UNUSED)
{
	struct offer o = { .seats = MAYBE(12), .mark = S("law"), .open = true };
	const char *key;
	assert_int_equal(field_parse(mem, field("seats"), S(" "), &o, &key), OK);
	assert_int_equal(field_parse(mem, field("mark"), STR_NONE, &o, &key), OK);
	assert_int_equal(field_parse(mem, field("open"), STR_NONE, &o, &key), OK);
	assert_false(o.seats.has);
	assert_null(o.mark.p);
	assert_false(o.open);
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

struct pair {
	int key, order;
};

static int by_key(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	return x->key - y->key;
}

static void lists_grow(void **state UNUSED)
{
	struct list l = { 0 };
	for (int i = 0; i < 1000; i++)
		LIST_ADD(mem, &l, struct pair)->key = i;
	int sum = 0;
	LIST_EACH (struct pair, p, &l)
		sum += p->key + p->order;
	assert_int_equal(sum, 999 * 1000 / 2);
	assert_int_equal(LIST_AT(&l, struct pair, 999)->key, 999);
	struct list empty = { 0 };
	LIST_EACH (struct pair, p, &empty)
		fail();
}

static void sorting_keeps_the_order_of_equals(void **state UNUSED)
{
	for (int n = 0; n < 70; n++) {
		struct list l = { 0 };
		for (int i = 0; i < n; i++)
			*LIST_ADD(mem, &l, struct pair) = (struct pair){ i * 7919 % 5, i };
		list_sort(&l, by_key);
		assert_int_equal(l.n, n);
		for (int i = 1; i < n; i++) {
			struct pair *a = list_at(&l, (size_t)i - 1), *b = list_at(&l, (size_t)i);
			assert_true(a->key < b->key || (a->key == b->key && a->order < b->order));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_found_by_name),
		cmocka_unit_test(a_zeroed_struct_has_nothing),
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(values_are_written),
		cmocka_unit_test(copies_are_equal_until_changed),
		cmocka_unit_test(texts),
		cmocka_unit_test(a_nul_byte_is_bad_text),
		cmocka_unit_test(texts_have_200_characters_if_nothing_is_said),
		cmocka_unit_test(choices),
		cmocka_unit_test(days),
		cmocka_unit_test(numbers),
		cmocka_unit_test(a_blank_is_never_zero),
		cmocka_unit_test(checkboxes),
		cmocka_unit_test(a_blank_clears_what_was_there),
		cmocka_unit_test(lists_grow),
		cmocka_unit_test(sorting_keeps_the_order_of_equals),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
