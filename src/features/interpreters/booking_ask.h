/* booking_ask.h -- the form of a request: what is typed, and what it means (P-INT-1, P-INT-2).
 *
 * One short page: language with dialect, the way, up to three dates, the institution, place, occasion, six yes/no
 * questions, a contact. No field asks about the person for whom somebody interprets.
 */
#ifndef FEATURES_INTERPRETERS_BOOKING_ASK_H
#define FEATURES_INTERPRETERS_BOOKING_ASK_H
#include "features/interpreters/booking_request.h"
#include "features/interpreters/pool_settings.h"

struct booking_ask {
	str way;      /* on_site phone video written, or guided: an integration guide comes along */
	str language; /* as somebody writes it: "Kurdisch: Sorani", "Tigrinisch", or its code */
	struct maybe pages;
	day day, day_2, day_3;
	str begin, begin_2, begin_3; /* "9:30"; of a stand-in blank: as the first */
	struct maybe minutes;        /* not of a written translation */
	str urgent_reason;
	str institution_kind, institution, municipality;
	str street, postcode, room;
	str occasion;
	str legal, medical, aosf, lesson, recurring, private; /* yes no */
	str gender; /* female female_needed male male_needed; absent: no matter */
	str remark;
	str contact_name, email, phone;
	str website;  /* no person sees it: what fills it in is a program */
	str form_key; /* made with the form */
	str step;     /* check change send; absent: check */
};
extern const struct record request_form_rec;
extern const struct choices booking_way_choices, booking_yes_choices, booking_gender_choices;

/* E_INVALID with problems at the fields; lead time by the KI's settings: a problem at the day, or at urgent_reason. */
err booking_ask_read(struct cx *cx, const struct tenant *centre, const struct pool_settings *s,
                     const struct booking_ask *in, struct booking_new *ret) MUST;
/* Only the dates (struct booking_date): of a request that is moved. */
err booking_ask_dates(struct cx *cx, const struct pool_settings *s, const struct booking_ask *in,
                      struct list *ret) MUST;
/* What a new form of the same institution says already; dates, rules and remark stay open. */
void booking_ask_like(const struct booking *b, const struct booking_contact *c, struct booking_ask *ret);

/* Pure. Minutes of the day from "9:30", "09.30", "9", "9 Uhr", "9:30 Uhr". False if it is no time of the day. */
bool booking_clock(str typed, int64_t *ret_minutes);
/* Pure. A day more than two years before `today` stands in it: most likely a birthday, which does not belong here. */
bool booking_remark_tells(str remark, day today);
#endif
