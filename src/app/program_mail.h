/* program_mail.h -- the options about mail and the second factor, from file and environment, as those of program.h. */
#ifndef APP_PROGRAM_MAIL_H
#define APP_PROGRAM_MAIL_H
#include "core/route.h"

struct mail_options {
	str smtp, smtp_user, smtp_password_file, smtp_ca, smtp_tls, mail_from, public_url, secret_key, require_totp;
};
#define MAIL_OPTIONS                                                                                                   \
	"smtp, smtp_user, smtp_password_file, smtp_ca, smtp_tls, mail_from, public_url, secret_key, require_totp"

/* False: the name is none of these. */
bool mail_option_take(struct mail_options *o, str name, str value);
/* The names in the environment: i counts from 0; NULL: no more. "SCHARNIER_SMTP" for "smtp". */
const char *mail_option_name(int i, const char **ret_variable);
/* Into the program's configuration; reads the password. False, with one German sentence: something does not fit. */
bool mail_options_apply(struct arena *mem, const struct mail_options *o, struct mail_config *ret, str *ret_words);
/* The same for the key that closes secrets, and who must have a second factor. */
bool access_options_apply(struct arena *mem, const struct mail_options *o, struct access_config *ret, str *ret_words);
#endif
