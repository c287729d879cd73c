/* view_check_test.c -- rules 1 to 4 of view.h: each has pages that must be refused, and the nearest that are fine. */
#include "view/view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct item {
	str title;
	str link;
	int64_t number;
	struct maybe seats;
	day begins;
	bool open;
	struct list parts; /* items again */
};
static const struct record item_rec;
static const struct field item_fields[] = {
	FIELD(struct item, title, KIND_TEXT),
	FIELD(struct item, link, KIND_PATH),
	FIELD(struct item, number, KIND_INT),
	FIELD(struct item, seats, KIND_INT, .maybe = true),
	FIELD(struct item, begins, KIND_DAY),
	FIELD(struct item, open, KIND_BOOL),
	FIELD(struct item, parts, KIND_MANY, .of = &item_rec),
};
static const struct record item_rec = RECORD("item", struct item, item_fields);

struct screen {
	str heading;
	str back;
	str chart;
	struct item first;
	struct list items;
};
static const struct field screen_fields[] = {
	FIELD(struct screen, heading, KIND_TEXT),
	FIELD(struct screen, back, KIND_PATH),
	FIELD(struct screen, chart, KIND_HTML),
	FIELD(struct screen, first, KIND_ONE, .of = &item_rec),
	FIELD(struct screen, items, KIND_MANY, .of = &item_rec),
};
static const struct record screen_rec = RECORD("screen", struct screen, screen_fields);

static bool has_word(void *self UNUSED, str key)
{
	return str_is(key, "offers.title");
}

static int check(struct arena *a, const char *page, struct text *out)
{
	const struct template_file files[] = {
		{ "page.html", str_of(page) },
		{ "row.html", S("<li>\n{{titel}}</li>") },
		{ "tree.html", S("<li>{{title}}{{#parts}}{{> tree}}{{/parts}}</li>") },
		{ "loop.html", S("<p>{{> loop}}</p>") },
		{ "opens.html", S("<a href=\"") },
	};
	struct text words = TEXT(a);
	struct view *v;
	if (view_new(files, 5, &v, &words) != OK)
		fail_msg("%s", text_str(&words).p);
	const struct record *records[] = { &screen_rec };
	int n = view_check(v, "page.html", records, 1, has_word, NULL, out);
	view_free(v);
	return n;
}

static void fine(const char *page)
{
	struct arena *a = arena_new();
	struct text out = TEXT(a);
	int n = check(a, page, &out);
	if (n || out.n)
		fail_msg("%s\n%s", page, text_str(&out).p);
	arena_free(a);
}

static void refused(const char *page, const char *finding)
{
	struct arena *a = arena_new();
	struct text out = TEXT(a);
	int n = check(a, page, &out);
	if (n != 1 || !str_is(text_str(&out), str_print(a, "%s\n", finding).p))
		fail_msg("%s\n  expected: %s\n  got %d: %s", page, finding, n, text_str(&out).p);
	arena_free(a);
}

static void test_unknown_names(void **state UNUSED)
{
	fine("<h1>{{heading}}</h1>{{#items}}{{title}} {{heading}} {{begins.iso}} "
	     "{{number.raw}}{{/items}}{{first.title}}");
	refused("<h1>\n{{titel}}</h1>", "page.html:2: unknown name 'titel'");
	refused("{{#rows}}{{anything}}{{/rows}}", "page.html:1: unknown name 'rows'");
	refused("{{^rows}}{{heading}}{{/rows}}", "page.html:1: unknown name 'rows'");
	refused("{{#items}}{{/items}}{{title}}", "page.html:1: unknown name 'title'");
	refused("{{first.begin}}", "page.html:1: unknown name 'first.begin'");
	refused("{{heading.iso}}", "page.html:1: unknown name 'heading.iso'");
	refused("{{items.title}}", "page.html:1: unknown name 'items.title'");
	refused("<ul>{{#items}}{{> row}}{{/items}}{{#items}}{{> row}}{{/items}}</ul>",
	        "row.html:2: unknown name 'titel'");
}

static void test_what_has_no_text(void **state UNUSED)
{
	fine("{{#heading}}{{.}}{{/heading}}");
	refused("{{items}}", "page.html:1: 'items' has no text");
	refused("{{first}}", "page.html:1: 'first' has no text");
	refused("{{#items}}{{.}}{{/items}}", "page.html:1: '.' has no text");
}

