/* view_test.c -- pages over records: a centre with its posts, as a head sees it. */
#include "base/money.h"
#include "view/view.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct office {
	str town;
	str name;
};
static const struct field office_fields[] = { FIELD(struct office, town, KIND_TEXT),
	                                      FIELD(struct office, name, KIND_TEXT) };
static const struct record office_rec = RECORD("office", struct office, office_fields);

static const struct choices state_choices = { "state", (const char *const[]){ "filled", "vacant", NULL } };
struct post {
	str title;
	str path;
	day since;
	int64_t ceiling;
	struct maybe share;
	bool vacant;
	str state;
};
static const struct field post_fields[] = {
	FIELD(struct post, title, KIND_TEXT),
	FIELD(struct post, path, KIND_PATH),
	FIELD(struct post, since, KIND_DAY),
	FIELD(struct post, ceiling, KIND_MONEY),
	FIELD(struct post, share, KIND_DECIMAL, .maybe = true),
	FIELD(struct post, vacant, KIND_BOOL),
	FIELD(struct post, state, KIND_CHOICE, .choices = &state_choices),
};
static const struct record post_rec = RECORD("post", struct post, post_fields);

struct centre {
	str name;
	str picture;
	instant seen;
	struct office office;
	struct office *branch;
	struct list posts;
};
static const struct field centre_fields[] = {
	FIELD(struct centre, name, KIND_TEXT),
	FIELD(struct centre, picture, KIND_HTML),
	FIELD(struct centre, seen, KIND_INSTANT),
	FIELD(struct centre, office, KIND_ONE, .of = &office_rec),
	FIELD(struct centre, branch, KIND_ONE, .of = &office_rec, .maybe = true),
	FIELD(struct centre, posts, KIND_MANY, .of = &post_rec),
};
static const struct record centre_rec = RECORD("centre", struct centre, centre_fields);

static str german_word(void *self UNUSED, struct arena *a UNUSED, str key)
{
	if (str_is(key, "posts.title"))
		return S("Stellen & Eingruppierung");
	return str_is(key, "state.filled") ? S("besetzt") : str_is(key, "state.vacant") ? S("unbesetzt") : STR_NONE;
}

static str german_value(void *self, struct arena *a, const struct record *r UNUSED, const struct field *f,
                        const void *row)
{
	struct value v = record_get(f, row);
	switch (f->kind) {
	case KIND_DAY:
		return day_german(a, v.d);
	case KIND_MONEY:
		return money_german(a, v.i);
	case KIND_DECIMAL:
		return decimal_german(a, v.i);
	case KIND_CHOICE:
		return german_word(self, a, str_print(a, "state." STR_FMT, STR_ARG(v.s)));
	case KIND_BOOL:
		return v.i ? S("ja") : S("nein");
	default:
		return v.s;
	}
}
static const struct formatter german = { .word = german_word, .value = german_value };

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

static struct post *add_post(struct centre *c, str title, int64_t ceiling)
{
	struct post *p = LIST_ADD(mem, &c->posts, struct post);
	*p = (struct post){ .title = title,
		            .path = S("/centres/coesfeld/posts/7?tab=1&x=2"),
		            .ceiling = ceiling,
		            .since = DAY(2026, 2, 1),
		            .state = S("filled") };
	return p;
}

static struct centre *coesfeld(void)
{
	struct centre *c = NEW(mem, struct centre);
	c->name = S("Kreis Coesfeld <KI>");
	c->office = (struct office){ .town = S("Dülmen"), .name = S("Kreishaus II") };
	c->picture = S("<svg></svg>");
	c->seen = (instant){ 1795243683123 };
	add_post(c, S("Leitung"), 8870000);
	struct post *p = add_post(c, S("Fachkraft \"Sprache\""), 6350000);
	p->vacant = true;
	p->state = S("vacant");
	p->share = MAYBE(500);
	return c;
}

static struct view *view_of(const struct template_file *files, size_t n)
{
	struct text words = TEXT(mem);
	struct view *v;
	if (view_new(files, n, &v, &words) != OK)
		fail_msg("%s", text_str(&words).p);
	return v;
}

