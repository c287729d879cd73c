#include "http/tally.h"

#include "http/http.h"

struct tally tally;

struct http_stats http_stats(void)
{
	return (struct http_stats){ tally.open, tally.accepted, tally.cut, tally.turned_away };
}
