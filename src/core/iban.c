#include "core/iban.h"

enum { LEAST = 15, MOST = 34, GERMAN = 22 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The number that its letters and digits spell, the first four behind the others, leaves 1 when divided by 97. */
static bool checks(str s)
{
	int rest = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[(i + 4) % s.n];
		rest = is_digit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
	}
	return rest == 1;
}

str iban_read(struct arena *a, str typed)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c == ' ' || c == '\t' || c == '\xc2' || c == '\xa0') /* also U+00A0 */
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!is_digit(c) && !is_letter(c))
			return STR_NONE;
		text_char(&t, c);
	}
	str s = text_str(&t);
	if (s.n < LEAST || s.n > MOST || !is_letter(s.p[0]) || !is_letter(s.p[1]) || !is_digit(s.p[2]) ||
	    !is_digit(s.p[3]) || (str_starts(s, "DE") && s.n != GERMAN))
		return STR_NONE;
	return checks(s) ? s : STR_NONE;
}

str iban_show(struct arena *a, str iban)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < iban.n; i++) {
		if (i && i % 4 == 0)
			text_char(&t, ' ');
		text_char(&t, iban.p[i]);
	}
	return text_str(&t);
}
