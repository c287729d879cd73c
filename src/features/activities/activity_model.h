/* activity_model.h -- activities in the database. Functions named ..._in_tx are for db_tx. They only write: what can be
 * wrong with an activity is found by activity_check() before, so that a writer keeps others waiting no longer than it
 * must (1,000 entries a second). E_STALE: somebody else saved first. E_NOTFOUND: there is none in this KI.
 */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_MODEL_H
#define FEATURES_ACTIVITIES_ACTIVITY_MODEL_H
#include "features/activities/activities.h"
#include "features/activities/activity_catalogue.h"

struct activity {
	int64_t id, version;
	day day;
	str code[PARTS]; /* of the catalogue */
	str ags8;        /* municipality; absent: the whole KI */
	str partner;     /* school, office ... where or with whom; may be absent */
	struct maybe participants, minutes, people;
	str note;                /* may be absent */
	struct maybe account_id; /* whose entry it is; stays when others correct it */
	str said_by;             /* of this version: signature and instant */
	instant said_at;
};
#define ACTIVITY_PART_FIELD(type, name_, part, ...)                                                                    \
	{                                                                                                              \
		.name = (name_), .kind = KIND_TEXT, .offset = offsetof(type, code) + (part) * sizeof(str), .max = 40,  \
		__VA_ARGS__                                                                                            \
	}
#define ACTIVITY_PART_FIELDS(type, ...)                                                                                \
	ACTIVITY_PART_FIELD(type, "field", PART_FIELD, __VA_ARGS__),                                                   \
	        ACTIVITY_PART_FIELD(type, "stage", PART_STAGE, __VA_ARGS__),                                           \
	        ACTIVITY_PART_FIELD(type, "recipient", PART_RECIPIENT, __VA_ARGS__),                                   \
	        ACTIVITY_PART_FIELD(type, "target", PART_TARGET, __VA_ARGS__),                                         \
	        ACTIVITY_PART_FIELD(type, "main_field", PART_MAIN_FIELD, __VA_ARGS__)
extern const struct record activity_rec;      /* as stored */
extern const struct record activity_form_rec; /* all that a person may say of one */

/* A former version; of one that was withdrawn the last. */
struct activity_version {
	struct activity activity;
	bool withdrawn, current; /* current: the one that counts now */
	str ended_by;
	instant ended_at; /* 0: not ended */
};

/* --- reading ------------------------------------------------------------------------------------------------------ */
err activity_find(struct cx *cx, const struct tenant *centre, int64_t id, struct activity *ret) MUST;
/* All versions, the newest first; also of one that is withdrawn. E_NOTFOUND: there never was one in this KI. */
err activity_versions(struct cx *cx, const struct tenant *centre, int64_t id, struct list *ret) MUST;
/* Of the days from ... to, by day and id; account 0: of all colleagues. At most ACTIVITY_MOST_WEEK. */
enum { ACTIVITY_MOST_WEEK = 500 };
err activity_between(struct cx *cx, const struct tenant *centre, day from, day to, int64_t account,
                     struct list *ret) MUST;
/* The last one that is like it: same kind and partner, else same kind of the same person, else same kind in the KI.
 * E_NOTFOUND, without words: there is none. */
err activity_similar(struct cx *cx, const struct tenant *centre, const struct activity *like,
                     struct activity *ret) MUST;
/* The last one that this account recorded since the instant; E_NOTFOUND without words. */
err activity_last_said(struct cx *cx, const struct tenant *centre, int64_t account, instant since,
                       struct activity *ret) MUST;
/* Partners of the last months, the newest first: str. */
err activity_partners(struct cx *cx, const struct tenant *centre, struct list *ret) MUST;
/* Everything but day, kind, partner, participants and note; no code that does not hold on to->day. True: each is there.
 */
bool activity_take_rest(struct activity *to, const struct activity *from, const struct list *catalogue);

/* --- writing ------------------------------------------------------------------------------------------------------ */
/* E_INVALID with problems at the fields: a day in the future or before KI were, a code that does not hold on that day,
 * a municipality of another KI. Reads; call it before the transaction. */
err activity_check(struct cx *cx, const struct tenant *centre, const struct list *catalogue,
                   const struct activity *a) MUST;
/* The same for the line alone: day and kind. */
err activity_check_line(struct cx *cx, const struct list *catalogue, const struct activity *a) MUST;
day activity_first_day(void); /* the first of 2012: before, there was no KI */

struct activity_in {
	const struct tenant *centre;
	const struct activity *row; /* change, withdraw, restore: id and version */
};
err activity_record_in_tx(struct cx *cx, const void *in, void *ret) MUST;   /* ret: struct activity */
err activity_change_in_tx(struct cx *cx, const void *in, void *ret) MUST;   /* the same */
err activity_withdraw_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* ret: what was withdrawn */
/* Takes a withdrawal back: a further version, said now. */
err activity_restore_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* Many at once, checked before: struct activity. One audit note with the number under `object`. */
err activity_record_many_in_tx(struct cx *cx, const struct tenant *centre, const struct list *rows) MUST;

/* --- prepared sums (activity_sums.c) ------------------------------------------------------------------------------ */
/* Adds the activity (n = 1) or takes it away (n = -1). */
err activity_sum_in_tx(struct cx *cx, int64_t centre_id, const struct activity *a, int n) MUST;
err activity_sums_add_in_tx(struct cx *cx, int64_t centre_id, const struct list *rows) MUST; /* many: struct activity */
/* Counts the months from ... to of all KI again and writes what is missing: after rows that were written in bulk.
 * There must be no sums of these months yet. */
err activity_sums_in_tx(struct cx *cx, day from, day to) MUST;
/* Compares: the months from ... to counted anew, and all years with their months. */
struct activity_sums_wrong {
	str name, slug; /* of the KI */
	int64_t cells;  /* that differ */
};
err activity_sums_verify(struct cx *cx, day from, day to, struct list *ret) MUST;

extern const struct sql activity_sql[], activity_write_sql[], activity_sum_sql[];
#endif
