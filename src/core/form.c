#include "core/form.h"

#include <string.h>

#include "base/money.h"
#include "core/once.h"
#include "core/session.h"
#include "core/words.h"

static const struct field choice_fields[] = {
	FIELD(struct form_choice, code, KIND_TEXT),
	FIELD(struct form_choice, text, KIND_TEXT),
	FIELD(struct form_choice, chosen, KIND_BOOL),
};
const struct record form_choice_rec = RECORD("form_choice", struct form_choice, choice_fields);

static const struct field field_fields[] = {
	FIELD(struct form_field, id, KIND_TEXT, .hidden = true),
	FIELD(struct form_field, name, KIND_TEXT),
	FIELD(struct form_field, label, KIND_TEXT),
	FIELD(struct form_field, hint, KIND_TEXT),
	FIELD(struct form_field, typed, KIND_TEXT),
	FIELD(struct form_field, error, KIND_TEXT),
	FIELD(struct form_field, optional, KIND_BOOL),
	FIELD(struct form_field, is_text, KIND_BOOL, .hidden = true),
	FIELD(struct form_field, is_secret, KIND_BOOL, .hidden = true),
	FIELD(struct form_field, is_lines, KIND_BOOL, .hidden = true),
	FIELD(struct form_field, is_choice, KIND_BOOL, .hidden = true),
	FIELD(struct form_field, is_check, KIND_BOOL, .hidden = true),
	FIELD(struct form_field, is_file, KIND_BOOL, .hidden = true),
	FIELD(struct form_field, accept, KIND_TEXT, .hidden = true),
	FIELD(struct form_field, checked, KIND_BOOL, .hidden = true),
	FIELD(struct form_field, input_mode, KIND_TEXT, .hidden = true),
	FIELD(struct form_field, autocomplete, KIND_TEXT, .hidden = true),
	FIELD(struct form_field, described_by, KIND_TEXT, .hidden = true),
	FIELD(struct form_field, choices, KIND_MANY, .of = &form_choice_rec),
};
const struct record form_field_rec = RECORD("form_field", struct form_field, field_fields);

static const struct field error_fields[] = {
	FIELD(struct form_error, id, KIND_TEXT),
	FIELD(struct form_error, text, KIND_TEXT),
};
const struct record form_error_rec = RECORD("form_error", struct form_error, error_fields);

static const struct field fold_fields[] = {
	FIELD(struct form_fold, label, KIND_TEXT),
	FIELD(struct form_fold, open, KIND_BOOL),
	FIELD(struct form_fold, fields, KIND_MANY, .of = &form_field_rec),
};
static const struct record fold_rec = RECORD("form_fold", struct form_fold, fold_fields);
static const struct field form_fields[] = {
	FIELD(struct form, action, KIND_PATH),
	FIELD(struct form, csrf, KIND_TEXT),
	FIELD(struct form, version, KIND_TEXT),
	FIELD(struct form, once, KIND_TEXT),
	FIELD(struct form, submit, KIND_TEXT, .hidden = true),
	FIELD(struct form, cancel, KIND_PATH, .hidden = true),
	FIELD(struct form, fields, KIND_MANY, .of = &form_field_rec),
	FIELD(struct form, folds, KIND_MANY, .of = &fold_rec),
	FIELD(struct form, errors, KIND_MANY, .of = &form_error_rec),
	FIELD(struct form, failed, KIND_BOOL),
	FIELD(struct form, with_file, KIND_BOOL),
};
const struct record form_rec = RECORD("form", struct form, form_fields);

/* --- reading ------------------------------------------------------------------------------------------------------ */

static str say_limit(struct cx *cx, const struct field *f, int64_t limit)
{
	if (f->kind == KIND_DECIMAL)
		return say_decimal(cx->words, cx->mem, limit);
	return f->kind == KIND_MONEY ? say_money(cx->words, cx->mem, limit) : say_int(cx->words, cx->mem, limit);
}

const struct arg *form_limits(struct cx *cx, const struct field *f)
{
	int64_t max = f->kind == KIND_TEXT && f->max == 0 ? 200 : f->max;
	return args_copy(cx->mem, ARGS({ "min", say_limit(cx, f, f->min) }, { "max", say_limit(cx, f, max) }));
}

/* What was sent for a field, as a person would have typed it. Programs send money as they get it: in cents. */
static str sent_value(struct cx *cx, const struct req *rq, const struct field *f)
{
	str sent = pairs_get(&rq->form, f->name);
	int64_t cents;
	if (f->kind == KIND_MONEY && str_is(rq->content_type, "application/json") && str_to_int(sent, &cents))
		return money_plain(cx->mem, cents);
	return sent;
}

