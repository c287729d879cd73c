/* texts.c -- see texts.h. */
#include "core/texts.h"

#include <stdatomic.h>
#include <string.h>

#include "base/log.h"
#include "core/app.h"
#include "core/overlay.h"
#include "core/po.h"
#include "view/embedded.h"

struct building {
	const struct feature *const *features;
	struct texts *t;
	struct list templates; /* struct template_file */
	struct list own[2];    /* struct po_entry: German, English */
	struct text *out;
};

static err wrong(struct building *b, const char *file, int line, str what)
{
	text_print(b->out, "%s:%d: " STR_FMT "\n", file, line, STR_ARG(what));
	return E_INVALID;
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

static void take_built_in(struct building *b)
{
	for (const struct embedded_file *f = embedded_templates; f->name; f++)
		*LIST_ADD(b->t->mem, &b->templates, struct template_file) =
		        (struct template_file){ f->name, { f->data, f->size } };
}

/* Only what is there can be replaced: another name is a slip of the pen. */
static err replace_template(struct building *b, const struct overlay_file *f)
{
	const char *name = f->name + strlen("views/");
	LIST_EACH (struct template_file, it, &b->templates)
		if (!strcmp(it->name, name)) {
			it->text = f->content;
			b->t->pages++;
			return utf8_valid(f->content)
			               ? OK
			               : wrong(b, f->name, 1, S("die Datei ist nicht in UTF-8 geschrieben"));
		}
	return wrong(b, f->name, 1, S("eine Vorlage mit diesem Namen gibt es nicht"));
}

static bool has_word(void *self, str key)
{
	return words_has(self, key);
}

static err check_pages(struct building *b)
{
	int findings = 0;
	for (const struct feature *const *f = b->features; *f; f++)
		for (const struct page *const *p = (*f)->pages; p && *p; p++) {
			const struct record *records[] = { &site_root_rec, (*p)->record };
			findings += view_check(b->t->view, (*p)->template, records, 2, has_word,
			                       (void *)(uintptr_t)b->t->german, b->out);
		}
	return findings ? E_INVALID : OK;
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static err take_words(struct building *b, const struct overlay_file *f)
{
	str name = str_of(f->name);
	if (!str_ends(name, "de.po") && !str_ends(name, "en.po"))
		return wrong(b, f->name, 1, S("der Name endet auf de.po oder en.po"));
	return po_read(b->t->mem, f->name, f->content, &b->own[str_ends(name, "en.po")], b->out);
}

/* Each {name} of the new words must be one that the program fills. */
static err check_placeholders(struct building *b, const struct po_entry *e, str known)
{
	for (size_t i = 0; i < e->text.n; i++) {
		const char *open = &e->text.p[i];
		const char *close = *open == '{' ? memchr(open, '}', e->text.n - i) : NULL;
		if (!close)
			continue;
		size_t n = (size_t)(close - open) + 1;
		if (!memmem(known.p, known.n, open, n))
			return wrong(b, e->file, e->line,
			             str_print(b->t->mem, "%.*s wird in »" STR_FMT "« nicht ausgefüllt", (int)n, open,
			                       STR_ARG(e->key)));
	}
	return OK;
}

static err check_entry(struct building *b, const struct words *base, const struct po_entry *e)
{
	str known = words_raw(base, e->key);
	if (!known.p)
		return wrong(b, e->file, e->line,
		             str_print(b->t->mem, "das Wort »" STR_FMT "« gibt es nicht", STR_ARG(e->key)));
	bool plural = memchr(known.p, '\0', known.n) != NULL;
	if (plural != e->plural)
		return wrong(b, e->file, e->line,
		             plural ? S("braucht Einzahl und Mehrzahl (msgid_plural, msgstr[0], msgstr[1])")
		                    : S("hat nur eine Form (msgstr)"));
	return check_placeholders(b, e, known);
}

static err check_words(struct building *b)
{
	err result = OK;
	for (int i = 0; i < 2; i++) {
		const struct words *base = words_of(i ? S("en") : S("de"));
		LIST_EACH (const struct po_entry, e, &b->own[i]) {
			err good = check_entry(b, base, e);
			result = good == OK ? result : good;
			for (const struct po_entry *other = b->own[i].items; other < e; other++)
				if (str_eq(other->key, e->key))
					result = wrong(b, e->file, e->line,
					               str_print(b->t->mem, "»" STR_FMT "« steht auch in %s, Zeile %d",
					                         STR_ARG(e->key), other->file, other->line));
		}
		b->t->words += (int)b->own[i].n;
	}
	return result;
}

/* --- a set -------------------------------------------------------------------------------------------------------- */

static err take_overlay(struct building *b, const char *folder)
{
	struct list files;
	err result = OK;
	TRY(overlay_read(b->t->mem, folder, &files, b->out));
	LIST_EACH (const struct overlay_file, f, &files) {
		err e = str_starts(str_of(f->name), "views/") ? replace_template(b, f) : take_words(b, f);
		result = e == OK ? result : e;
	}
	return result == OK ? check_words(b) : result;
}

static err build(struct building *b, const char *overlay)
{
	take_built_in(b);
	if (overlay)
		TRY(take_overlay(b, overlay));
	b->t->german = words_with(b->t->mem, &b->own[0], &b->own[1]);
	TRY(view_new(b->templates.items, b->templates.n, &b->t->view, b->out));
	return check_pages(b);
}

err texts_new(const struct feature *const *features, const char *overlay, struct texts **ret, struct text *ret_words)
{
	struct arena *mem = arena_new();
	struct texts *t = NEW(mem, struct texts);
	struct building b = { .features = features, .t = t, .out = ret_words };
	t->mem = mem;
	t->holders = 1;
	err e = build(&b, overlay);
	*ret = e == OK ? t : NULL;
	if (e != OK)
		texts_let_go(t);
	return e;
}

void texts_hold(struct texts *t)
{
	atomic_fetch_add_explicit(&t->holders, 1, memory_order_relaxed);
}

void texts_let_go(void *self)
{
	struct texts *t = self;
	if (!t || atomic_fetch_sub_explicit(&t->holders, 1, memory_order_acq_rel) > 1)
		return;
	view_free(t->view);
	arena_free(t->mem);
}

/* --- the current one ---------------------------------------------------------------------------------------------- */

/* The lock is held for as long as counting takes: between reading the pointer and counting, nobody may swap it. */
struct texts *texts_take(const struct app *a)
{
	struct app *open = (struct app *)(uintptr_t)a;
	pthread_mutex_lock(&open->texts_lock);
	struct texts *t = open->texts;
	texts_hold(t);
	pthread_mutex_unlock(&open->texts_lock);
	return t;
}

/* Swaps in `fresh` (NULL: nothing) and remembers what is wrong with the folder. */
static void swap(struct app *a, struct texts *fresh, str fault)
{
	struct arena *mem = arena_new();
	str copy = fault.n ? str_copy(mem, fault) : STR_NONE;
	pthread_mutex_lock(&a->texts_lock);
	struct texts *old = fresh ? a->texts : NULL;
	struct arena *old_fault = a->fault_mem;
	if (fresh)
		a->texts = fresh;
	a->texts_fault = copy;
	a->fault_mem = mem;
	pthread_mutex_unlock(&a->texts_lock);
	arena_free(old_fault);
	texts_let_go(old);
}

static void log_lines(struct arena *mem, const char *folder, str lines)
{
	for (str rest = lines; rest.n;)
		log_event(LOG_ERROR, "overlay.refused", "folder", folder, "line",
		          str_copy(mem, str_split(&rest, '\n')).p, NULL);
}

err texts_reload(struct app *a, struct text *ret_words)
{
	struct texts *fresh;
	const char *folder = a->config.overlay;
	if (!folder)
		return OK;
	err e = texts_new(a->config.features, folder, &fresh, ret_words);
	swap(a, fresh, e == OK ? STR_NONE : text_str(ret_words));
	if (e != OK)
		log_lines(ret_words->mem, folder, text_str(ret_words));
	else
		log_event(LOG_INFO, "overlay.loaded", "words", str_print(ret_words->mem, "%d", fresh->words).p, "pages",
		          str_print(ret_words->mem, "%d", fresh->pages).p, NULL);
	return e;
}

str texts_fault(const struct app *a, struct arena *mem)
{
	struct app *open = (struct app *)(uintptr_t)a;
	pthread_mutex_lock(&open->texts_lock);
	str fault = str_copy(mem, open->texts_fault);
	pthread_mutex_unlock(&open->texts_lock);
	return fault;
}
