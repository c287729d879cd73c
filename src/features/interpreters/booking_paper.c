#include "features/interpreters/booking_paper.h"

#include "core/setting.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/centres/centres.h"

/* --- reading ------------------------------------------------------------------------------------------------------ */

static const struct field row_fields[] = {
	FIELD(struct paper_row, id, KIND_INT),
	FIELD(struct paper_row, number, KIND_TEXT),
	FIELD(struct paper_row, language, KIND_TEXT),
	FIELD(struct paper_row, mode, KIND_TEXT),
	FIELD(struct paper_row, occasion, KIND_TEXT),
	FIELD(struct paper_row, institution, KIND_TEXT),
	FIELD(struct paper_row, municipality, KIND_TEXT),
	FIELD(struct paper_row, held_on, KIND_DAY),
	FIELD(struct paper_row, starts_at, KIND_INSTANT),
	FIELD(struct paper_row, ends_at, KIND_INSTANT),
	FIELD(struct paper_row, person, KIND_TEXT),
	FIELD(struct paper_row, person_phone, KIND_TEXT),
	{ .name = "name", .kind = KIND_TEXT, .offset = offsetof(struct paper_row, contact.name) },
	{ .name = "phone", .kind = KIND_TEXT, .offset = offsetof(struct paper_row, contact.phone) },
	{ .name = "street", .kind = KIND_TEXT, .offset = offsetof(struct paper_row, contact.street) },
	{ .name = "postcode", .kind = KIND_TEXT, .offset = offsetof(struct paper_row, contact.postcode) },
	{ .name = "room", .kind = KIND_TEXT, .offset = offsetof(struct paper_row, contact.room) },
};
static const struct record row_rec = RECORD("booking_paper", struct paper_row, row_fields);

#define ROW                                                                                                            \
	"SELECT b.id, b.number, CASE WHEN o.name IS NULL THEN l.name ELSE o.name || ': ' || l.name END AS language,"   \
	" b.mode, b.occasion, b.institution, b.municipality, n.held_on, n.starts_at, n.ends_at,"                       \
	" i.given_name || ' ' || i.family_name AS person, i.phone AS person_phone, c.name, c.phone, c.street,"         \
	" c.postcode, c.room FROM booking_now n JOIN booking b ON b.id = n.booking_id"                                 \
	" JOIN language l ON l.code = b.language_code LEFT JOIN language o ON o.code = l.of_code"                      \
	" LEFT JOIN interpreter i ON i.id = n.interpreter_id LEFT JOIN booking_contact c ON c.booking_id = "           \
	"n.booking_id"
enum { DAYS, ONE };
const struct sql booking_paper_sql[] = {
	[DAYS] = { ROW " WHERE n.centre_id = $1 AND n.held_on BETWEEN $2 AND $3 AND b.service <> 'translating'"
	               " AND n.stage NOT IN ('cancelled', 'late_cancelled', 'refused', 'not_held')"
	               " ORDER BY n.starts_at, b.id LIMIT 1000",
	           "idd" },
	[ONE] = { ROW " WHERE n.centre_id = $1 AND b.id = $2", "ii" },
	{ 0 },
};

err paper_rows(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	return db_list(cx, &booking_paper_sql[DAYS], &row_rec, ret, V(centre_id, from, to));
}

err paper_row_of(struct cx *cx, int64_t centre_id, int64_t booking_id, struct paper_row *ret)
{
	err e = db_row(cx, &booking_paper_sql[ONE], &row_rec, ret, V(centre_id, booking_id));
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "booking.unknown", NO_ARGS) : e;
}

/* --- the frame ---------------------------------------------------------------------------------------------------- */

static err finish(struct cx *cx, const struct tenant *centre, struct doc_letter *l, const struct list *lines, str *ret)
{
	struct face face;
	TRY(face_on(cx, centre, cx->today, &face));
	l->sender = face.name;
	l->recognition = face.recognition.p ? face.recognition : S("");
	l->lines = lines->items;
	l->n = lines->n;
	l->language = str_of(words_language(cx->words));
	l->page_format = word(cx->words, cx->mem, "entitlement.page_format");
	return doc_pdf(cx->mem, l, ret);
}

