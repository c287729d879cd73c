#include "features/grants/grant_letter.h"

#include "base/money.h"
#include "core/words.h"
#include "features/centres/centre_sites.h"
#include "features/centres/centres.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_pages.h"
#include "features/grants/grant_paper_sheet.h"

#include <ctype.h>

/* --- who writes to whom ------------------------------------------------------------------------------------------- */

/* A letter head names telephone and mail, too: not for an address. */
static str address_of(struct cx *cx, str lines)
{
	struct text t = TEXT(cx->mem);
	for (str rest = lines; rest.p;) {
		str line = str_trim(str_split(&rest, '\n'));
		if (str_has(line, "@") || str_starts(line, "Tel"))
			continue;
		text_c(&t, t.n ? "\n" : "");
		text_add(&t, line);
	}
	return text_str(&t);
}

static err recorded_address(struct cx *cx, int64_t centre_id, day on, str *ret)
{
	struct centre self;
	struct site_row site;
	struct text t = TEXT(cx->mem);
	bool there;
	TRY(centre_find(cx, centre_id, on, &self));
	TRY(site_there(cx, centre_id, on, &site, &there));
	text_print(&t, STR_FMT "\n" STR_FMT, STR_ARG(self.carrier), STR_ARG(self.official_name));
	if (there)
		text_print(&t, "\n" STR_FMT "\n" STR_FMT " " STR_FMT, STR_ARG(site.street), STR_ARG(site.postcode),
		           STR_ARG(site.town));
	else if (!str_eq(self.seat, self.carrier))
		text_print(&t, "\n" STR_FMT, STR_ARG(self.seat));
	*ret = text_str(&t);
	return OK;
}

err grant_sender_lines(struct cx *cx, int64_t centre_id, day on, str *ret)
{
	struct setting_row lines;
	TRY(setting_get(cx, &setting_letter_lines, centre_id, on, &lines));
	*ret = lines.value;
	return str_blank(lines.value) ? recorded_address(cx, centre_id, on, ret) : OK;
}

err grant_address(struct cx *cx, int64_t centre_id, day on, str *ret)
{
	str lines;
	TRY(grant_sender_lines(cx, centre_id, on, &lines));
	*ret = address_of(cx, lines);
	return OK;
}

/* --- the frame of what the authority writes ----------------------------------------------------------------------- */

/* "Bezirksregierung Arnsberg, Dezernat 36, ...": the head of the letter, and what stands below it. */
static void split_authority(struct cx *cx, str authority, str *ret_name, struct text *ret_lines)
{
	str rest = authority;
	*ret_name = str_copy(cx->mem, str_split(&rest, ','));
	while (rest.p) {
		text_c(ret_lines, ret_lines->n ? "\n" : "");
		text_add(ret_lines, str_trim(str_split(&rest, ',')));
	}
}

/* The town behind a postcode; absent: none is named. */
static str place_of(str lines)
{
	for (str rest = lines; rest.p;) {
		str line = str_trim(str_split(&rest, '\n'));
		size_t digits = 0;
		while (digits < line.n && isdigit((unsigned char)line.p[digits]))
			digits++;
		if (digits == 5 && line.n > 6)
			return str_trim(str_part(line, 5, line.n));
	}
	return STR_NONE;
}

static void add_end(struct paper_sheet *s, const struct authority_letter *l, str place)
{
	struct cx *cx = s->cx;
	const struct grant_event *last = l->approval ? l->approval : l->draft;
	const struct arg *args =
	        ARGS({ "place", place }, { "day", say_day_long(cx->words, cx->mem, last->day) },
	             { "drafter", l->draft->recorded_by }, { "drafted", say_day(cx->words, cx->mem, l->draft->day) },
	             { "approver", last->recorded_by }, { "approved", say_day(cx->words, cx->mem, last->day) });
	if (place.p)
		paper_text(s, DOC_PARAGRAPH, word_args(cx->words, cx->mem, "authority_letter.place_day", args));
	paper_text(s, DOC_PARAGRAPH, paper_say(s, "authority_letter.greeting"));
	paper_text(s, DOC_SIGN, l->approval ? last->recorded_by : paper_say(s, "authority_letter.not_approved"));
	paper_text(s, DOC_PARAGRAPH,
	           word_args(cx->words, cx->mem, l->approval ? "authority_letter.signed" : "authority_letter.drafted",
	                     args));
}

static void add_all(struct paper_sheet *s, const struct authority_letter *l, str place)
{
	if (app_is_demo(s->cx))
		paper_text(s, DOC_PARAGRAPH, paper_say(s, "core.demo"));
	if (!l->approval)
		paper_text(s, DOC_HEADING, paper_say(s, "decision.draft"));
	paper_text(s, DOC_PARAGRAPH, paper_say(s, "authority_letter.salutation"));
	LIST_EACH (const struct doc_line, line, l->lines)
		*LIST_ADD(s->cx->mem, &s->lines, struct doc_line) = *line;
	add_end(s, l, place);
}

