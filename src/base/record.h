/* record.h -- one description per C struct, from which everything else comes: row -> struct, form -> struct with
 * messages, struct -> page names, JSON, CSV and XLSX columns, the audit difference, the field list of the handbook.
 *
 *   struct offer { int64_t id; str title; day starts_on; struct maybe seats; };
 *   static const struct field offer_fields[] = {
 *           FIELD(struct offer, id, KIND_INT, .hidden = true),
 *           FIELD(struct offer, title, KIND_TEXT, .input = true, .required = true, .max = 200),
 *           FIELD(struct offer, starts_on, KIND_DAY, .input = true, .required = true),
 *           FIELD(struct offer, seats, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 999) };
 *   const struct record offer_rec = RECORD("offer", struct offer, offer_fields);
 *
 * Absent values: a str with p == NULL, a DAY_NONE, an instant 0; numbers only with `.maybe`, whose member is a
 * struct maybe. The people's name of a field is the word "<record>.<field>" unless .label says another key.
 */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H
#include "base/calendar.h"
#include "base/error.h"
#include "base/list.h"
#include "base/text.h"

enum kind {
	KIND_INT,     /* int64_t */
	KIND_BOOL,    /* bool; 0/1 in the database */
	KIND_TEXT,    /* str */
	KIND_CHOICE,  /* str: a code of .choices; people read the word "<choices name>.<code>" */
	KIND_DAY,     /* day; ISO text in the database */
	KIND_INSTANT, /* instant; integer in the database */
	KIND_MONEY,   /* int64_t cents */
	KIND_DECIMAL, /* int64_t thousandths */
	KIND_PATH,    /* str: an address on this site, already encoded; may stand in href and action */
	KIND_HTML,    /* str: markup made by our own code only (charts) */
	KIND_ONE,     /* a nested struct of .of; with .maybe a pointer to one, or NULL */
	KIND_MANY,    /* a struct list of .of */
};

struct maybe {
	int64_t v;
	bool has;
};
#define MAYBE(x) ((struct maybe){ .v = (x), .has = true })

struct choices {
	const char *name;         /* prefix of the words, such as "mark" */
	const char *const *codes; /* NULL-terminated, in the order people see them */
};

struct record;
struct field {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *label;             /* key of the word; NULL: "<record>.<field>" */
	const struct choices *choices; /* KIND_CHOICE */
	const struct record *of;       /* KIND_ONE, KIND_MANY */
	int64_t min, max;              /* numbers: bounds, if not both 0. Texts: characters; max 0 = 200 */
	bool maybe;                    /* the number (or nested struct) may be absent */
	bool input;                    /* a person or program may send it; forms set no other field */
	bool required;                 /* must not be absent or blank in a form */
	bool lines;                    /* KIND_TEXT of several lines */
	bool hidden;                   /* for pages only: not in JSON, CSV, audit */
	const char *file; /* KIND_TEXT: the bytes of an uploaded file, any; what the browser offers to choose:
	                     ".csv,text/csv". max: bytes. Such a field is hidden, too */
};
struct record {
	const char *name;
	size_t size;
	const struct field *fields;
	size_t count;
};
#define FIELD(type, member, kind_, ...)                                                                                \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type, member), __VA_ARGS__                        \
	}
#define RECORD(name_, type, fields_)                                                                                   \
	{                                                                                                              \
		(name_), sizeof(type), (fields_), sizeof(fields_) / sizeof(*(fields_))                                 \
	}

/* One field's value, read generically. `none` = absent. */
struct value {
	bool none;
	int64_t i;               /* INT BOOL MONEY DECIMAL INSTANT(ms) */
	str s;                   /* TEXT CHOICE PATH HTML */
	day d;                   /* DAY */
	const void *one;         /* ONE: the nested struct */
	const struct list *many; /* MANY */
};
struct value record_get(const struct field *f, const void *row);
void record_set(const struct field *f, void *row, struct value v);  /* scalar kinds only */
const struct field *record_field(const struct record *r, str name); /* NULL if there is none */
bool record_equal(const struct field *f, const void *a, const void *b);
void *record_copy(struct arena *a, const struct record *r, const void *row);     /* shallow: texts are shared */
str field_label(struct arena *a, const struct record *r, const struct field *f); /* the key of its word */
bool choices_has(const struct choices *c, str code);

/* How leaf values become text for a reader: core hands in one that knows the languages; view and doc call it. */
struct formatter {
	void *self;
	str (*word)(void *self, struct arena *a, str key); /* absent if there is no such word */
	str (*value)(void *self, struct arena *a, const struct record *r, const struct field *f, const void *row);
};

/* Parses what a person typed into one field. On failure *ret_key is the key of the message, one of
 * form.required form.too_long form.too_short form.not_a_day form.not_a_number form.not_money form.out_of_range
 * form.not_a_choice form.bad_text, and E_INVALID is returned. White space at both ends is dropped; text becomes NFC.
 * Blank gives "absent" unless required. A missing checkbox (KIND_BOOL) is false; "1", "on", "true", "ja" are true. */
err field_parse(struct arena *a, const struct field *f, str typed, void *row, const char **ret_key) MUST;
/* The inverse, as a form field shows a value: days 21.11.2026, money 1234,56, decimals 0,5. */
str field_typed(struct arena *a, const struct field *f, const void *row);
#endif
