/* po.c -- see po.h. */
#include "core/po.h"

#include <string.h>

enum part { PART_NONE, PART_KEY, PART_PLURAL, PART_ONE, PART_FORM_0, PART_FORM_1 };
static const struct {
	const char *word;
	enum part part;
} words[] = { { "msgid_plural ", PART_PLURAL },
	      { "msgid ", PART_KEY },
	      { "msgstr[0] ", PART_FORM_0 },
	      { "msgstr[1] ", PART_FORM_1 },
	      { "msgstr ", PART_ONE } };

struct reader {
	struct arena *mem;
	const char *file;
	int line, began; /* began: line of the entry's msgid */
	enum part part;
	struct text parts[PART_FORM_1 + 1];
	bool seen[PART_FORM_1 + 1];
	struct list *entries;
	struct text *out;
};

static err wrong(struct reader *r, int line, const char *what)
{
	text_print(r->out, "%s:%d: %s\n", r->file, line, what);
	return E_INVALID;
}

static void begin_entry(struct reader *r)
{
	for (int i = 0; i <= PART_FORM_1; i++) {
		r->parts[i] = TEXT(r->mem);
		r->seen[i] = false;
	}
	r->part = PART_NONE;
	r->began = r->line;
}

static err end_entry(struct reader *r)
{
	if (!r->seen[PART_KEY])
		return r->part == PART_NONE ? OK : wrong(r, r->line, "msgid fehlt");
	bool plural = r->seen[PART_PLURAL];
	if (plural ? !r->seen[PART_FORM_0] || !r->seen[PART_FORM_1] || r->seen[PART_ONE]
	           : !r->seen[PART_ONE] || r->seen[PART_FORM_0] || r->seen[PART_FORM_1])
		return wrong(r, r->began,
		             plural ? "msgid_plural braucht msgstr[0] und msgstr[1]"
		                    : "msgid braucht genau ein msgstr");
	str key = text_str(&r->parts[PART_KEY]);
	struct text t = TEXT(r->mem);
	text_add(&t, text_str(&r->parts[plural ? PART_FORM_0 : PART_ONE]));
	if (plural) {
		text_char(&t, '\0');
		text_add(&t, text_str(&r->parts[PART_FORM_1]));
	}
	if (key.n)
		*LIST_ADD(r->mem, r->entries, struct po_entry) =
		        (struct po_entry){ key, text_str(&t), plural, r->file, r->began };
	begin_entry(r);
	return OK;
}

static char meaning_of(char escaped)
{
	switch (escaped) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case '"':
	case '\\':
		return escaped;
	default:
		return '\0';
	}
}

/* "…" with its escapes, to the end of the line. */
static err add_string(struct reader *r, str s)
{
	if (r->part == PART_NONE || s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		return wrong(r, r->line, "erwartet einen Text in Anführungszeichen");
	for (size_t i = 1; i + 1 < s.n; i++) {
		char c = s.p[i];
		if (c == '"')
			return wrong(r, r->line, "ein Anführungszeichen im Text wird als \\\" geschrieben");
		if (c == '\\') {
			c = i + 2 < s.n ? meaning_of(s.p[i + 1]) : '\0';
			if (!c)
				return wrong(r, r->line, "nach \\ steht n, t, \" oder \\");
			i++;
		}
		text_char(&r->parts[r->part], c);
	}
	return OK;
}

static err take_line(struct reader *r, str line)
{
	if (line.n == 0 || line.p[0] == '#')
		return OK;
	if (line.p[0] == '"')
		return add_string(r, line);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!str_starts(line, words[i].word))
			continue;
		if (words[i].part == PART_KEY)
			TRY(end_entry(r));
		if (words[i].part == PART_KEY)
			r->began = r->line;
		r->part = words[i].part;
		if (r->seen[r->part])
			return wrong(r, r->line, "steht zweimal in einem Eintrag");
		r->seen[r->part] = true;
		return add_string(r, str_trim(str_part(line, strlen(words[i].word), line.n)));
	}
	return wrong(r, r->line, "erwartet msgid, msgid_plural, msgstr oder einen Kommentar mit #");
}

err po_read(struct arena *mem, const char *file, str content, struct list *ret, struct text *ret_words)
{
	struct reader r = { .mem = mem, .file = file, .entries = ret, .out = ret_words };
	str rest = content;
	begin_entry(&r);
	if (!utf8_valid(content))
		return wrong(&r, 1, "die Datei ist nicht in UTF-8 geschrieben");
	while (rest.p) {
		r.line++;
		TRY(take_line(&r, str_trim(str_split(&rest, '\n'))));
	}
	return end_entry(&r);
}