err paper_letter(struct cx *cx, const struct tenant *centre, str recipient, str reference, str subject,
                 const struct list *lines, str *ret)
{
	struct setting_row sender;
	TRY(setting_get(cx, &setting_letter_lines, centre->id, cx->today, &sender));
	struct doc_letter letter = { .sender_lines = str_blank(sender.value) ? centre->name : sender.value,
		                     .recipient_lines = recipient,
		                     .reference = reference,
		                     .date = say_day_long(cx->words, cx->mem, cx->today),
		                     .subject = subject };
	return finish(cx, centre, &letter, lines, ret);
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

struct paper {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};

static str say(const struct paper *p, const char *key)
{
	return word(p->cx->words, p->cx->mem, key);
}

static struct doc_line *line(struct paper *p)
{
	return LIST_ADD(p->cx->mem, &p->lines, struct doc_line);
}

static void said(struct paper *p, int kind, str text)
{
	struct doc_line *l = line(p);
	l->kind = kind;
	l->text = text;
}

static void row(struct paper *p, int kind, int least_mm, str a, str b, str c, str d, str e)
{
	*line(p) = (struct doc_line){ .kind = kind, .cells = { a, b, c, d, e }, .columns = 5, .least_mm = least_mm };
}

static str or_nothing(str s)
{
	return s.p ? s : S("");
}

static str code_word(const struct paper *p, const char *prefix, str code)
{
	return say(p, str_print(p->cx->mem, "%s." STR_FMT, prefix, STR_ARG(code)).p);
}

/* "9:30–10:30"; instant_local gives "21.11.2026, 09:30" */
static str clock_of(struct cx *cx, instant t)
{
	str local = instant_local(cx->mem, t);
	return str_part(local, local.n - 5, local.n);
}

static str times_of(struct cx *cx, const struct paper_row *r)
{
	return str_print(cx->mem, STR_FMT "–" STR_FMT, STR_ARG(clock_of(cx, r->starts_at)),
	                 STR_ARG(clock_of(cx, r->ends_at)));
}

/* Under a name in Arabic letters a phone number would run from right to left, too, group by group: the mark (U+200E)
 * says that it does not. */
static str under_each_other(struct cx *cx, str a, str b)
{
	if (str_blank(a) || str_blank(b))
		return str_blank(a) ? or_nothing(b) : a;
	return str_print(cx->mem, STR_FMT "\n\u200e" STR_FMT, STR_ARG(a), STR_ARG(b));
}

static str place_of(struct cx *cx, const struct paper_row *r)
{
	return booking_place(cx, r->municipality, &r->contact, BOOKING_ADDRESS_AND_ROOM);
}

/* --- the list of a day -------------------------------------------------------------------------------------------- */

static int rows_on(const struct list *rows, day on)
{
	int n = 0;
	LIST_EACH (const struct paper_row, r, rows)
		n += day_cmp(r->held_on, on) == 0;
	return n;
}

static void add_day(struct paper *p, const struct list *rows, day on)
{
	struct cx *cx = p->cx;
	said(p, DOC_HEADING, say_day_long(cx->words, cx->mem, on));
	if (!rows_on(rows, on)) {
		said(p, DOC_PARAGRAPH, say(p, "paper.none"));
		return;
	}
	row(p, DOC_HEAD_ROW, 0, say(p, "paper.time"), say(p, "paper.person"), say(p, "paper.what"),
	    say(p, "paper.where"), say(p, "paper.contact"));
	LIST_EACH (const struct paper_row, r, rows) {
		if (day_cmp(r->held_on, on) != 0)
			continue;
		row(p, DOC_ROW, 0, times_of(cx, r),
		    r->person.p ? under_each_other(cx, r->person, r->person_phone) : say(p, "paper.nobody"),
		    under_each_other(cx, r->language, code_word(p, "booking_mode", r->mode)),
		    under_each_other(cx, r->institution, place_of(cx, r)),
		    under_each_other(cx, r->contact.name, r->contact.phone));
	}
}

err paper_day_list(struct cx *cx, const struct tenant *centre, day on, str *ret)
{
	struct paper p = { .cx = cx };
	struct list rows = { 0 };
	day last = day_add_working(on, 1);
	TRY(paper_rows(cx, centre->id, on, last, &rows));
	if (app_is_demo(cx))
		said(&p, DOC_PARAGRAPH, say(&p, "core.demo"));
	said(&p, DOC_PARAGRAPH,
	     word_args(cx->words, cx->mem, "paper.day_lead",
	               ARGS({ "now", say_instant(cx->words, cx->mem, cx->now) })));
	for (day d = on; day_cmp(d, last) <= 0; d = day_add(d, 1))
		if (rows_on(&rows, d) || day_cmp(d, on) == 0 || day_cmp(d, last) == 0)
			add_day(&p, &rows, d);
	str subject = word_args(
	        cx->words, cx->mem, "paper.day_subject",
	        ARGS({ "day", say_day(cx->words, cx->mem, on) }, { "last", say_day(cx->words, cx->mem, last) }));
	return paper_letter(cx, centre, STR_NONE, say(&p, "paper.reference"), subject, &p.lines, ret);
}

/* --- the sheet ---------------------------------------------------------------------------------------------------- */

enum { WRITE_MM = 8, SIGN_MM = 12 }; /* room to write by hand */

static void two_facts(struct paper *p, const char *a_key, str a, const char *b_key, str b)
{
	row(p, DOC_ROW, 0, say(p, a_key), or_nothing(a), say(p, b_key), or_nothing(b), S(""));
}

/* Both parts say the same; each side keeps one. */
static void add_part(struct paper *p, const struct paper_row *r, const char *title_key)
{
	struct cx *cx = p->cx;
	str none = S("");
	said(p, DOC_HEADING, word_args(cx->words, cx->mem, title_key, ARGS({ "number", r->number })));
	str when = str_print(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(say_day(cx->words, cx->mem, r->held_on)),
	                     STR_ARG(times_of(cx, r)));
	two_facts(p, "paper.when", when, "link.mode", code_word(p, "booking_mode", r->mode));
	two_facts(p, "link.language", r->language, "paper.person", r->person);
	two_facts(p, "link.institution", r->institution, "link.place", place_of(cx, r));
	two_facts(p, "desk.contact", under_each_other(cx, r->contact.name, r->contact.phone), "desk.occasion",
	          booking_occasion_say(cx, r->occasion));
	row(p, DOC_HEAD_ROW, 0, say(p, "paper.real_day"), say(p, "paper.real_begin"), say(p, "paper.real_end"),
	    say(p, "paper.travel_minutes"), say(p, "paper.distance"));
	row(p, DOC_ROW, WRITE_MM, none, none, none, none, none);
	*line(p) = (struct doc_line){ .kind = DOC_HEAD_ROW,
		                      .cells = { say(p, "paper.sign_person"), say(p, "paper.sign_institution"), none },
		                      .columns = 3 };
	*line(p) =
	        (struct doc_line){ .kind = DOC_ROW, .cells = { none, none, none }, .columns = 3, .least_mm = SIGN_MM };
}

/* Without the address of the sender, so that both parts fit on a page. */
err paper_sheets(struct cx *cx, const struct tenant *centre, str subject, const struct list *rows, str *ret)
{
	struct paper p = { .cx = cx };
	struct doc_letter letter = { .subject = subject };
	LIST_EACH (const struct paper_row, r, rows) {
		if (p.lines.n)
			said(&p, DOC_PAGE, STR_NONE);
		if (app_is_demo(cx))
			said(&p, DOC_PARAGRAPH, say(&p, "core.demo"));
		said(&p, DOC_PARAGRAPH, say(&p, "paper.sheet_lead"));
		add_part(&p, r, "paper.part_centre");
		said(&p, DOC_PARAGRAPH, say(&p, "paper.cut"));
		add_part(&p, r, "paper.part_institution");
	}
	if (rows->n == 0)
		said(&p, DOC_PARAGRAPH, say(&p, "paper.none"));
	return finish(cx, centre, &letter, &p.lines, ret);
}