/* Renders one page over the record and compares. */
static void page_is(const char *page, const struct record *r, const void *row, const char *expected)
{
	struct template_file files[] = { { "page.html", str_of(page) } };
	struct view *v = view_of(files, 1);
	struct text out = TEXT(mem);
	str words;
	err e = view_render(v, "page.html", &(struct scope){ r, row }, 1, &german, &out, &words);
	if (e != OK)
		fail_msg(STR_FMT, STR_ARG(words));
	assert_string_equal(text_str(&out).p, expected);
	view_free(v);
}

static void page_breaks(const char *page, const char *expected)
{
	struct template_file files[] = { { "page.html", str_of(page) },
		                         { "loop.html", S("x{{> loop}}") },
		                         { "twice.html", S("{{#posts}}{{> twice}}{{> twice}}{{/posts}}") } };
	struct view *v = view_of(files, 3);
	struct text out = TEXT(mem);
	str words;
	assert_int_equal(view_render(v, "page", &(struct scope){ &centre_rec, coesfeld() }, 1, &german, &out, &words),
	                 E_BROKEN);
	assert_string_equal(str_c(mem, words), expected);
	view_free(v);
}

static void test_values_are_escaped_and_formatted(void **state UNUSED)
{
	page_is("<h1>{{name}}</h1>{{#posts}}<a href=\"{{path}}\">{{title}}</a> {{since}} {{ceiling}} "
	        "{{state}}\n{{/posts}}",
	        &centre_rec, coesfeld(),
	        "<h1>Kreis Coesfeld &lt;KI&gt;</h1>"
	        "<a href=\"/centres/coesfeld/posts/7?tab=1&amp;x=2\">Leitung</a> 01.02.2026 88.700,00\u00a0€ besetzt\n"
	        "<a href=\"/centres/coesfeld/posts/7?tab=1&amp;x=2\">Fachkraft &quot;Sprache&quot;</a> 01.02.2026 "
	        "63.500,00\u00a0€ unbesetzt\n");
}

static void test_markup_of_our_own_is_not_escaped(void **state UNUSED)
{
	page_is("{{{picture}}}{{&picture}}", &centre_rec, coesfeld(), "<svg></svg><svg></svg>");
}

static void test_other_forms_of_a_value(void **state UNUSED)
{
	struct centre *c = coesfeld();
	struct post *p = LIST_AT(&c->posts, struct post, 1);
	page_is("{{since.iso}} {{since.raw}} {{ceiling.raw}} {{state.raw}} {{vacant.raw}} {{vacant}} {{share.raw}} "
	        "{{share}}",
	        &post_rec, p, "2026-02-01 2026-02-01 6350000 vacant true ja 500 0,5");
	page_is("{{seen.iso}} {{seen.raw}}", &centre_rec, c, "2026-11-21T06:48:03.123Z 1795243683123");
}

static void test_sections_open_as_promised(void **state UNUSED)
{
	struct centre *c = coesfeld();
	page_is("{{#posts}}{{#vacant}}V{{/vacant}}{{^vacant}}-{{/vacant}}{{#share}}[{{.}}]{{/share}}{{^share}}?{{/"
	        "share}}"
	        "{{#since}}({{.}}/{{title}}){{/since}} {{/posts}}",
	        &centre_rec, c, "-?(01.02.2026/Leitung) V[0,5](01.02.2026/Fachkraft &quot;Sprache&quot;) ");
	page_is("{{#office}}{{town}} {{name}}{{/office}}|{{#branch}}x{{/branch}}{{^branch}}keine{{/branch}}",
	        &centre_rec, c, "Dülmen Kreishaus II|keine");
}

static void test_absent_values_open_nothing(void **state UNUSED)
{
	struct centre empty = { 0 };
	page_is("{{name}}{{#name}}x{{/name}}{{#seen}}x{{/seen}}{{#posts}}x{{/posts}}{{^posts}}noch keine{{/posts}}",
	        &centre_rec, &empty, "noch keine");
	empty.name = S("");
	page_is("{{#name}}x{{/name}}{{^name}}leer{{/name}}", &centre_rec, &empty, "leer");
}

static void test_dotted_names(void **state UNUSED)
{
	struct centre *c = coesfeld();
	page_is("{{office.town}}|{{branch.town}}|{{#branch.town}}x{{/branch.town}}", &centre_rec, c, "Dülmen||");
	struct office branch = { .town = S("Lüdinghausen") };
	c->branch = &branch;
	page_is("{{branch.town}}{{#branch}} {{town}} {{name}}.{{/branch}}", &centre_rec, c,
	        "Lüdinghausen Lüdinghausen .");
}

