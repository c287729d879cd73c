/* form.h -- forms from records: read what was sent, and show it again with its messages; nothing typed is lost. */
#ifndef CORE_FORM_H
#define CORE_FORM_H
#include "base/context.h"
#include "base/record.h"
#include "http/http.h"

/* Fills the .input fields of *ret (others stay as they are). E_INVALID: cx->problems says what and where. A .file field
 * gets the bytes of the file (a slice of the body), absent if none was chosen; its name: req_file(). */
err form_read(struct cx *cx, const struct req *rq, const struct record *r, void *ret) MUST;

/* {min} and {max} of a field as people read them, for the messages of field_parse(). */
const struct arg *form_limits(struct cx *cx, const struct field *f);

struct form_choice {
	str code, text;
	bool chosen;
};
struct form_field {
	str id, name, label, hint; /* hint: the word "<label key>.hint", absent if there is none */
	str typed, error;          /* error absent: fine */
	bool optional, is_text, is_secret, is_lines, is_choice, is_check, is_file, checked;
	str accept; /* of a file */
	str input_mode, autocomplete, described_by;
	struct list choices; /* struct form_choice */
};
struct form_error {
	str id, text;
};
/* Fields that stand under a line which opens them; open: one of them has a message. */
struct form_fold {
	str label;
	bool open;
	struct list fields; /* struct form_field */
};
struct form {
	str action; /* where it posts to */
	str csrf;
	str version;        /* of the record that is changed; absent for new ones */
	str once;           /* of those: core/once.h */
	str submit;         /* the button's words */
	str cancel;         /* path back */
	struct list fields; /* struct form_field */
	struct list folds;  /* struct form_fold: those that are seldom changed */
	struct list errors; /* struct form_error: the summary; from cx->problems, also those without a field */
	bool failed, with_file;
};
extern const struct record form_rec, form_field_rec, form_choice_rec, form_error_rec;
/* Builds the form of a record's .input fields. Values: what rq sent, if it is a POST; else from `row` (may be NULL).
 * submit_key and the record's words must exist. Template: {{#form}}{{> form}}{{/form}} */
struct form form_of(struct cx *cx, const struct req *rq, const struct record *r, const void *row, str action,
                    const char *submit_key, str cancel);
/* Offers choices made at run time (ids and names) for a text field. */
void form_offer(struct cx *cx, struct form *f, const char *field, const struct list *choices);
/* A form with the fields for which `folds` is true under one line behind the others, for those whose defaults mostly
 * hold. f: NULL gives NULL. */
const struct form *form_folded(struct cx *cx, const struct form *f, const char *label_key,
                               bool (*folds)(const struct form_field *));
#endif
