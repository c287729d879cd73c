/* centres_model.h -- the KI themselves, their population and municipalities: what anyone may read. */
#ifndef FEATURES_CENTRES_CENTRES_MODEL_H
#define FEATURES_CENTRES_CENTRES_MODEL_H
#include "core/form.h"
#include "core/route.h"
#include "core/setting.h"

extern const struct choices district_choices;     /* Regierungsbezirke */
extern const struct choices municipality_choices; /* stadt, gemeinde, kreisfreie_stadt */

struct centre {
	int64_t id, version;
	str slug;
	str name; /* the display name of the day, else the official one */
	str official_name;
	str carrier, kind, carrier_kind, district, seat, ags8, sort_name, short_name;
	int64_t hex_column, hex_row;
	struct maybe inhabitants; /* the newest figure up to the day */
	day counted_on;
	str counted_by; /* source of the figure */
	str path;       /* "/centres/coesfeld" */
};
extern const struct record centre_rec;
extern const struct record centre_export_rec; /* the columns of the exported list */

/* Name and population as of `on`. E_NOTFOUND: no KI of that id. */
err centre_find(struct cx *cx, int64_t id, day on, struct centre *ret) MUST;

enum centre_sort { SORT_NAME, SORT_INHABITANTS, SORT_DISTRICT };
struct centre_query {
	str district, kind; /* "" = all */
	enum centre_sort sort;
	str after; /* cursor of list.next; absent or not understood: from the start */
	int limit;
};
/* KI as of `on`, in the order of the query; ret->next is set when there are more. Ties are broken by name and id. */
err centre_list(struct cx *cx, const struct centre_query *q, day on, struct list *ret) MUST;
err centre_count(struct cx *cx, const struct centre_query *q, int64_t *ret) MUST;

struct municipality {
	str ags8, name, sort_name, kind;
	int64_t centre_id;
	str centre_slug, centre_name, carrier, authority, path; /* authority: kind of the KI's carrier */
};
extern const struct record municipality_rec;
err municipality_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* of one KI, by name */
/* The same and, if it lies elsewhere, the town of the carrier's seat: where its KI may have its site. */
err municipality_for_site(struct cx *cx, int64_t centre_id, struct list *ret) MUST;
/* Offers them in a field of the form, which may be NULL: code is the AGS. */
void municipality_offer(struct cx *cx, const struct form *form, const char *field, const struct list *towns);
err municipality_all(struct cx *cx, struct list *ret) MUST;                    /* all 396, by name */
err municipality_find(struct cx *cx, str ags8, struct municipality *ret) MUST; /* E_NOTFOUND */

/* The recognition notice with the section of the law of that day (S-CEN-3); absent before the law of 2012. */
err centre_recognition(struct cx *cx, const struct tenant *centre, day on, str *ret) MUST;
/* The hook of struct feature: display name and notice. */
err centre_face(struct cx *cx, const struct tenant *centre, day on, struct face *ret) MUST;

/* How the KI can be reached, if it says so publicly; else absent. */
err centre_reach(struct cx *cx, int64_t centre_id, str *ret) MUST;

/* Settings of this feature (centre_settings.c). */
extern const struct setting setting_display_name, setting_contact, setting_contact_visible, setting_third_party_ceiling,
        setting_ministry_integration, setting_ministry_school, setting_lasi, setting_authority;
extern const struct setting *const all_settings[]; /* ends with NULL */

extern const struct sql centre_sql[];
#endif
