#include "features/rulebook/rulebook_demo.h"

#include "core/user.h"
#include "features/rulebook/rulebook_model.h"

/* An amount that nobody has published yet waits for its decision. */
static err propose_fathers_work(struct cx *cx)
{
	struct rule_new in = { .quantity = MAYBE(1000),
		               .unit_cents = MAYBE(1000000),
		               .valid_from = DAY(2025, 1, 1),
		               .mark = S("assumed"),
		               .note = S("Beispiel: Der Betrag ist für die Vorführung angenommen."),
		               .source = S("Beispiel ohne Quelle"),
		               .reason =
		                       S("Beispiel: Mit einem angenommenen Betrag von 10.000 € würde die Summe ab 2025 "
		                         "vollständig.") };
	int64_t id;
	return rule_propose_replace(cx, S("fathers-work-2025"), &in, &id);
}

static err propose_new_quota(struct cx *cx, int64_t *ret)
{
	struct rule_new in = { .quantity = MAYBE(7000),
		               .unit_cents = MAYBE(5700000),
		               .financing = S("full_capped"),
		               .valid_from = DAY(2027, 1, 1),
		               .mark = S("assumed"),
		               .source = S("Beispiel ohne Quelle"),
		               .reason = S("Beispiel: Was würde eine siebte Fachkraft je Kreis das Land kosten?") };
	return rule_propose_replace(cx, S("specialist-2025-kreis"), &in, ret);
}

static err propose_confirmation(struct cx *cx, int64_t *ret)
{
	struct rule_confirm in = {
		.source = S("Beispiel: Vermerk der Bewilligungsbehörde zur Richtlinie 2020"),
		.reason = S("Beispiel: Der Zeitraum 2021 bis 2022 wurde in den Bescheiden nachgelesen.")
	};
	return rule_propose_confirm(cx, S("assistant-2021"), &in, ret);
}

err rulebook_demo(struct cx *cx)
{
	const struct user *before = cx->user;
	struct user ministry, authority;
	int64_t quota = 0, confirmation = 0;
	TRY(user_by_login(cx, S("ministry@land"), &ministry));
	TRY(user_by_login(cx, S("authority@arnsberg"), &authority));
	cx->user = &ministry;
	err e = propose_new_quota(cx, &quota);
	if (e == OK)
		e = propose_confirmation(cx, &confirmation);
	if (e == OK)
		e = propose_fathers_work(cx);
	cx->user = &authority;
	if (e == OK)
		e = rule_decide(cx, quota, false, S("Beispiel: Im Haushalt des Landes ist dafür nichts vorgesehen."));
	if (e == OK)
		e = rule_decide(cx, confirmation, true, S("Beispiel: Beleg liegt vor."));
	cx->user = before;
	return e;
}
