#include "base/context.h"

const struct arg *args_copy(struct arena *a, const struct arg *args)
{
	size_t n = 0;
	while (args && args[n].name)
		n++;
	if (n == 0)
		return NO_ARGS;
	struct arg *copy = NEW_ARRAY(a, struct arg, n + 1);
	for (size_t i = 0; i < n; i++)
		copy[i] = (struct arg){ args[i].name, str_copy(a, args[i].value) };
	return copy;
}

err fail_at(struct cx *cx, err e, const char *key, const struct arg *args, str detail, const char *file, int line)
{
	ASSERT(e != OK);
	if (cx->fault.code == OK)
		cx->fault = (struct fault){ .code = e,
			                    .key = key,
			                    .args = args_copy(cx->mem, args),
			                    .detail = str_copy(cx->mem, detail),
			                    .file = file,
			                    .line = line };
	return e;
}

void fault_clear(struct cx *cx)
{
	cx->fault = (struct fault){ 0 };
}

err problem_add(struct cx *cx, const char *field, const char *key, const struct arg *args)
{
	struct problem *p = NEW(cx->mem, struct problem);
	*p = (struct problem){ .field = field, .key = key, .args = args_copy(cx->mem, args) };
	struct problem **end = &cx->problems;
	while (*end)
		end = &(*end)->next;
	*end = p;
	return E_INVALID;
}

const struct problem *problem_of(const struct cx *cx, const char *field)
{
	for (const struct problem *p = cx->problems; p; p = p->next)
		if (str_is(str_of(p->field), field))
			return p;
	return NULL;
}