static err authority_letter_german(struct cx *cx, const struct authority_letter *l, str *ret)
{
	struct paper_sheet s = { .cx = cx };
	struct text block = TEXT(cx->mem);
	const struct grant_event *last = l->approval ? l->approval : l->draft;
	str name;
	split_authority(cx, l->authority, &name, &block);
	str place = place_of(text_str(&block));
	text_print(&block, "%s" STR_FMT, block.n ? "\n" : "",
	           STR_ARG(word_args(cx->words, cx->mem, "authority_letter.clerk",
	                             ARGS({ "name", l->draft->recorded_by }))));
	add_all(&s, l, place);
	const struct doc_letter letter = {
		.sender = name,
		.sender_lines = text_str(&block),
		.recognition = S(""),
		.recipient_lines = l->recipient_lines,
		.reference = word_args(cx->words, cx->mem, "decision.reference", ARGS({ "number", l->file_number })),
		.date = say_day_long(cx->words, cx->mem, last->day),
		.subject = l->subject,
		.lines = s.lines.items,
		.n = s.lines.n,
		.language = S("de"),
		.page_format = paper_say(&s, "entitlement.page_format"),
		.made = last->recorded_at,
	};
	return doc_pdf(cx->mem, &letter, ret);
}

err authority_letter_pdf(struct cx *cx, const struct authority_letter *l, str *ret)
{
	const struct words *mine = grant_german(cx);
	err e = authority_letter_german(cx, l, ret);
	cx->words = mine;
	return e;
}

/* --- the frame of what a KI writes ---------------------------------------------------------------------------------
 */

err centre_letter_show(struct cx *cx, struct res *rs, const struct centre_letter *l, str name)
{
	struct face face;
	TRY(face_on(cx, l->centre, l->on, &face));
	const struct doc_letter letter = {
		.sender = face.name,
		.sender_lines = l->sender_lines,
		.recognition = face.recognition.p ? face.recognition : S(""),
		.recipient_lines = l->authority,
		.reference = l->reference,
		.date = say_day_long(cx->words, cx->mem, l->on),
		.subject = l->subject,
		.lines = l->lines->items,
		.n = l->lines->n,
		.language = str_of(words_language(cx->words)),
		.page_format = word(cx->words, cx->mem, "entitlement.page_format"),
		.made = l->made,
	};
	return grant_letter_show(cx, rs, &letter, name);
}

/* --- with frozen words -------------------------------------------------------------------------------------------- */

str sheet_word(const struct grant_sheet *s, const char *code)
{
	return proof_said(s->words, code);
}

static struct doc_line *line(struct grant_sheet *s)
{
	return LIST_ADD(s->mem, &s->lines, struct doc_line);
}

void sheet_heading(struct grant_sheet *s, const char *code)
{
	*line(s) = (struct doc_line){ .kind = DOC_HEADING, .text = sheet_word(s, code) };
}

void sheet_text(struct grant_sheet *s, str text)
{
	if (text.n)
		*line(s) = (struct doc_line){ .kind = DOC_PARAGRAPH, .text = text };
}

void sheet_named(struct grant_sheet *s, const char *code, str text)
{
	if (text.n)
		sheet_text(s, str_print(s->mem, STR_FMT ": " STR_FMT, STR_ARG(sheet_word(s, code)), STR_ARG(text)));
}

void sheet_money(struct grant_sheet *s, const char *code, int64_t cents)
{
	sheet_named(s, code, money_german(s->mem, cents));
}

void sheet_sign(struct grant_sheet *s, str name)
{
	*line(s) = (struct doc_line){ .kind = DOC_SIGN, .text = name };
}

void sheet_row(struct grant_sheet *s, int kind, int columns, const str *cells)
{
	struct doc_line *l = line(s);
	*l = (struct doc_line){ .columns = columns, .amounts = s->amounts < columns ? s->amounts : 0 };
	l->kind = kind;
	for (int i = 0; i < columns; i++)
		l->cells[i] = cells[i].p ? cells[i] : S("–");
}

void sheet_interest(struct grant_sheet *s, const struct grant_interest *i)
{
	sheet_heading(s, "interest");
	if (i->stretches.n == 0) {
		sheet_text(s, sheet_word(s, "interest_none"));
		return;
	}
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "stretch"), sheet_word(s, "reckoning"), sheet_word(s, "money"));
	LIST_EACH (const struct interest_stretch, t, &i->stretches) {
		str days = str_print(s->mem, STR_FMT "–" STR_FMT, STR_ARG(day_german(s->mem, t->from)),
		                     STR_ARG(day_german(s->mem, t->until)));
		SHEET_ROW(s, DOC_ROW, days, t->calculation, t->cents.has ? money_german(s->mem, t->cents.v) : S("?"));
	}
	SHEET_ROW(s, DOC_SUM_ROW, sheet_word(s, "total"), S(""), money_german(s->mem, i->cents));
	if (i->assumed)
		sheet_text(s, sheet_word(s, "assumed"));
}

const struct setting setting_grant_remedies = {
	.name = "grants.remedies", .of_land = true, .kind = KIND_TEXT, .max = 2000
};

err grant_remedies(struct cx *cx, str *ret)
{
	const struct words *german = words_sibling(cx->words, S("de"));
	struct setting_row row;
	TRY(setting_get(cx, &setting_grant_remedies, 0, cx->today, &row));
	*ret = str_blank(row.value) ? word(german, cx->mem, "decision.remedies") : row.value;
	return OK;
}
