#include "features/reports/report_due.h"

static const struct setting setting_duty = {
	.name = "reports.duty", .of_land = true, .kind = KIND_BOOL, .fallback = "0"
};
static const struct setting setting_due_day = {
	.name = "reports.due_day", .of_land = true, .kind = KIND_INT, .min = 1, .max = 28, .fallback = "15"
};
static const struct setting setting_recipient = {
	.name = "reports.recipient", .of_land = true, .kind = KIND_TEXT, .max = 200
};
static const struct setting setting_threshold = {
	.name = "reports.threshold", .of_land = true, .kind = KIND_INT, .min = 2, .max = 20, .fallback = "5"
};
const struct setting *const report_settings[] = { &setting_duty, &setting_due_day, &setting_recipient,
	                                          &setting_threshold, NULL };

static const char *const state_codes[] = { "running", "open", "late", "released", "released_late", NULL };
const struct choices report_state_choices = { "report_state", state_codes };

day report_due_day(day first, int64_t dom)
{
	day due = day_add(day_add_months(first, 1), (int)dom - 1);
	return day_is_working(due) ? due : day_add_working(due, 1);
}

err report_rules_read(struct cx *cx, struct report_rules *ret)
{
	TRY(setting_history(cx, &setting_duty, 0, &ret->duty));
	TRY(setting_history(cx, &setting_due_day, 0, &ret->due_day));
	TRY(setting_history(cx, &setting_recipient, 0, &ret->recipient));
	return setting_history(cx, &setting_threshold, 0, &ret->threshold);
}

/* The row in force on a day; a row with the fallback if there is none. */
static struct setting_row on_day(const struct list *rows, const struct setting *s, day on)
{
	LIST_EACH (const struct setting_row, r, rows)
		if (day_cmp(r->valid_from, on) <= 0)
			return *r;
	return (struct setting_row){ .value = str_of(s->fallback) };
}

static int64_t number_on(const struct setting_row *r)
{
	int64_t n;
	ASSERT(str_to_int(r->value, &n)); /* setting_set_in_tx takes nothing else */
	return n;
}

struct report_duty report_duty_of(const struct report_rules *r, day first, day today)
{
	day last = month_last(first);
	struct setting_row duty = on_day(&r->duty, &setting_duty, last);
	struct setting_row due = on_day(&r->due_day, &setting_due_day, last);
	struct setting_row recipient = on_day(&r->recipient, &setting_recipient, last);
	struct setting_row threshold = on_day(&r->threshold, &setting_threshold, today);
	struct report_duty d = { .recipient = str_blank(recipient.value) ? STR_NONE : recipient.value,
		                 .source = due.source,
		                 .assumed = !due.mark.p || str_is(due.mark, "assumed"),
		                 .threshold = number_on(&threshold) };
	if (str_is(duty.value, "1"))
		d.due = report_due_day(first, number_on(&due));
	return d;
}

str report_state(const struct report_duty *d, day first, day released_on, day today)
{
	bool owed = day_is(d->due);
	if (day_is(released_on))
		return owed && day_cmp(released_on, d->due) > 0 ? S("released_late") : S("released");
	if (day_cmp(month_last(first), today) >= 0)
		return S("running");
	return owed && day_cmp(today, d->due) > 0 ? S("late") : S("open");
}

void report_owed_months(struct arena *a, const struct report_rules *r, day today, int most, struct list *ret)
{
	for (int n = 1; n <= most; n++) {
		day first = day_add_months(month_first(today), -n);
		struct report_duty duty = report_duty_of(r, first, today);
		if (!day_is(duty.due))
			break;
		*LIST_ADD(a, ret, struct report_owed) = (struct report_owed){ first, duty };
	}
}
