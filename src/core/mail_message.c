/* How a mail looks on the wire: headers that nobody can break out of, text as quoted-printable. */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "core/mail.h"

enum {
	WORD_BYTES = 39, /* of UTF-8 in one encoded word: 52 characters of base64, 64 with its frame, 73 behind
	                    "Subject: " */
	LINE_MOST = 75,  /* of quoted-printable, without the soft break */
};

static void add_base64(struct text *t, str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < s.n; i += 3) {
		size_t n = s.n - i < 3 ? s.n - i : 3;
		unsigned v = 0;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (k < n ? (unsigned char)s.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			text_char(t, k <= n ? digits[v >> (18 - 6 * k) & 63] : '=');
	}
}

static bool continues(char c) /* inside a character of UTF-8 */
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* RFC 2047, always encoded: no byte of what is said can be taken for a header. Control characters become spaces. */
static void add_words(struct text *t, str said)
{
	char *p = (char *)str_copy(t->mem, said).p;
	for (size_t i = 0; i < said.n; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
			p[i] = ' ';
	for (size_t from = 0; from < said.n;) {
		size_t to = from + WORD_BYTES < said.n ? from + WORD_BYTES : said.n;
		while (to < said.n && to > from && continues(p[to]))
			to--;
		text_c(t, from ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
		add_base64(t, (str){ p + from, to - from });
		text_c(t, "?=");
		from = to;
	}
}

/* RFC 5322, in Greenwich's time. */
static void add_date(struct text *t, instant at)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)(at.ms / 1000);
	struct tm tm;
	gmtime_r(&seconds, &tm);
	text_print(t, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	           tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* One line of the text (RFC 2045, 6.7). A space at the end would be lost on the way. */
static void add_line(struct text *t, str line)
{
	size_t column = 0;
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		bool last = i + 1 == line.n;
		bool plain = (c > 0x20 && c < 0x7F && c != '=') || ((c == ' ' || c == '\t') && !last);
		size_t wide = plain ? 1 : 3;
		/* a character of UTF-8 is not torn apart, for those who read the source */
		size_t whole = wide;
		for (size_t k = i + 1; !plain && k < line.n && continues(line.p[k]); k++)
			whole += 3;
		if (column + (continues(line.p[i]) ? wide : whole) > LINE_MOST) {
			text_c(t, "=\r\n");
			column = 0;
		}
		if (plain)
			text_char(t, (char)c);
		else
			text_print(t, "=%02X", c);
		column += wide;
	}
	text_c(t, "\r\n");
}

static str domain_of(str address)
{
	str rest = address;
	str_split(&rest, '@');
	return rest.p ? rest : S("localhost");
}

/* The headers of its content, an empty line, the lines. */
static void add_part(struct text *t, const char *type, str content)
{
	text_print(t, "Content-Type: %s\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", type);
	str rest = content;
	while (rest.p && rest.n) {
		str line = str_split(&rest, '\n');
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		add_line(t, line);
	}
}

str mail_message(struct arena *a, str from, const struct mail *m, instant now, str id)
{
	struct text t = TEXT(a);
	ASSERT(mail_address_ok(from) && mail_address_ok(m->to));
	add_date(&t, now);
	text_print(&t, "From: Scharnier <" STR_FMT ">\r\nTo: <" STR_FMT ">\r\nSubject: ", STR_ARG(from),
	           STR_ARG(m->to));
	add_words(&t, m->subject);
	text_print(&t, "\r\nMessage-ID: <" STR_FMT "@" STR_FMT ">\r\n", STR_ARG(id), STR_ARG(domain_of(from)));
	text_c(&t, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n");
	if (m->calendar.p) {
		text_print(&t, "Content-Type: multipart/mixed; boundary=\"" STR_FMT "\"\r\n\r\n--" STR_FMT "\r\n",
		           STR_ARG(id), STR_ARG(id));
		add_part(&t, "text/plain; charset=UTF-8", m->text);
		text_print(&t, "--" STR_FMT "\r\nContent-Disposition: attachment; filename=\"termin.ics\"\r\n",
		           STR_ARG(id));
		/* clients believe the method only if both say it: this header and the calendar */
		add_part(&t,
		         m->takes_back ? "text/calendar; charset=UTF-8; method=CANCEL"
		                       : "text/calendar; charset=UTF-8; method=PUBLISH",
		         m->calendar);
		text_print(&t, "--" STR_FMT "--\r\n", STR_ARG(id));
	} else {
		add_part(&t, "text/plain; charset=UTF-8", m->text);
	}
	return text_str(&t);
}
