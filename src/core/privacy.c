#include "core/privacy.h"

#include "base/arena.h"
#include "view/embedded.h"

static const char *const mark_codes[] = { "read", "seed", "inferred", "assumed", "unknown", NULL };
const struct choices privacy_mark_choices = { "mark", mark_codes };
static const char *const deletion_codes[] = { "automatic", "not_yet", "kept", NULL };
const struct choices privacy_deletion_choices = { "privacy_deletion", deletion_codes };

static const struct field kind_fields[] = {
	FIELD(struct privacy_kind, code, KIND_TEXT),
	FIELD(struct privacy_kind, activity, KIND_TEXT, .hidden = true),
	FIELD(struct privacy_kind, name, KIND_TEXT),
	FIELD(struct privacy_kind, retention, KIND_TEXT),
	FIELD(struct privacy_kind, retention_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_kind, deletion, KIND_CHOICE, .choices = &privacy_deletion_choices),
	FIELD(struct privacy_kind, own_term, KIND_BOOL),
};
const struct record privacy_kind_rec = RECORD("privacy_kind", struct privacy_kind, kind_fields);

static const struct field activity_fields[] = {
	FIELD(struct privacy_activity, code, KIND_TEXT),
	FIELD(struct privacy_activity, name, KIND_TEXT),
	FIELD(struct privacy_activity, purpose, KIND_TEXT),
	FIELD(struct privacy_activity, basis, KIND_TEXT),
	FIELD(struct privacy_activity, basis_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_activity, persons, KIND_TEXT),
	FIELD(struct privacy_activity, recipients, KIND_TEXT),
	FIELD(struct privacy_activity, retention, KIND_TEXT),
	FIELD(struct privacy_activity, retention_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_activity, deletion, KIND_CHOICE, .choices = &privacy_deletion_choices),
	FIELD(struct privacy_activity, personal, KIND_BOOL, .hidden = true),
	FIELD(struct privacy_activity, kinds, KIND_MANY, .of = &privacy_kind_rec),
};
const struct record privacy_activity_rec = RECORD("privacy_activity", struct privacy_activity, activity_fields);

static const struct field column_fields[] = {
	FIELD(struct privacy_column, table, KIND_TEXT),
	FIELD(struct privacy_column, column, KIND_TEXT),
	FIELD(struct privacy_column, table_purpose, KIND_TEXT),
	FIELD(struct privacy_column, kind_code, KIND_TEXT, .hidden = true),
	FIELD(struct privacy_column, kind, KIND_TEXT),
	FIELD(struct privacy_column, activity, KIND_TEXT),
	FIELD(struct privacy_column, purpose, KIND_TEXT),
	FIELD(struct privacy_column, basis, KIND_TEXT),
	FIELD(struct privacy_column, basis_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_column, persons, KIND_TEXT),
	FIELD(struct privacy_column, recipients, KIND_TEXT),
	FIELD(struct privacy_column, retention, KIND_TEXT),
	FIELD(struct privacy_column, retention_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_column, deletion, KIND_CHOICE, .choices = &privacy_deletion_choices),
	FIELD(struct privacy_column, outside, KIND_BOOL),
	FIELD(struct privacy_column, personal, KIND_BOOL),
};
const struct record privacy_column_rec = RECORD("privacy_column", struct privacy_column, column_fields);

static const struct field measure_fields[] = { FIELD(struct privacy_measure, text, KIND_TEXT) };
const struct record privacy_measure_rec = RECORD("privacy_measure", struct privacy_measure, measure_fields);

/* What is said in general, as a record only for reading. */
static const struct field general_fields[] = {
	FIELD(struct privacy, controller, KIND_TEXT), FIELD(struct privacy, controller_mark, KIND_TEXT),
	FIELD(struct privacy, officer, KIND_TEXT),    FIELD(struct privacy, officer_mark, KIND_TEXT),
	FIELD(struct privacy, transfer, KIND_TEXT),
};
static const struct record general_rec = RECORD("privacy", struct privacy, general_fields);

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* One line of what tools/privacy.awk wrote. */
struct fact {
	str kind, code, key, value;
};

struct reader {
	struct arena *mem;
	struct privacy *to;
	struct list kinds; /* struct privacy_kind of all activities */
	bool english;
};

/* "basis.mark" is the member basis_mark; other keys are members' names. */
static void set_text(struct reader *r, const struct record *record, void *row, str key, str value)
{
	str rest = key, name = str_split(&rest, '.');
	if (rest.p)
		name = str_print(r->mem, STR_FMT "_" STR_FMT, STR_ARG(name), STR_ARG(rest));
	const struct field *f = record_field(record, name);
	ASSERT(f);
	record_set(f, row, (struct value){ .s = value });
}

