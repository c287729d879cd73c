#include "kit/furnished.h"

#include "core/audit.h"
#include "core/words.h"
#include "view/embedded.h"

struct kit *kit_furnished(void)
{
	struct migration list[64];
	int n = 0;
	for (const struct embedded_file *f = embedded_migrations; f->name; f++)
		list[n++] = (struct migration){ f->name, { f->data, f->size } };
	struct kit *k = kit_open(list, n);
	db_set_commit_hook(k->pool, audit_commit_hook);
	assert_int_equal(words_load(), OK);
	k->cx.words = words_of(S("de"));
	return k;
}
