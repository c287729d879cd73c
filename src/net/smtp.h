/* smtp.h -- hands one mail to the mail server of the house (libcurl). Blocks at most SMTP_SECONDS. */
#ifndef NET_SMTP_H
#define NET_SMTP_H
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum { SMTP_CONNECT_SECONDS = 10, SMTP_SECONDS = 30 };

struct smtp_server {
	str url;            /* "smtp://mail.example.org:587" or "smtps://…:465" */
	str user, password; /* user absent: the server takes mail without */
	str ca_file;        /* whom to believe; absent: the system's */
	bool plain;         /* smtp:// without STARTTLS; else a server that does not offer it is refused */
};

/* What the world said, for the log and for people. */
struct smtp_answer {
	long code;       /* of the server's last reply; 0: none */
	const char *key; /* word key of the reason; NULL if it went well */
	str detail;      /* in the library's words: no address, no text */
};

/* from and to are bare addresses (mail_address_ok), message is ready to send, with CRLF (core/mail.h). OK: the server
 * has taken it. E_INVALID: it will never take it (5xx for this recipient or message). E_BUSY: try later: 4xx, no
 * connection, certificate or password not accepted (somebody can mend that). Not inside a transaction. */
err smtp_send(struct arena *a, const struct smtp_server *s, str from, str to, str message,
              struct smtp_answer *ret) MUST;
/* Whether a URL is one that smtp_send takes: scheme, host, nothing else but a port. */
bool smtp_url_ok(str url);
#endif
