/* import: the staff plan or the costs of a KI from a table, as on the page. The program must be the only writer of a
 * SQLite file. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/program.h"
#include "core/table.h"
#include "core/tenant.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/grants/grant_cost_import.h"
#include "features/staff/staff_import.h"

enum { MOST_BYTES = 64 * 1024 * 1024 };

static bool read_table(struct program *p, const char *path, str *ret)
{
	struct text t = TEXT(p->mem);
	FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	if (!f) {
		fprintf(stderr, "scharnier import: %s lässt sich nicht lesen: %s\n", path, strerror(errno));
		return false;
	}
	for (size_t got; t.n <= MOST_BYTES && (got = fread(text_room(&t, 65536), 1, 65536, f)) > 0;)
		t.n += got;
	bool good = !ferror(f) && t.n <= MOST_BYTES;
	if (f != stdin)
		fclose(f);
	if (!good)
		fprintf(stderr, "scharnier import: %s ist größer als 64 MiB oder lässt sich nicht lesen.\n", path);
	*ret = text_str(&t);
	return good;
}

/* On a terminal one line that grows, elsewhere nothing: logs are not filled. */
static void show_progress(void *self, int64_t done, int64_t all)
{
	struct program *p = self;
	if (!isatty(STDERR_FILENO) && !p->json)
		return;
	if (p->json)
		fprintf(stderr, "{\"done\":%" PRId64 ",\"all\":%" PRId64 "}\n", done, all);
	else
		fprintf(stderr, "\r%" PRId64 " von %" PRId64 " Zeilen%s", done, all, done == all ? "\n" : "");
}

static int say_messages(const struct import_said *said)
{
	LIST_EACH (const struct import_message, m, &said->messages) {
		if (m->line)
			fprintf(stderr, "Zeile %" PRId64, m->line);
		if (m->column.n)
			fprintf(stderr, ", Spalte »" STR_FMT "«", STR_ARG(m->column));
		fprintf(stderr, "%s" STR_FMT "\n", m->line ? ": " : "", STR_ARG(m->words));
	}
	if (said->more)
		fprintf(stderr, "und %" PRId64 " weitere Meldungen\n", said->more);
	fputs("Übernommen wurde nichts.\n", stderr);
	return EXIT_FOUND;
}

static const char *taken(bool looked)
{
	return looked ? "Nur angesehen, nichts geändert." : "Übernommen.";
}

static int say_result(const struct import_plan *plan, bool looked)
{
	printf("%" PRId64 " Zeilen: %" PRId64 " neue Stellen, %" PRId64 " neue Personen, %" PRId64
	       " neue Besetzungen; %" PRId64 " Besetzungen waren schon da.\n%s\n",
	       plan->rows, plan->new_posts, plan->new_people, plan->new_shares, plan->known, taken(looked));
	return EXIT_DONE;
}

static int import_staff(struct program *p, const struct tenant *centre, const struct csv *table, str bytes, bool look)
{
	struct import_plan plan;
	struct import_in in = { .centre = centre,
		                .table = table,
		                .hash = crypt_hash_parts(p->mem, &bytes, 1),
		                .progress = show_progress,
		                .self = p };
	err e = look ? import_look(&p->cx, centre, table, &plan)
	             : db_tx(&p->cx, "staff import", import_take_in_tx, &in, &plan, sizeof plan);
	if ((e == OK || e == E_INVALID) && plan.said.messages.n)
		return say_messages(&plan.said);
	return e == OK ? say_result(&plan, look) : program_fail(p, e);
}

static err take_costs_in_tx(struct cx *cx, const void *in, void *ret)
{
	return grant_cost_import_take(cx, in, ret);
}

static int import_costs(struct program *p, const struct tenant *centre, const struct csv *table, str bytes, bool look)
{
	struct grant_cost_import plan;
	struct import_in in = { .centre = centre, .table = table, .hash = crypt_hash_parts(p->mem, &bytes, 1) };
	err e = look ? grant_cost_import_look(&p->cx, centre, table, &plan)
	             : db_tx(&p->cx, "cost import", take_costs_in_tx, &in, &plan, sizeof plan);
	if ((e == OK || e == E_INVALID) && plan.said.messages.n)
		return say_messages(&plan.said);
	if (e != OK)
		return program_fail(p, e);
	printf("%" PRId64 " Zeilen: %" PRId64 " neue Ausgaben und Einnahmen; %" PRId64 " waren schon da.\n%s\n",
	       plan.rows, plan.fresh, plan.known, taken(look));
	return EXIT_DONE;
}

static const struct table_kind {
	const char *name;
	int (*run)(struct program *p, const struct tenant *centre, const struct csv *table, str bytes, bool look);
} kinds[] = { { "staff", import_staff }, { "costs", import_costs } };

static const struct table_kind *kind_called(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

int command_import(struct program *p)
{
	str slug = program_option(p, "--centre"), bytes;
	bool look = program_flag(p, "--look");
	struct tenant centre;
	struct csv table;
	struct table_fault fault;
	if (program_leftover(p))
		return EXIT_USAGE;
	const struct table_kind *kind = p->argc == 3 ? kind_called(p->argv[1]) : NULL;
	if (!kind || !slug.p) {
		fputs("scharnier import: erwartet staff oder costs, --centre KI und eine Datei (oder - für die "
		      "Standardeingabe).\n",
		      stderr);
		return EXIT_USAGE;
	}
	if (!read_table(p, p->argv[2], &bytes))
		return EXIT_BROKEN;
	int code = program_open(p, look ? PROGRAM_READ : PROGRAM_WRITE);
	if (code != EXIT_DONE)
		return code;
	err e = table_read(&p->cx, bytes, &table, &fault);
	if (e == E_INVALID) {
		fprintf(stderr, "scharnier import: " STR_FMT "\n",
		        STR_ARG(word_args(p->cx.words, p->mem, fault.key, fault.args)));
		return EXIT_FOUND;
	}
	if (e == OK)
		e = tenant_by_slug(&p->cx, slug, &centre);
	return e == OK ? kind->run(p, &centre, &table, bytes, look) : program_fail(p, e);
}