static void test_sections_that_say_nothing(void **state UNUSED)
{
	fine("{{#items}}{{#seats}}{{.}}{{/seats}}{{^open}}zu{{/open}}{{#begins}}ab {{.}}{{/begins}}{{/items}}");
	refused("{{#first.number}}x{{/first.number}}",
	        "page.html:1: 'first.number' is never absent: its section is always or never shown");
	refused("{{#t.offers.title}}x{{/t.offers.title}}",
	        "page.html:1: 't.offers.title' is never absent: its section is always or never shown");
}

static void test_words(void **state UNUSED)
{
	fine("<h1 title=\"{{t.offers.title}}\">{{t.offers.title}}</h1>");
	refused("{{t.offers.titel}}", "page.html:1: 't.offers.titel' is no word of the catalogue");
	refused("{{{t.offers.title}}}", "page.html:1: 't.offers.title' is a word, no markup: two braces");
}

static void test_rule_2_markup(void **state UNUSED)
{
	fine("<div>{{{chart}}}</div>{{&chart}}");
	refused("{{{heading}}}", "page.html:1: 'heading' is no markup: two braces");
	refused("{{&heading}}", "page.html:1: 'heading' is no markup: two braces");
	refused("{{chart}}", "page.html:1: 'chart' is markup: three braces");
	refused("<p title=\"{{{chart}}}\">x</p>", "page.html:1: 'chart' is markup in an attribute");
	refused("<title>{{{chart}}}</title>", "page.html:1: 'chart' is markup where only text can be");
}

static void test_rule_3_raw_text(void **state UNUSED)
{
	const char *why = "page.html:1: 'heading' stands in a script, a style or another raw text";
	fine("<script src=\"/a.js\"></script><style>p{}</style><title>{{heading}}</title>"
	     "<textarea>{{heading}}</textarea><p>{{heading}}</p>");
	fine("<p>1 < 2 {{heading}}</p>");
	refused("<script>let x = '{{heading}}';</script>", why);
	refused("<SCRIPT type=\"module\">if (a </b/) {{heading}}</SCRIPT>", why);
	refused("<style>p { color: {{heading}} }</style>", why);
	refused("<iframe>{{heading}}</iframe>", why);
	refused("<!-- {{heading}} -->", "page.html:1: 'heading' stands in a comment");
	fine("<!-- <script> --><p>{{heading}}</p>");
	fine("<!doctype html><html lang=\"de\"><p>{{heading}}</p>");
}

static void test_rule_3_programs_in_attributes(void **state UNUSED)
{
	const char *why = "page.html:1: 'heading' stands in an attribute that is a program";
	fine("<p data-name=\"{{heading}}\" class='{{heading}} b'>x</p>");
	refused("<p onclick=\"x('{{heading}}')\">x</p>", why);
	refused("<p ONCLICK='{{heading}}'>x</p>", why);
	refused("<p style=\"{{heading}}\">x</p>", why);
	refused("<p hx-on:click=\"{{heading}}\">x</p>", why);
	refused("<p hx-vals='{\"a\": \"{{heading}}\"}'>x</p>", why);
	refused("<iframe srcdoc=\"{{heading}}\"></iframe>", why);
	refused("<p {{#first.open}}on{{/first.open}}click=\"{{heading}}\">x</p>",
	        "page.html:1: 'heading' stands in an attribute whose name is put together by sections");
}

static void test_rule_3_quotes(void **state UNUSED)
{
	fine("<input value=\"{{heading}}\" {{#first.open}}checked{{/first.open}}>");
	fine("<input{{#first.open}} checked{{/first.open}} value=\"{{heading}}\">");
	fine("<input{{#first.open}} class=\"a\"{{/first.open}}{{^first.open}} class=\"b\"{{/first.open}}>{{heading}}");
	refused("<input value={{heading}}>", "page.html:1: 'heading' stands in an attribute without quotes");
	refused("<input value=a{{heading}}>", "page.html:1: 'heading' stands in an attribute without quotes");
	refused("<input {{heading}}>", "page.html:1: 'heading' stands in a tag, outside of a quoted value");
	refused("<{{heading}}>", "page.html:1: 'heading' stands in a tag, outside of a quoted value");
}