/* Which bytes are let in, the purpose decides (upload.h); here only whether there is a file, and how large. */
static err read_file(struct cx *cx, const struct req *rq, const struct field *f, void *ret)
{
	const struct file *file = req_file(rq, f->name);
	if (!file && f->required)
		return problem_add(cx, f->name, "form.file_missing", NO_ARGS);
	if (file && file->bytes.n == 0)
		return problem_add(cx, f->name, "form.file_empty", NO_ARGS);
	if (file && f->max && (int64_t)file->bytes.n > f->max)
		return problem_add(cx, f->name, "form.file_too_large",
		                   ARGS({ "max", say_int(cx->words, cx->mem, f->max / (1024 * 1024)) }));
	record_set(f, ret, (struct value){ .none = !file, .s = file ? file->bytes : STR_NONE });
	return OK;
}

err form_read(struct cx *cx, const struct req *rq, const struct record *r, void *ret)
{
	err result = OK;
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		const char *key = NULL;
		if (!f->input)
			continue;
		if (f->file) {
			if (read_file(cx, rq, f, ret) != OK)
				result = E_INVALID;
			continue;
		}
		if (field_parse(cx->mem, f, sent_value(cx, rq, f), ret, &key) != OK)
			result = problem_add(cx, f->name, key, form_limits(cx, f));
	}
	return result;
}

/* --- showing ------------------------------------------------------------------------------------------------------ */

static void add_choices(struct cx *cx, struct form_field *ff, const struct field *f)
{
	if (!f->required)
		*LIST_ADD(cx->mem, &ff->choices, struct form_choice) =
		        (struct form_choice){ .code = S(""),
			                      .text = word(cx->words, cx->mem, "form.no_choice"),
			                      .chosen = str_blank(ff->typed) };
	for (const char *const *code = f->choices->codes; *code; code++) {
		str key = str_print(cx->mem, "%s.%s", f->choices->name, *code);
		*LIST_ADD(cx->mem, &ff->choices, struct form_choice) =
		        (struct form_choice){ .code = str_of(*code),
			                      .text = word(cx->words, cx->mem, key.p),
			                      .chosen = str_is(ff->typed, *code) };
	}
}

static str input_mode(const struct field *f)
{
	switch (f->kind) {
	case KIND_INT:
	case KIND_DAY:
		return S("numeric");
	case KIND_MONEY:
	case KIND_DECIMAL:
		return S("decimal");
	default:
		return S("text");
	}
}

/* Never shown again. */
static bool is_secret(const struct field *f)
{
	return strstr(f->name, "password") != NULL;
}

/* Tells password managers what to fill in, and when to offer a new one. */
static str autocomplete(const struct record *r, const struct field *f)
{
	bool known = !strcmp(r->name, "login") || str_starts(str_of(f->name), "old_");
	if (!strcmp(f->name, "login"))
		return known ? S("username") : S("off");
	if (!strcmp(f->name, "one_time_code"))
		return S("one-time-code");
	if (is_secret(f))
		return known ? S("current-password") : S("new-password");
	return S("off");
}

static void describe(struct cx *cx, struct form_field *ff)
{
	struct text t = TEXT(cx->mem);
	if (ff->hint.p)
		text_print(&t, STR_FMT "-hint", STR_ARG(ff->id));
	if (ff->error.p)
		text_print(&t, "%s" STR_FMT "-error", t.n ? " " : "", STR_ARG(ff->id));
	ff->described_by = t.n ? text_str(&t) : STR_NONE;
}

/* As the reader would type it. */
static str shown(struct cx *cx, const struct field *f, const void *row)
{
	const struct value v = record_get(f, row);
	bool amount = f->kind == KIND_MONEY && !v.none;
	return amount ? say_amount(cx->words, cx->mem, v.i) : field_typed(cx->mem, f, row);
}

