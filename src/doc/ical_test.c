/* Appointments for calendars, read back by libical and by a second parser (python3-icalendar). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the above, as cmocka wants it */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/ical.h"

static struct arena *mem;

static struct ical_event talk(void)
{
	/* 25 October 2026, 02:30 CEST to 02:30 CET: an hour by the clock that stands still, an hour that passes */
	return (struct ical_event){ .uid = S("booking-12@example.org"),
		                    .sequence = 3,
		                    .stamp = { 1792000000000 },
		                    .starts = { 1792888200000 },
		                    .ends = { 1792891800000 },
		                    .summary = S("Sprachmittlung Tigrinya; Grundschule, Dülmen"),
		                    .location = S("Lüdinghauser Str. 1, 48249 Dülmen"),
		                    .description = S("Elterngespräch\nRaum 2.07, Tel. 02594 1234 – bitte klingeln, "
		                                     "dankeschön für die Unterstützung") };
}

static str calendar_of(bool cancelled)
{
	struct list events = { 0 };
	struct ical_event *e = LIST_ADD(mem, &events, struct ical_event);
	*e = talk();
	e->cancelled = cancelled;
	return ical_calendar(mem, S("Meine Einsätze"), &events);
}

static void lines_are_folded_and_end_as_the_standard_says(void **state)
{
	(void)state;
	str out = calendar_of(false);
	size_t column = 0;
	for (size_t i = 0; i < out.n; i++) {
		if (out.p[i] == '\n') {
			assert_true(i > 0 && out.p[i - 1] == '\r');
			assert_true(column <= 76); /* 75 bytes and the CR */
			column = 0;
			continue;
		}
		column++;
	}
	assert_true(str_has(out, "STATUS:CONFIRMED\r\n"));
	assert_true(str_has(out, "DTSTART:20261025T003000Z\r\n"));
	assert_true(str_has(calendar_of(true), "STATUS:CANCELLED\r\n"));
}

/* Reads `out` with python3-icalendar and compares what it prints of calendar c and event e. */
static void second_parser_says(str out, const char *print, const char *want)
{
	if (system("/usr/bin/python3 -c 'import icalendar' 2>/dev/null") != 0)
		skip();
	char path[] = "/tmp/scharnier-ical-XXXXXX", command[4096], line[1024] = "";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	FILE *file = fdopen(fd, "w");
	assert_int_equal(fwrite(out.p, 1, out.n, file), out.n);
	fclose(file);
	snprintf(command, sizeof command,
	         "PYTHONIOENCODING=utf-8 /usr/bin/python3 -c \"import sys, icalendar\n"
	         "c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())\n"
	         "e = c.walk('VEVENT')[0]\n"
	         "print(%s, sep='|')\n\" <%s",
	         print, path);
	FILE *said = popen(command, "r");
	assert_non_null(fgets(line, sizeof line, said));
	assert_int_equal(pclose(said), 0);
	remove(path);
	line[strcspn(line, "\n")] = '\0';
	assert_string_equal(line, want);
}

static void a_second_parser_reads_the_same(void **state)
{
	(void)state;
	second_parser_says(
	        calendar_of(false),
	        "c['X-WR-CALNAME'], e['SUMMARY'], e['LOCATION'], repr(str(e['DESCRIPTION'])),"
	        " e['DTSTART'].dt.isoformat(), e['DTEND'].dt.isoformat(), e['SEQUENCE'], e['UID']",
	        "Meine Einsätze|Sprachmittlung Tigrinya; Grundschule, Dülmen|Lüdinghauser Str. 1, 48249 Dülmen"
	        "|'Elterngespräch\\nRaum 2.07, Tel. 02594 1234 – bitte klingeln, dankeschön für die"
	        " Unterstützung'|2026-10-25T00:30:00+00:00|2026-10-25T01:30:00+00:00|3"
	        "|booking-12@example.org");
}

static void an_appointment_is_taken_back(void **state)
{
	(void)state;
	struct ical_event e = talk();
	e.sequence = 4;
	e.organizer = S("sprachmittlung@example.org");
	second_parser_says(
	        ical_cancellation(mem, &e),
	        "c['METHOD'], e['STATUS'], e['SEQUENCE'], e['UID'], e['DTSTART'].dt.isoformat(), e['ORGANIZER']",
	        "CANCEL|CANCELLED|4|booking-12@example.org|2026-10-25T00:30:00+00:00"
	        "|mailto:sprachmittlung@example.org");
}

static void a_calendar_without_appointments_is_one(void **state)
{
	(void)state;
	struct list none = { 0 };
	str out = ical_calendar(mem, STR_NONE, &none);
	assert_true(str_has(out, "BEGIN:VCALENDAR\r\n"));
	assert_false(str_has(out, "VEVENT"));
	assert_false(str_has(out, "X-WR-CALNAME"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_folded_and_end_as_the_standard_says),
		cmocka_unit_test(a_second_parser_reads_the_same),
		cmocka_unit_test(an_appointment_is_taken_back),
		cmocka_unit_test(a_calendar_without_appointments_is_one),
	};
	mem = arena_new();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(mem);
	return failed;
}
