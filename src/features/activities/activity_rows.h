/* activity_rows.h -- private to activity_*.c: the columns of an activity, as statements and records name them. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_ROWS_H
#define FEATURES_ACTIVITIES_ACTIVITY_ROWS_H

/* What is said of one; in this order everywhere. */
#define ACTIVITY_SAID                                                                                                  \
	"day, kind, field, stage, recipient, target, main_field, ags8, partner, participants, minutes, people, note"
#define ACTIVITY_COLUMNS "id, version, " ACTIVITY_SAID ", account_id, said_by, said_at"
#define ACTIVITY_PAST_COLUMNS "activity_id AS id, version, " ACTIVITY_SAID ", account_id, said_by, said_at"
#define ACTIVITY_SAID_LETTERS                                                                                          \
	"dssssss"                                                                                                      \
	"ss"                                                                                                           \
	"iii"                                                                                                          \
	"s"
#define ACTIVITY_SAID_BOUND(a)                                                                                         \
	(a)->day, (a)->code[PART_KIND], (a)->code[PART_FIELD], (a)->code[PART_STAGE], (a)->code[PART_RECIPIENT],       \
	        (a)->code[PART_TARGET], (a)->code[PART_MAIN_FIELD], (a)->ags8, (a)->partner, (a)->participants,        \
	        (a)->minutes, (a)->people, (a)->note
#endif
