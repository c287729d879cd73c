#include "net/net.h"

#include <curl/curl.h>

#include "base/error.h"

void net_init(void)
{
	ASSERT(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}
