/* json.h -- JSON out, straight from records; JSON in, through jansson, only here. */
#ifndef JSON_JSON_H
#define JSON_JSON_H
#include "base/record.h"

/* Writes one struct as an object, hidden fields left out. Days ISO, instants ISO, money as integer cents under the
 * field's own name, decimals as numbers (0.5), choices as codes, absent as null, lists as arrays. */
void json_record(struct text *out, const struct record *r, const void *row);
void json_list(struct text *out, const struct record *r, const struct list *l);
/* The inverse of json_record, for texts that we wrote ourselves and keep, such as a released report: *ret (cleared by
 * the caller) gets what was written. Members that the record does not know are passed over, those that are missing stay
 * absent: a record may grow. E_INVALID: not JSON, another kind of value, over 16 MiB. */
err json_read(struct arena *a, str body, const struct record *r, void *ret) MUST;
void json_quoted(struct text *out, str s); /* a string with its quotes and escapes; also safe inside HTML */

/* Writes a document that no record describes, piece by piece, commas included. `name` is NULL in an array and for the
 * document itself. Start with JSON_OUT(arena). */
struct json_out {
	struct text text;
	bool comma; /* the next value needs one before it */
};
#define JSON_OUT(a) ((struct json_out){ .text = TEXT(a) })
void json_open(struct json_out *o, const char *name, char bracket); /* '{' or '[' */
void json_shut(struct json_out *o, char bracket);                   /* '}' or ']' */
void json_put_text(struct json_out *o, const char *name, str s);    /* absent: null */
void json_put_word(struct json_out *o, const char *name, const char *c);
void json_put_int(struct json_out *o, const char *name, int64_t i);
void json_put_bool(struct json_out *o, const char *name, bool b);
void json_put_raw(struct json_out *o, const char *name, str json); /* a value that is JSON already */

/* Reads a flat JSON object of scalars into name/value pairs, as a form would have sent them; true = "1", false = "",
 * null is left out, arrays of scalars repeat the name. Depth, size and duplicates are checked.
 * E_INVALID: not JSON, or nested objects. */
struct json_pair {
	str name, value;
};
err json_flat(struct arena *a, str body, struct json_pair **ret, size_t *ret_n) MUST;

/* Reads a JSON object that another program made, of any shape, into its scalars. A scalar is named by its way:
 * {"realm": {"roles": ["a", "b"]}} gives "realm.roles" twice; null is left out. Its kind is kept, so that a number is
 * not taken for a text. E_INVALID: no JSON object, over 1 MiB, a member twice, over 2,000 scalars, over 8 levels. */
enum leaf_kind { LEAF_TEXT, LEAF_NUMBER, LEAF_BOOL };
struct leaf {
	str name;
	enum leaf_kind kind;
	str text;       /* a text's own; "1" or "" of a LEAF_BOOL */
	int64_t number; /* of a LEAF_NUMBER: its whole part; beyond 64 bits the nearest that fits */
};
err json_leaves(struct arena *a, str body, struct list *ret) MUST; /* of struct leaf */
/* The first text of this name; absent if there is none, or it is no text. */
str leaf_text(const struct list *leaves, const char *name);
#endif