static void test_rule_3_addresses(void **state UNUSED)
{
	const char *why =
	        "page.html:1: 'heading' needs an address that starts with a path, a literal one or a field of "
	        "kind PATH";
	fine("<a href=\"{{back}}\">x</a><form action=\"{{back}}?q={{heading}}\" hx-post='{{back}}'></form>");
	fine("<a href=\"/centres/{{heading}}\">x</a><a href=\"#{{heading}}\">x</a><a href=\"?q={{heading}}\">x</a>");
	fine("<a href=\"mailto:{{heading}}\">x</a><a href=\"tel:{{heading}}\">x</a>");
	fine("<a href=\"https://www.mkjfgfi.nrw/{{heading}}\">x</a>");
	fine("<a href=\"{{#first.open}}{{back}}{{/first.open}}{{^first.open}}{{back}}{{/first.open}}\">x</a>");
	fine("<a href=\"/a{{#heading}}?q={{.}}{{/heading}}\">x</a>");
	refused("<a href=\"{{heading}}\">x</a>", why);
	refused("<a href='/{{heading}}'>x</a>", why);
	refused("<a href=\"//{{heading}}\">x</a>", why);
	refused("<a href=\"javascript:{{heading}}\">x</a>", why);
	refused("<a href=\"https://{{heading}}\">x</a>", why);
	refused("<a href=\"https:///{{heading}}\">x</a>", why);
	refused("<img src=\"{{heading}}\">", why);
	refused("<form action=\"{{heading}}\"></form>", why);
	refused("<button formaction=\"{{heading}}\">x</button>", why);
	refused("<p hx-get=\"{{heading}}\">x</p>", why);
	refused("<p hx-post=\"{{heading}}\">x</p>", why);
	refused("<a href=\"{{#first.open}}/a{{/first.open}}{{heading}}\">x</a>", why);
}

static void test_places_that_sections_and_partials_change(void **state UNUSED)
{
	const char *why = "page.html:1: 'first.open' ends at another kind of place in the markup than it began";
	fine("{{#first.open}}<div>{{/first.open}}{{heading}}{{#first.open}}</div>{{/first.open}}");
	refused("{{#first.open}}<a href=\"{{/first.open}}", why);
	refused("{{#first.open}}<script>{{/first.open}}", why);
	refused("<a{{^first.open}}>{{/first.open}}></a>", why);
	refused("<p>{{#first.open}}<!-- {{/first.open}}</p>", why);
}

static void test_pages_that_end_too_early(void **state UNUSED)
{
	refused("{{heading}}\n<a href=\"/x", "page.html:1: the page ends inside a tag, comment or script");
	refused("<script>", "page.html:1: the page ends inside a tag, comment or script");
	refused("{{> opens}}{{heading}}\">x</a>", "page.html:1: 'heading' needs an address that starts with a path, a "
	                                          "literal one or a field of kind PATH");
}

static void test_rule_4_delimiters(void **state UNUSED)
{
	refused("<p>\n{{=<% %>=}}<% heading %></p>", "page.html:2: changes the delimiters");
}

static void test_partials(void **state UNUSED)
{
	fine("<ul>{{#items}}{{> tree}}{{/items}}</ul>");
	refused("{{> nowhere}}", "page.html:1: 'nowhere' is no template");
	refused("{{> loop}}", "loop.html:1: 'loop' calls itself without end");
}

static void test_a_page_that_is_not_there(void **state UNUSED)
{
	struct arena *a = arena_new();
	struct text out = TEXT(a), words = TEXT(a);
	struct view *v;
	assert_int_equal(view_new(NULL, 0, &v, &words), OK);
	assert_int_equal(view_check(v, "shwo.html", NULL, 0, has_word, NULL, &out), 1);
	assert_string_equal(text_str(&out).p, "shwo.html:1: there is no such template\n");
	view_free(v);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown_names),
		cmocka_unit_test(test_what_has_no_text),
		cmocka_unit_test(test_sections_that_say_nothing),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_rule_2_markup),
		cmocka_unit_test(test_rule_3_raw_text),
		cmocka_unit_test(test_rule_3_programs_in_attributes),
		cmocka_unit_test(test_rule_3_quotes),
		cmocka_unit_test(test_rule_3_addresses),
		cmocka_unit_test(test_places_that_sections_and_partials_change),
		cmocka_unit_test(test_pages_that_end_too_early),
		cmocka_unit_test(test_rule_4_delimiters),
		cmocka_unit_test(test_partials),
		cmocka_unit_test(test_a_page_that_is_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
