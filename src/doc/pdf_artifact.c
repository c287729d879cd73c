#include "doc/pdf_artifact.h"

/* Operators that leave something on the page, as cairo writes them at the end of a line. */
static bool paints(str line)
{
	static const char *const ends[] = { " f", " f*", " S", " B", " Do", "Tj", "TJ" };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(line, ends[i]))
			return true;
	return str_is(line, "f") || str_is(line, "f*") || str_is(line, "S") || str_is(line, "B");
}

static bool paints_anywhere(str lines)
{
	while (lines.n)
		if (paints(str_split(&lines, '\n')))
			return true;
	return false;
}

static void add_unmarked(struct text *out, str lines)
{
	bool artifact = paints_anywhere(lines);
	text_c(out, artifact ? "/Artifact BMC\n" : "");
	text_add(out, lines);
	if (artifact)
		text_c(out, str_ends(lines, "\n") ? "EMC\n" : "\nEMC\n");
}

str pdf_mark_artifacts(struct arena *a, str content)
{
	struct text out = TEXT(a);
	size_t unmarked = 0; /* where the run outside of marks begins */
	int depth = 0;
	for (str rest = content; rest.n;) {
		size_t begin = content.n - rest.n;
		str line = str_split(&rest, '\n');
		size_t end = rest.p ? content.n - rest.n : content.n;
		bool opens = str_ends(line, " BDC") || str_ends(line, " BMC"), closes = str_is(line, "EMC");
		if (opens && depth++ == 0)
			add_unmarked(&out, str_part(content, unmarked, begin));
		if (depth > 0)
			text_add(&out, str_part(content, begin, end));
		if (closes && --depth == 0)
			unmarked = end;
	}
	if (depth == 0)
		add_unmarked(&out, str_part(content, unmarked, content.n));
	return text_str(&out);
}