static struct privacy_activity *activity_of(struct reader *r, str code)
{
	LIST_EACH (struct privacy_activity, a, &r->to->activities)
		if (str_eq(a->code, code))
			return a;
	struct privacy_activity *fresh = LIST_ADD(r->mem, &r->to->activities, struct privacy_activity);
	fresh->code = code;
	return fresh;
}

static struct privacy_kind *kind_of(struct reader *r, str code)
{
	LIST_EACH (struct privacy_kind, k, &r->kinds)
		if (str_eq(k->code, code))
			return k;
	struct privacy_kind *fresh = LIST_ADD(r->mem, &r->kinds, struct privacy_kind);
	fresh->code = code;
	return fresh;
}

static void take_column(struct reader *r, const struct fact *f, str table_purpose, bool outside)
{
	*LIST_ADD(r->mem, &r->to->columns, struct privacy_column) =
	        (struct privacy_column){ .table = f->code,
		                         .column = f->key,
		                         .kind_code = f->value,
		                         .table_purpose = table_purpose,
		                         .outside = outside };
}

/* English replaces German where it is asked for; the tool saw to it that both are there. */
static void take_words(struct reader *r, const struct fact *f)
{
	str key = f->key;
	bool english = str_ends(key, ".en");
	if (english && !r->english)
		return;
	if (english)
		key = str_part(key, 0, key.n - 3);
	if (str_is(f->kind, "activity"))
		set_text(r, &privacy_activity_rec, activity_of(r, f->code), key, f->value);
	else if (str_is(f->kind, "class"))
		set_text(r, &privacy_kind_rec, kind_of(r, f->code), key, f->value);
	else if (!str_is(key, "measure"))
		set_text(r, &general_rec, r->to, key, f->value);
	else if (english == r->english)
		LIST_ADD(r->mem, &r->to->measures, struct privacy_measure)->text = f->value;
}

static void read_facts(struct reader *r, str lines)
{
	str table_purpose = STR_NONE;
	while (lines.p && lines.n) {
		str line = str_split(&lines, '\n');
		struct fact f = { .kind = str_split(&line, '\t') };
		f.code = str_split(&line, '\t');
		f.key = str_split(&line, '\t');
		f.value = line;
		ASSERT(f.value.p);
		if (str_is(f.kind, "table") || str_is(f.kind, "place"))
			table_purpose = f.value;
		else if (str_is(f.kind, "column") || str_is(f.kind, "item"))
			take_column(r, &f, table_purpose, str_is(f.kind, "item"));
		else
			take_words(r, &f);
	}
}

/* --- putting together --------------------------------------------------------------------------------------------- */

static void gather_kinds(struct reader *r)
{
	LIST_EACH (struct privacy_activity, a, &r->to->activities)
		a->personal = !str_starts(a->persons, "keine") && !str_starts(a->persons, "none");
	LIST_EACH (struct privacy_kind, k, &r->kinds) {
		struct privacy_activity *a = activity_of(r, k->activity);
		k->own_term = k->retention.p != NULL;
		if (!k->own_term)
			k->retention = a->retention, k->retention_mark = a->retention_mark, k->deletion = a->deletion;
		*LIST_ADD(r->mem, &a->kinds, struct privacy_kind) = *k;
	}
}

static void fill_columns(struct reader *r)
{
	LIST_EACH (struct privacy_column, c, &r->to->columns) {
		const struct privacy_kind *k = kind_of(r, c->kind_code);
		const struct privacy_activity *a = activity_of(r, k->activity);
		c->kind = k->name;
		c->retention = k->retention, c->retention_mark = k->retention_mark, c->deletion = k->deletion;
		c->activity = a->name, c->purpose = a->purpose, c->basis = a->basis, c->basis_mark = a->basis_mark;
		c->persons = a->persons, c->recipients = a->recipients, c->personal = a->personal;
	}
}

void privacy_read(struct arena *a, str language, struct privacy *ret)
{
	const struct embedded_file *f = embedded_find(embedded_privacy, "privacy.tsv");
	ASSERT(f);
	*ret = (struct privacy){ 0 };
	struct reader r = { .mem = a, .to = ret, .english = str_is(language, "en") };
	read_facts(&r, (str){ f->data, f->size });
	gather_kinds(&r);
	fill_columns(&r);
}
