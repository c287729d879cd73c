/* Mail as it goes out: umlauts, long lines, and nobody breaks out of a header. No database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include "base/arena.h"
#include "core/mail.h"

static const instant MORNING = { 1795243680000 }; /* 2026-11-21, 06:48 in Greenwich */

static str message(struct arena *a, const char *subject, const char *text)
{
	struct mail m = { .to = S("anna@coesfeld.example"), .subject = str_of(subject), .text = str_of(text) };
	return mail_message(a, S("scharnier@land.example"), &m, MORNING, S("job-7-1"));
}

/* Every line ends with CRLF, is short enough, and nothing is outside of ASCII. */
static void assert_fit_for_the_wire(str s)
{
	size_t column = 0;
	for (size_t i = 0; i < s.n; i++) {
		assert_in_range((unsigned char)s.p[i], 1, 0x7E);
		if (s.p[i] == '\n') {
			assert_true(i > 0 && s.p[i - 1] == '\r');
			column = 0;
		} else if (s.p[i] == '\r') {
			assert_true(i + 1 < s.n && s.p[i + 1] == '\n');
		} else {
			assert_true(++column <= 76);
		}
	}
}

static void a_plain_mail_has_what_mail_needs(void **state UNUSED)
{
	struct arena *a = arena_new();
	str s = message(a, "Passwort", "Guten Tag,\n\nbis bald.\n");
	assert_string_equal(s.p, "Date: Sat, 21 Nov 2026 06:48:00 +0000\r\n"
	                         "From: Scharnier <scharnier@land.example>\r\n"
	                         "To: <anna@coesfeld.example>\r\n"
	                         "Subject: =?UTF-8?B?UGFzc3dvcnQ=?=\r\n"
	                         "Message-ID: <job-7-1@land.example>\r\n"
	                         "Auto-Submitted: auto-generated\r\n"
	                         "X-Auto-Response-Suppress: All\r\n"
	                         "MIME-Version: 1.0\r\n"
	                         "Content-Type: text/plain; charset=UTF-8\r\n"
	                         "Content-Transfer-Encoding: quoted-printable\r\n"
	                         "\r\n"
	                         "Guten Tag,\r\n\r\nbis bald.\r\n");
	assert_fit_for_the_wire(s);
	arena_free(a);
}

static void umlauts_and_long_lines_arrive_whole(void **state UNUSED)
{
	struct arena *a = arena_new();
	str s = message(a, "Für Zoë aus Łódź: Änderungen größerer Übersichten, Straße für Straße – und noch viel mehr",
	                "Grüße = „ä“ \nEine Zeile, die länger ist als das, was in eine Zeile einer Mail hineinpaßt, "
	                "nämlich sechsundsiebzig Zeichen.\nŁ");
	assert_fit_for_the_wire(s);
	assert_true(str_has(s, "Gr=C3=BC=C3=9Fe =3D =E2=80=9E=C3=A4=E2=80=9C=20\r\n"));
	assert_true(str_has(s, "=\r\n"));
	assert_true(str_ends(s, "=C5=81\r\n"));
	assert_true(str_has(s, "?=\r\n =?UTF-8?B?")); /* the subject goes on in a second word */
	arena_free(a);
}

/* Each run of 200 umlauts is broken between characters, never inside one. */
static void no_character_is_torn_apart(void **state UNUSED)
{
	struct arena *a = arena_new();
	struct text t = TEXT(a);
	for (int i = 0; i < 200; i++)
		text_c(&t, i % 7 ? "ä" : "x");
	str s = message(a, text_str(&t).p, text_str(&t).p);
	assert_fit_for_the_wire(s);
	assert_false(str_has(s, "=C3=\r\n"));
	arena_free(a);
}

static void nobody_breaks_out_of_a_header(void **state UNUSED)
{
	struct arena *a = arena_new();
	str s = message(a, "Hallo\r\nBcc: alle@example.org\r\n\r\n<p>", "Text\r\n.\r\nMAIL FROM:<x@example.org>");
	assert_fit_for_the_wire(s);
	assert_false(str_has(s, "Bcc"));
	assert_true(str_has(s, "\r\n\r\nText\r\n.\r\n")); /* the dot is doubled by the library when it is sent */
	arena_free(a);
}

static void only_one_plain_address_is_an_address(void **state UNUSED)
{
	static const char *const good[] = { "anna@coesfeld.example", "a.b+c@x.y", "o'neill@kreis-unna.de" };
	static const char *const bad[] = {
		"",         "anna",          "@x.de",  "anna@",   "a@b@c.de", "a b@c.de", "a@c.de\r\nBcc: x@y.de",
		"<a@c.de>", "a@c.de,b@c.de", "ä@c.de", "a@c..de", ".a@c.de",  "a@-c.de",  "-a@c.de",
		"a@c.de."
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(mail_address_ok(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(mail_address_ok(str_of(bad[i])));
	assert_false(mail_address_ok(STR_NONE));
}

static void a_server_is_a_scheme_a_host_and_a_port(void **state UNUSED)
{
	assert_true(smtp_url_ok(S("smtp://mail.example.org:587")));
	assert_true(smtp_url_ok(S("smtps://[::1]:465")));
	assert_false(smtp_url_ok(S("http://mail.example.org")));
	assert_false(smtp_url_ok(S("smtp://")));
	assert_false(smtp_url_ok(S("smtp://user:word@mail.example.org")));
	assert_false(smtp_url_ok(S("smtp://mail.example.org/path\r\n")));
	assert_false(smtp_url_ok(S("file:///etc/passwd")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_mail_has_what_mail_needs),
		cmocka_unit_test(umlauts_and_long_lines_arrive_whole),
		cmocka_unit_test(no_character_is_torn_apart),
		cmocka_unit_test(nobody_breaks_out_of_a_header),
		cmocka_unit_test(only_one_plain_address_is_an_address),
		cmocka_unit_test(a_server_is_a_scheme_a_host_and_a_port),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