static void test_a_single_value_has_no_names_in_it(void **state UNUSED)
{
	page_is("{{#office.town}}{{.}}: {{name}}{{/office.town}}", &centre_rec, coesfeld(),
	        "Dülmen: Kreis Coesfeld &lt;KI&gt;");
}

/* As if each line of the partial had been written with the white space before it. */
static void test_indentation_at_the_end_of_a_section(void **state UNUSED)
{
	struct template_file files[] = { { "page.html", S("  {{> rows}}\n") },
		                         { "rows.html", S("{{#posts}}\n{{ceiling.raw}}\n{{/posts}} Ende\n") } };
	struct view *v = view_of(files, 2);
	struct text out = TEXT(mem);
	str words;
	assert_int_equal(view_render(v, "page", &(struct scope){ &centre_rec, coesfeld() }, 1, &german, &out, &words),
	                 OK);
	assert_string_equal(text_str(&out).p, "  8870000\n    6350000\n   Ende\n");
	view_free(v);
}

static void test_words(void **state UNUSED)
{
	page_is("{{t.posts.title}}", &centre_rec, coesfeld(), "Stellen &amp; Eingruppierung");
}

/* The innermost record that knows the name wins; the place remembered in the page must not leak to another record. */
static void test_scopes_and_the_memory_of_names(void **state UNUSED)
{
	struct template_file files[] = { { "page.html", S("{{#posts}}{{name}}/{{title}} {{/posts}}{{name}}") } };
	struct view *v = view_of(files, 1);
	struct centre *c = coesfeld();
	struct office o = { .town = S("Hamm"), .name = S("Rathaus") };
	for (int round = 0; round < 3; round++) {
		struct text out = TEXT(mem);
		str words;
		struct scope scopes[] = { { &centre_rec, c }, { &office_rec, &o } };
		assert_int_equal(view_render(v, "page", scopes, round == 1 ? 1 : 2, &german, &out, &words), OK);
		assert_string_equal(text_str(&out).p,
		                    round == 1
		                            ? "Kreis Coesfeld &lt;KI&gt;/Leitung Kreis Coesfeld &lt;KI&gt;/Fachkraft "
		                              "&quot;Sprache&quot; Kreis Coesfeld &lt;KI&gt;"
		                            : "Rathaus/Leitung Rathaus/Fachkraft &quot;Sprache&quot; Rathaus");
	}
	view_free(v);
}

static void test_layout_by_two_partials(void **state UNUSED)
{
	struct template_file files[] = {
		{ "centres/show.html", S("{{> head}}\n<main>\n  {{> centres/row}}\n</main>\n{{> foot}}\n") },
		{ "head.html", S("<title>{{name}}</title>\n") },
		{ "foot.html", S("<footer></footer>\n") },
		{ "centres/row.html", S("<p>\n{{name}}\n</p>\n") },
	};
	struct view *v = view_of(files, 4);
	struct text out = TEXT(mem);
	str words;
	struct office o = { .name = S("Rathaus") };
	assert_int_equal(
	        view_render(v, "centres/show.html", &(struct scope){ &office_rec, &o }, 1, &german, &out, &words), OK);
	assert_string_equal(text_str(&out).p, "<title>Rathaus</title>\n<main>\n  <p>\n  Rathaus\n  </p>\n</main>\n"
	                                      "<footer></footer>\n");
	view_free(v);
}

static void test_what_a_page_may_not_do(void **state UNUSED)
{
	page_breaks("<p>\n{{titel}}</p>", "page.html:2: unknown name 'titel'");
	page_breaks("{{#titel}}x{{/titel}}", "page.html:1: unknown name 'titel'");
	page_breaks("{{^titel}}x{{/titel}}", "page.html:1: unknown name 'titel'");
	page_breaks("{{office.street}}", "page.html:1: unknown name 'office.street'");
	page_breaks("{{posts.title}}", "page.html:1: unknown name 'posts.title'");
	page_breaks("{{name.iso}}", "page.html:1: unknown name 'name.iso'");
	page_breaks("{{seen.iso.raw}}", "page.html:1: unknown name 'seen.iso.raw'");
	page_breaks("{{#name}}{{town}}{{/name}}", "page.html:1: unknown name 'town'");
	page_breaks("{{{name}}}", "page.html:1: 'name' is no markup: two braces");
	page_breaks("{{office}}", "page.html:1: 'office' has no text");
	page_breaks("{{.}}", "page.html:1: '.' has no text");
	page_breaks("{{t.posts.titel}}", "page.html:1: 't.posts.titel' is no word of the catalogue");
	page_breaks("{{> nowhere}}", "page.html:1: 'nowhere' is no template");
	page_breaks("{{> loop}}", "loop.html:1: 'loop' is too deep in partials");
	page_breaks("{{> twice}}", "twice.html:1: 'twice' is too deep in partials");
}

