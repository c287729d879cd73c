/* embedded.c -- look-up in the tables of embedded files. */
#include "view/embedded.h"
#include <string.h>

const struct embedded_file *embedded_find(const struct embedded_file *group, const char *name)
{
	for (; group->name; group++)
		if (!strcmp(group->name, name))
			return group;
	return NULL;
}

size_t embedded_count(const struct embedded_file *group)
{
	size_t n = 0;
	while (group[n].name)
		n++;
	return n;
}
