/* What the grant of the Land need not ask for again: what the pots of Land money have paid and promised. */
#include "core/spending.h"
#include "core/words.h"
#include "features/interpreters/pot.h"

err pot_spending(struct cx *cx, int64_t centre_id, int64_t year, struct list *ret)
{
	struct tenant centre;
	struct list pots = { 0 };
	TRY(tenant_by_id(cx, centre_id, &centre));
	TRY(pot_money_on(cx, &centre, day_of((int)year, 12, 31), &pots));
	LIST_EACH (const struct pot_money, p, &pots)
		if (str_is(p->kind, "land"))
			*LIST_ADD(cx->mem, ret, struct spending) = (struct spending){
				.item = S("interpreter_costs"),
				.spent_cents = p->settled_cents,
				.committed_cents = p->booked_cents,
				.text = word_args(cx->words, cx->mem, "pots.spending", ARGS({ "name", p->name })),
				.path = str_print(cx->mem, "/centres/" STR_FMT "/interpreters/pots",
				                  STR_ARG(centre.slug)),
			};
	return OK;
}
