#include "base/log.h"
#include "base/calendar.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static enum log_level least_level = LOG_INFO;
static enum log_format line_format = LOG_AS_TEXT;

void log_setup(enum log_level least, enum log_format format)
{
	least_level = least;
	line_format = format;
}

/* A line in a buffer of its own: the log must work when memory has run out, and one write(2) of up to 4096 bytes
 * (PIPE_BUF) is not torn apart by other threads. TAIL keeps room to close quotes, brackets and the line. */
enum { LINE = 4096, TAIL = 8 };
struct line {
	size_t n;
	char p[LINE];
};

static void put_n(struct line *l, const char *p, size_t n)
{
	if (n > LINE - TAIL - l->n)
		n = LINE - TAIL - l->n;
	memcpy(l->p + l->n, p, n);
	l->n += n;
}

static void put(struct line *l, const char *c)
{
	put_n(l, c, strlen(c));
}

/* Control characters would let a value forge a line or an escape sequence of the terminal; bytes that are no UTF-8
 * would make the JSON invalid. */
static void put_escaped(struct line *l, const char *c)
{
	char escape[8];
	bool sound = utf8_valid(str_of(c));
	for (; *c && l->n < LINE - TAIL - sizeof escape; c++) {
		unsigned char b = (unsigned char)*c;
		if (b < 0x20 || b == 0x7F || (b >= 0x80 && !sound))
			put_n(l, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", b));
		else if (b == '"' || b == '\\')
			put_n(l, (char[]){ '\\', *c }, 2);
		else
			put_n(l, c, 1);
	}
	while (sound && l->n && *c && (*c & 0xC0) == 0x80) /* cut off within a character: take its beginning back */
		if ((l->p[--l->n] & 0xC0) == 0xC0)
			break;
}

static void put_pair(struct line *l, const char *name, const char *value)
{
	bool json = line_format == LOG_AS_JSON;
	bool quoted = json || *value == '\0' || value[strcspn(value, " =\"\\\t\r\n")] != '\0';
	if (l->n > LINE - TAIL - 32)
		return;
	put(l, json ? ",\"" : " ");
	put_escaped(l, name);
	put(l, json ? "\":" : "=");
	size_t start = l->n;
	put(l, quoted ? "\"" : "");
	put_escaped(l, value);
	if (quoted && l->n > start)
		l->p[l->n++] = '"'; /* TAIL has room */
}

static void put_head(struct line *l, enum log_level level, const char *event)
{
	static const char *const names[] = { "error", "warning", "info", "debug" };
	struct timespec now = { 0 };
	struct tm utc = { 0 };
	char when[40];
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	size_t n = strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(when + n, sizeof when - n, ".%03dZ", (int)(now.tv_nsec / 1000000));
	if (line_format == LOG_AS_JSON) {
		put(l, "{\"time\":\"");
		put(l, when);
		put(l, "\"");
		put_pair(l, "level", names[level]);
		put_pair(l, "event", event);
	} else {
		put(l, when);
		put(l, " ");
		put(l, names[level]);
		put(l, " ");
		put_escaped(l, event);
	}
}

void log_event(enum log_level level, const char *event, ...)
{
	if (level > least_level)
		return;
	struct line l;
	l.n = 0;
	put_head(&l, level, event);
	va_list pairs;
	va_start(pairs, event);
	for (const char *name; (name = va_arg(pairs, const char *));) {
		const char *value = va_arg(pairs, const char *);
		put_pair(&l, name, value ? value : "");
	}
	va_end(pairs);
	if (line_format == LOG_AS_JSON)
		l.p[l.n++] = '}';
	l.p[l.n++] = '\n';
	ssize_t written = write(STDERR_FILENO, l.p, l.n);
	(void)written; /* there is nowhere to tell that the log cannot be written */
}
