/* view_spec_test.c -- the 136 mandatory tests of the official Mustache specification, in lenient mode, with JSON values
 * as data. Optional parts (lambdas, inheritance, dynamic names) are left out on purpose: our pages do not have them. */
#include "view/view_render.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANDATORY = 136 };

static json_t *json_of(const struct datum *d)
{
	return (json_t *)(uintptr_t)d->value;
}

static struct datum datum_of(json_t *value)
{
	return (struct datum){ .value = value };
}

static json_t *member(json_t *of, str name)
{
	return json_object_getn(of, name.p, name.n);
}

static bool json_find(void *self UNUSED, const struct datum *scopes, size_t n, const struct op *op, struct datum *ret)
{
	json_t *v = op->part_count ? NULL : json_of(&scopes[n - 1]);
	for (size_t i = n; op->part_count && i-- > 0 && !v;)
		v = member(json_of(&scopes[i]), op->parts[0].name);
	for (size_t i = 1; i < op->part_count && v; i++)
		v = member(v, op->parts[i].name);
	*ret = datum_of(v);
	return v != NULL;
}

/* The shortest digits that mean the same number. */
static str real_text(struct arena *a, double x)
{
	for (int digits = 1; digits < 17; digits++) {
		str s = str_print(a, "%.*g", digits, x);
		if (strtod(s.p, NULL) == x)
			return s;
	}
	return str_print(a, "%.17g", x);
}

static const char *json_text(void *self UNUSED, struct arena *a, const struct datum *d, bool markup UNUSED, str *ret)
{
	const json_t *v = json_of(d);
	*ret = S("");
	if (json_is_string(v))
		*ret = (str){ json_string_value(v), json_string_length(v) };
	else if (json_is_integer(v))
		*ret = str_print(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else if (json_is_real(v))
		*ret = real_text(a, json_real_value(v));
	else if (json_is_true(v))
		*ret = S("true");
	return NULL;
}

static size_t json_count(void *self UNUSED, const struct datum *d)
{
	const json_t *v = json_of(d);
	return json_is_array(v) ? json_array_size(v) : !json_is_null(v) && !json_is_false(v);
}

static struct datum json_item(void *self UNUSED, const struct datum *d, size_t i)
{
	json_t *v = json_of(d);
	return datum_of(json_is_array(v) ? json_array_get(v, i) : v);
}

static const struct source json_source = {
	.find = json_find, .text = json_text, .count = json_count, .item = json_item
};

static str json_str(const json_t *v)
{
	return (str){ json_string_value(v), json_string_length(v) };
}

static size_t add_files(struct arena *a, const json_t *test, struct template_file *files)
{
	size_t n = 0;
	const char *name;
	json_t *text;
	files[n++] = (struct template_file){ "the page under test", json_str(json_object_get(test, "template")) };
	json_object_foreach(json_object_get(test, "partials"), name, text) files[n++] =
	        (struct template_file){ str_print(a, "%s.html", name).p, json_str(text) };
	return n;
}

static str render(struct arena *a, const struct view *v, json_t *data)
{
	struct text out = TEXT(a);
	struct render *r = NEW(a, struct render);
	r->source = json_source;
	r->lenient = true;
	r->out = &out;
	r->words = TEXT(a);
	r->scopes[r->depth++] = datum_of(data);
	assert_int_equal(render_template(r, view_find(v, S("the page under test"))), OK);
	return text_str(&out);
}

static bool run_one(const char *file, const json_t *test)
{
	struct arena *a = arena_new();
	struct template_file files[8];
	struct text words = TEXT(a);
	struct view *v;
	size_t n = add_files(a, test, files);
	assert_int_equal(view_new(files, n, &v, &words), OK);
	str got = render(a, v, json_object_get(test, "data"));
	str expected = json_str(json_object_get(test, "expected"));
	bool same = str_eq(got, expected);
	if (!same)
		print_error("%s, %s:\n  expected [" STR_FMT "]\n  got      [" STR_FMT "]\n", file,
		            json_string_value(json_object_get(test, "name")), STR_ARG(expected), STR_ARG(got));
	view_free(v);
	arena_free(a);
	return same;
}

static int run_file(const char *folder, const char *file, int *failed)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/data/conformance/mustache/%s.json", folder, file);
	json_t *all = json_load_file(path, 0, NULL);
	assert_non_null(all);
	size_t i;
	json_t *test, *tests = json_object_get(all, "tests");
	json_array_foreach(tests, i, test) *failed += !run_one(file, test);
	int n = (int)json_array_size(tests);
	json_decref(all);
	return n;
}

static void test_specification(void **state UNUSED)
{
	static const char *const files[] = { "comments", "delimiters", "interpolation",
		                             "inverted", "partials",   "sections" };
	const char *folder = getenv("SCHARNIER_SHARED");
	if (!folder)
		folder = SOURCE_ROOT "/../shared";
	if (access(folder, R_OK)) {
		print_message("the specification is not here (%s): skipped\n", folder);
		skip();
	}
	int run = 0, failed = 0;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		run += run_file(folder, files[i], &failed);
	assert_int_equal(failed, 0);
	assert_int_equal(run, MANDATORY);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_specification) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