/* The bounds are on depth: a long page is no deep one. */
static void test_long_pages_are_fine(void **state UNUSED)
{
	struct centre *c = coesfeld();
	for (int i = 0; i < 300; i++)
		add_post(c, S("Fachkraft"), 6350000);
	struct text page = TEXT(mem);
	for (int i = 0; i < 40; i++)
		text_c(&page, "{{> tail}}");
	text_c(&page, "{{#posts}}{{#share}}x{{/share}}{{/posts}}");
	struct template_file files[] = { { "page.html", text_str(&page) }, { "tail.html", S("y") } };
	struct view *v = view_of(files, 2);
	struct text out = TEXT(mem);
	str words;
	assert_int_equal(view_render(v, "page", &(struct scope){ &centre_rec, c }, 1, &german, &out, &words), OK);
	assert_int_equal(out.n, 41);
	view_free(v);
}

static void test_a_page_without_end(void **state UNUSED)
{
	struct text page = TEXT(mem);
	for (int i = 0; i < 60; i++)
		text_c(&page, "{{#posts}}");
	for (int i = 0; i < 60; i++)
		text_c(&page, "{{/posts}}");
	page_breaks(text_str(&page).p, "page.html:1: 'posts' is on a page without end");
	struct template_file files[] = {
		{ "page.html", S("{{#posts}}{{#posts}}{{#posts}}{{name}}{{/posts}}{{/posts}}{{/posts}}") }
	};
	struct view *v = view_of(files, 1);
	struct centre *c = coesfeld();
	c->name = (str){ memset(arena_alloc(mem, 10 << 20), 'x', 10 << 20), 10 << 20 };
	struct text out = TEXT(mem);
	str words;
	assert_int_equal(view_render(v, "page", &(struct scope){ &centre_rec, c }, 1, &german, &out, &words), E_BROKEN);
	assert_string_equal(words.p, "page.html:1: 'posts' is on a page without end");
	view_free(v);
}

static void test_a_page_that_is_not_there(void **state UNUSED)
{
	struct view *v = view_of(NULL, 0);
	struct text out = TEXT(mem);
	str words;
	assert_int_equal(view_render(v, "centres/shwo.html", NULL, 0, &german, &out, &words), E_BROKEN);
	assert_string_equal(words.p, "there is no template 'centres/shwo.html'");
	view_free(v);
}

static void does_not_parse(str page, const char *expected)
{
	struct template_file files[] = { { "a.html", S("fine") }, { "centres/show.html", page } };
	struct text words = TEXT(mem);
	struct view *v;
	assert_int_equal(view_new(files, 2, &v, &words), E_INVALID);
	assert_null(v);
	assert_string_equal(text_str(&words).p, expected);
}

static void test_pages_that_do_not_parse(void **state UNUSED)
{
	does_not_parse(S("<p>\n\n{{name</p>"), "centres/show.html:3: the tag is not closed\n");
	does_not_parse(S("{{{name}}"), "centres/show.html:1: the tag is not closed\n");
	does_not_parse(S("{{#posts}}\n{{title}}\n"), "centres/show.html:1: not closed: the section 'posts'\n");
	does_not_parse(S("{{#posts}}\n{{#share}}\n{{/posts}}{{/share}}"),
	               "centres/show.html:3: first close the section 'share'\n");
	does_not_parse(S("x{{/posts}}"), "centres/show.html:1: there is no open section to close: 'posts'\n");
	does_not_parse(S("{{ }}"), "centres/show.html:1: a tag without a name\n");
	does_not_parse(S("{{#}}{{/}}"), "centres/show.html:1: a tag without a name\n");
	does_not_parse(S("{{a b}}"), "centres/show.html:1: white space in the name 'a b'\n");
	does_not_parse(S("{{a..b}}"), "centres/show.html:1: an empty part in the name 'a..b'\n");
	does_not_parse(S("{{a.}}"), "centres/show.html:1: an empty part in the name 'a.'\n");
	does_not_parse(S("{{=<% =}}"), "centres/show.html:1: no two delimiters: '<%'\n");
	does_not_parse(S("gr\xfc\xdf"), "centres/show.html:1: not UTF-8\n");
	struct text deep = TEXT(mem);
	for (int i = 0; i < 65; i++)
		text_c(&deep, "{{#a}}\n");
	does_not_parse(text_str(&deep), "centres/show.html:65: too many sections in sections at 'a'\n");
}