static void add_field(struct cx *cx, struct form *form, const struct req *rq, const struct record *r,
                      const struct field *f, const void *row)
{
	struct form_field *ff = LIST_ADD(cx->mem, &form->fields, struct form_field);
	str label = field_label(cx->mem, r, f);
	str hint = str_print(cx->mem, STR_FMT ".hint", STR_ARG(label));
	const struct problem *p = problem_of(cx, f->name);
	bool sent = rq->method == POST;
	bool secret = is_secret(f);
	ff->name = str_of(f->name);
	ff->id = str_print(cx->mem, "f-%s", f->name);
	ff->label = word(cx->words, cx->mem, label.p);
	ff->hint = words_has(cx->words, hint) ? word(cx->words, cx->mem, hint.p) : STR_NONE;
	ff->typed = sent ? pairs_get(&rq->form, f->name) : row && !f->file ? shown(cx, f, row) : S("");
	if (!ff->typed.p || secret || f->file)
		ff->typed = S("");
	ff->error = p ? word_args(cx->words, cx->mem, p->key, p->args) : STR_NONE;
	ff->optional = !f->required && f->kind != KIND_BOOL;
	ff->is_check = f->kind == KIND_BOOL;
	ff->is_choice = f->kind == KIND_CHOICE;
	ff->is_lines = f->lines;
	ff->is_secret = secret;
	ff->is_file = f->file != NULL;
	ff->accept = f->file ? str_of(f->file) : STR_NONE;
	form->with_file |= ff->is_file;
	ff->is_text = !ff->is_check && !ff->is_choice && !ff->is_lines && !ff->is_file && !secret;
	ff->checked = ff->is_check && (str_is(ff->typed, "1") || str_is(ff->typed, "on"));
	ff->input_mode = input_mode(f);
	ff->autocomplete = autocomplete(r, f);
	if (ff->is_choice)
		add_choices(cx, ff, f);
	describe(cx, ff);
}

/* What the summary says of a problem: a message at its field needs no name, a list of messages does. */
static str named(struct cx *cx, const struct form *form, const struct problem *p)
{
	str text = word_args(cx->words, cx->mem, p->key, p->args);
	LIST_EACH (const struct form_field, ff, &form->fields)
		if (str_is(ff->name, p->field) && ff->label.n)
			return str_print(cx->mem, STR_FMT "%s " STR_FMT, STR_ARG(ff->label),
			                 ff->label.p[ff->label.n - 1] == '?' ? "" : ":", STR_ARG(text));
	return text;
}

static void add_errors(struct cx *cx, struct form *form)
{
	for (const struct problem *p = cx->problems; p; p = p->next)
		*LIST_ADD(cx->mem, &form->errors, struct form_error) =
		        (struct form_error){ .id = str_print(cx->mem, "f-%s", p->field), .text = named(cx, form, p) };
	if (cx->fault.code != OK && cx->fault.key)
		*LIST_ADD(cx->mem, &form->errors, struct form_error) =
		        (struct form_error){ .id = S("form"),
			                     .text = word_args(cx->words, cx->mem, cx->fault.key, cx->fault.args) };
	form->failed = form->errors.n > 0;
}

struct form form_of(struct cx *cx, const struct req *rq, const struct record *r, const void *row, str action,
                    const char *submit_key, str cancel)
{
	struct form form = { .action = action, .cancel = cancel, .submit = word(cx->words, cx->mem, submit_key) };
	form.csrf = session_form_token(cx);
	const struct field *version = record_field(r, S("version"));
	if (rq->method == POST)
		form.version = pairs_get(&rq->form, "version");
	else if (version && row)
		form.version = field_typed(cx->mem, version, row);
	if (!version && cx->user)
		form.once = once_mark(cx);
	for (size_t i = 0; i < r->count; i++)
		if (r->fields[i].input)
			add_field(cx, &form, rq, r, &r->fields[i], row);
	add_errors(cx, &form);
	return form;
}

void form_offer(struct cx *cx, struct form *f, const char *field, const struct list *choices)
{
	LIST_EACH (struct form_field, ff, &f->fields) {
		if (!str_is(ff->name, field))
			continue;
		ff->is_text = false;
		ff->is_choice = true;
		LIST_EACH (struct form_choice, c, choices) {
			struct form_choice *mine = LIST_ADD(cx->mem, &ff->choices, struct form_choice);
			*mine = *c;
			mine->chosen = str_eq(c->code, ff->typed);
		}
	}
}

const struct form *form_folded(struct cx *cx, const struct form *f, const char *label_key,
                               bool (*folds)(const struct form_field *))
{
	struct form_fold fold = { .label = word(cx->words, cx->mem, label_key) };
	struct form *ret = f ? NEW(cx->mem, struct form) : NULL;
	if (!f)
		return NULL;
	*ret = *f;
	ret->fields = (struct list){ 0 };
	LIST_EACH (const struct form_field, ff, &f->fields) {
		bool folded = folds(ff);
		*LIST_ADD(cx->mem, folded ? &fold.fields : &ret->fields, struct form_field) = *ff;
		fold.open |= folded && ff->error.p;
	}
	if (fold.fields.n)
		*LIST_ADD(cx->mem, &ret->folds, struct form_fold) = fold;
	return ret;
}
