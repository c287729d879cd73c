/* utf8.c -- the parts of text.h that need ICU. */
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

/* Length of the well-formed sequence at the start of s, 0 if there is none (Unicode 15, table 3-7). */
static size_t sequence(str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : 4;
	if (n == 1)
		return p[0] != 0;
	if (p[0] < 0xC2 || p[0] > 0xF4 || s.n < n)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
	bool surrogate = p[0] == 0xED && p[1] > 0x9F;
	bool above = p[0] == 0xF4 && p[1] > 0x8F;
	return overlong || surrogate || above ? 0 : n;
}

bool utf8_valid(str s)
{
	while (s.n) {
		size_t n = sequence(s);
		if (n == 0)
			return false;
		s = str_part(s, n, s.n);
	}
	return true;
}

size_t utf8_length(str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] & 0xC0) != 0x80;
	return n;
}

static bool ascii(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] & 0x80)
			return false;
	return true;
}

/* UTF-16, as ICU's C functions want it. */
struct wide {
	UChar *p;
	int32_t n;
};

static struct wide wide_room(struct arena *a, int32_t n)
{
	ASSERT(n >= 0 && n < INT32_MAX / 4);
	return (struct wide){ NEW_ARRAY(a, UChar, (size_t)n + 1), n + 1 };
}

static struct wide widen(struct arena *a, str s)
{
	ASSERT(s.n < INT32_MAX);
	struct wide w = wide_room(a, (int32_t)s.n);
	UErrorCode e = U_ZERO_ERROR;
	u_strFromUTF8(w.p, w.n, &w.n, s.p, (int32_t)s.n, &e);
	ASSERT(U_SUCCESS(e)); /* callers have checked utf8_valid */
	return w;
}

static str narrow(struct arena *a, struct wide w)
{
	ASSERT(w.n < INT32_MAX / 3);
	int32_t n = 0;
	char *p = arena_alloc(a, (size_t)w.n * 3 + 1);
	UErrorCode e = U_ZERO_ERROR;
	u_strToUTF8(p, w.n * 3 + 1, &n, w.p, w.n, &e);
	ASSERT(U_SUCCESS(e));
	return (str){ p, (size_t)n };
}

/* Few texts grow much, but U+FDFA becomes 18 units under NFKD: ICU says the true length if the room is too small. */
static struct wide normalize(struct arena *a, const UNormalizer2 *form, struct wide w)
{
	struct wide to = wide_room(a, w.n + w.n / 2);
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = unorm2_normalize(form, w.p, w.n, to.p, to.n, &e);
	if (e == U_BUFFER_OVERFLOW_ERROR) {
		e = U_ZERO_ERROR;
		to = wide_room(a, n);
		n = unorm2_normalize(form, w.p, w.n, to.p, to.n, &e);
	}
	ASSERT(U_SUCCESS(e));
	return (struct wide){ to.p, n };
}

str utf8_nfc(struct arena *a, str s)
{
	if (!s.p || ascii(s))
		return str_copy(a, s);
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
	struct wide w = widen(a, s);
	ASSERT(U_SUCCESS(e));
	if (unorm2_isNormalized(nfc, w.p, w.n, &e) && U_SUCCESS(e))
		return str_copy(a, s);
	return narrow(a, normalize(a, nfc, w));
}

/* Letters of Latin names that Unicode does not take apart, but a person at a German keyboard types without the stroke
 * (Turkish dotless i, Polish, Danish, Croatian, Maltese); combining marks give nothing. */
static UChar32 base_letter(UChar32 c)
{
	static const UChar32 bare[][2] = {
		{ 0x131, 'i' }, { 0x142, 'l' }, { 0xF8, 'o' }, { 0x111, 'd' }, { 0x127, 'h' }
	};
	if (u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK)
		return 0;
	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
		if (c == bare[i][0])
			return bare[i][1];
	return c;
}

static struct wide drop_marks(struct wide w)
{
	int32_t n = 0;
	for (int32_t i = 0; i < w.n;) {
		UChar32 c;
		U16_NEXT(w.p, i, w.n, c);
		c = base_letter(c);
		if (c)
			U16_APPEND_UNSAFE(w.p, n, c);
	}
	return (struct wide){ w.p, n };
}

static str fold_ascii(struct arena *a, str s)
{
	char *p = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
	return (str){ p, s.n };
}

str utf8_fold(struct arena *a, str s)
{
	if (!s.p)
		return s;
	if (ascii(s))
		return fold_ascii(a, s);
	UErrorCode e = U_ZERO_ERROR;
	struct wide apart = normalize(a, unorm2_getNFKDInstance(&e), widen(a, s));
	struct wide lower = wide_room(a, apart.n * 3); /* one unit folds into at most three */
	lower.n = u_strFoldCase(lower.p, lower.n, apart.p, apart.n, U_FOLD_CASE_DEFAULT, &e);
	ASSERT(U_SUCCESS(e));
	return narrow(a, drop_marks(lower));
}