static void test_two_templates_of_one_name(void **state UNUSED)
{
	struct template_file files[] = { { "head.html", S("a") }, { "foot.html", S("c") }, { "head.html", S("b") } };
	struct text words = TEXT(mem);
	struct view *v;
	assert_int_equal(view_new(files, 3, &v, &words), E_INVALID);
	assert_string_equal(text_str(&words).p, "head.html:1: two templates have this name\n");
}

static const char many_page[] = "{{#posts}}{{name}}{{title}}{{ceiling.raw}};{{/posts}}{{office.town}}";
struct worker {
	const struct view *view;
	const struct record *record;
	const void *row;
	const char *expected;
	bool same;
};

static void *render_often(void *worker)
{
	struct worker *w = worker;
	struct arena *a = arena_new();
	w->same = true;
	for (int i = 0; i < 200; i++) {
		struct text out = TEXT(a);
		str words;
		err e = view_render(w->view, "page", &(struct scope){ w->record, w->row }, 1, &german, &out, &words);
		w->same = w->same && e == OK && str_is(text_str(&out), w->expected);
		arena_reset(a);
	}
	arena_free(a);
	return NULL;
}

struct other_centre { /* the same names at other places */
	struct list posts;
	int64_t number;
	struct office office;
	str name;
};
static const struct field other_fields[] = { FIELD(struct other_centre, posts, KIND_MANY, .of = &post_rec),
	                                     FIELD(struct other_centre, number, KIND_INT),
	                                     FIELD(struct other_centre, office, KIND_ONE, .of = &office_rec),
	                                     FIELD(struct other_centre, name, KIND_TEXT) };
static const struct record other_rec = RECORD("other", struct other_centre, other_fields);

static void test_threads_share_the_pages(void **state UNUSED)
{
	struct template_file files[] = { { "page.html", str_of(many_page) } };
	struct view *v = view_of(files, 1);
	struct centre *c = coesfeld();
	struct other_centre other = { .posts = c->posts, .name = S("Hamm-"), .office = { .town = S("Hamm") } };
	c->name = S("Coesfeld-");
	struct worker w[4];
	pthread_t threads[4];
	for (int i = 0; i < 4; i++) {
		w[i] = i % 2 ? (struct worker){ v, &centre_rec, c,
			                        "Coesfeld-Leitung8870000;Coesfeld-Fachkraft "
			                        "&quot;Sprache&quot;6350000;Dülmen",
			                        false }
		             : (struct worker){ v, &other_rec, &other,
			                        "Hamm-Leitung8870000;Hamm-Fachkraft &quot;Sprache&quot;6350000;Hamm",
			                        false };
		assert_int_equal(pthread_create(&threads[i], NULL, render_often, &w[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_true(w[i].same);
	}
	view_free(v);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_values_are_escaped_and_formatted),
		TEST(test_markup_of_our_own_is_not_escaped),
		TEST(test_other_forms_of_a_value),
		TEST(test_sections_open_as_promised),
		TEST(test_absent_values_open_nothing),
		TEST(test_dotted_names),
		TEST(test_a_single_value_has_no_names_in_it),
		TEST(test_indentation_at_the_end_of_a_section),
		TEST(test_words),
		TEST(test_scopes_and_the_memory_of_names),
		TEST(test_layout_by_two_partials),
		TEST(test_what_a_page_may_not_do),
		TEST(test_long_pages_are_fine),
		TEST(test_a_page_without_end),
		TEST(test_a_page_that_is_not_there),
		TEST(test_pages_that_do_not_parse),
		TEST(test_two_templates_of_one_name),
		TEST(test_threads_share_the_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
