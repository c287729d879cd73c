/* contact.h -- the mail address of an account, and mail to its holder about what happened to the account. */
#ifndef CORE_CONTACT_H
#define CORE_CONTACT_H
#include "core/user.h"

err contact_email(struct cx *cx, int64_t account_id, str *ret) MUST; /* absent: none was given */
/* email blank: removes it. Who had the former address is told; links for a new password that went there are void.
 * E_INVALID with a problem at "email". */
err contact_set_in_tx(struct cx *cx, const struct user *u, str email) MUST;
/* The address of an account that is closed goes. */
err contact_forget_in_tx(struct cx *cx, int64_t account_id) MUST;
/* A notice by mail, if there is an address and mail is configured: the words "<key>.subject" and "<key>.text", in the
 * account's language; {name}, {login} and {address} (of the program) are known to them. */
err contact_tell_in_tx(struct cx *cx, const struct user *u, const char *key) MUST;
#endif
