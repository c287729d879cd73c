#include "core/easy.h"

#include "core/words.h"

static const struct field asked_fields[] = { ASKED_EASY };
const struct record easy_asked_rec = ASKED_RECORD(asked_fields);

bool easy_wanted(const struct request *rq)
{
	return str_is(route_asked(rq, "easy"), "1");
}

str easy_word_args(struct cx *cx, bool easy, const char *key, const struct arg *args)
{
	str plainer = str_print(cx->mem, "%s.easy", key);
	return word_args(cx->words, cx->mem, easy && words_has(cx->words, plainer) ? plainer.p : key, args);
}

str easy_word(struct cx *cx, bool easy, const char *key)
{
	return easy_word_args(cx, easy, key, NO_ARGS);
}

void easy_field(struct cx *cx, const struct record *r, struct form_field *f)
{
	str label = str_print(cx->mem, "%s." STR_FMT ".easy", r->name, STR_ARG(f->name));
	str hint = str_print(cx->mem, "%s." STR_FMT ".hint.easy", r->name, STR_ARG(f->name));
	if (words_has(cx->words, label))
		f->label = word(cx->words, cx->mem, label.p);
	if (words_has(cx->words, hint) && f->hint.p)
		f->hint = word(cx->words, cx->mem, hint.p);
}
