/* privacy.h -- the privacy register: for every column of every table its purpose, legal basis, retention, whose data it
 * is and who sees it (P-SEC-1, Art. 30 DSGVO). The words stand in the folder privacy (its README.md says how); the
 * build checks them against migrations/ and puts the result into the program, from where it is read here. */
#ifndef CORE_PRIVACY_H
#define CORE_PRIVACY_H
#include "base/record.h"

/* How sure a legal basis or a term is: the marks of the rulebook. What the program does when a term is over:
 * "automatic" it deletes, "not_yet" nothing is deleted by itself, "kept" it stays on purpose. */
extern const struct choices privacy_mark_choices, privacy_deletion_choices;

/* A kind of data; its term is its own or that of its activity. */
struct privacy_kind {
	str code, activity, name, retention, retention_mark, deletion;
	bool own_term;
};
/* A Verarbeitungstätigkeit. Without `personal` it has no reference to persons and is no part of the record of
 * processing. */
struct privacy_activity {
	str code, name, purpose, basis, basis_mark, persons, recipients, retention, retention_mark, deletion;
	bool personal;
	struct list kinds; /* struct privacy_kind */
};
/* A column of a table, or what lies outside the database (a log line, a cookie: `outside`), with all that is said of
 * it.
 */
struct privacy_column {
	str table, column, table_purpose, kind_code;
	str kind, activity, purpose, basis, basis_mark, persons, recipients, retention, retention_mark, deletion;
	bool outside, personal;
};
struct privacy_measure {
	str text;
};
/* The record of processing as a whole. */
struct privacy {
	str controller, controller_mark, officer, officer_mark, transfer;
	struct list measures;   /* struct privacy_measure: technical and organisational, in short */
	struct list activities; /* struct privacy_activity */
	struct list columns;    /* struct privacy_column, table by table */
};
extern const struct record privacy_kind_rec, privacy_activity_rec, privacy_column_rec, privacy_measure_rec;

/* The register in a language ("de", "en"; purposes of tables are in German alone). */
void privacy_read(struct arena *a, str language, struct privacy *ret);
#endif
