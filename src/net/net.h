/* net.h -- what goes out of the house: mail by SMTP, and requests to the sign-in service. Only src/net sees curl.
 *
 * Nothing here is called inside a database transaction: what must be sent is a row in table `job`, written in the same
 * transaction as its cause, and sent afterwards (core/job.h).
 */
#ifndef NET_NET_H
#define NET_NET_H

void net_init(void); /* once per process, before any thread */
#endif
