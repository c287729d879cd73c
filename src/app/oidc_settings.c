/* The settings of the sign-in service: from the file and the environment, as all others. The client's secret comes from
 * a file of its own, so that it stands neither in the configuration nor in the list of processes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/program.h"
#include "base/log.h"

struct place {
	const char *name, *variable;
	size_t offset;
};
static const struct place places[] = {
	{ "oidc_issuer", "SCHARNIER_OIDC_ISSUER", offsetof(struct program, oidc.issuer) },
	{ "oidc_client", "SCHARNIER_OIDC_CLIENT", offsetof(struct program, oidc.client) },
	{ "oidc_secret_file", "SCHARNIER_OIDC_SECRET_FILE", offsetof(struct program, oidc_secret_file) },
	{ "oidc_name", "SCHARNIER_OIDC_NAME", offsetof(struct program, oidc.name) },
	{ "oidc_claim", "SCHARNIER_OIDC_CLAIM", offsetof(struct program, oidc.claim) },
	{ "oidc_login_claim", "SCHARNIER_OIDC_LOGIN_CLAIM", offsetof(struct program, oidc.login_claim) },
	{ "oidc_scopes", "SCHARNIER_OIDC_SCOPES", offsetof(struct program, oidc.scopes) },
	{ "oidc_ca_file", "SCHARNIER_OIDC_CA_FILE", offsetof(struct program, oidc.ca_file) },
};
enum { PLACES = sizeof places / sizeof *places };

/* May stand several times: each adds its lines behind those before. */
static const char *take_roles(struct program *p, str value)
{
	str wrong;
	if (oidc_roles_read(p->mem, value, &p->oidc.roles, &wrong))
		return NULL;
	return str_print(p->mem,
	                 "enthält »" STR_FMT "«; erwartet wird WERT:ROLLE:KI oder, für Rollen des Landes, WERT:ROLLE",
	                 STR_ARG(wrong))
	        .p;
}

const char *oidc_setting(struct program *p, str name, str value, bool *ret_known)
{
	*ret_known = true;
	if (str_is(name, "oidc_roles"))
		return take_roles(p, value);
	for (int i = 0; i < PLACES; i++)
		if (str_is(name, places[i].name)) {
			*(str *)((char *)p + places[i].offset) = value;
			return value.n > 0 && utf8_valid(value) ? NULL : "braucht einen Wert";
		}
	*ret_known = false;
	return NULL;
}

bool oidc_environment(struct program *p, bool (*take)(struct program *p, str name, str value, const char *where))
{
	bool good = true;
	for (int i = 0; i < PLACES; i++) {
		const char *value = getenv(places[i].variable);
		if (value && *value)
			good &= take(p, str_of(places[i].name), str_of(value), places[i].variable);
	}
	const char *roles = getenv("SCHARNIER_OIDC_ROLES");
	if (roles && *roles) {
		p->oidc.roles = (struct list){ 0 }; /* the environment comes in the place of the file, not beside it */
		good &= take(p, S("oidc_roles"), str_of(roles), "SCHARNIER_OIDC_ROLES");
	}
	return good;
}

static bool read_secret(struct program *p)
{
	char line[1000] = "";
	struct stat facts;
	const char *path = str_c(p->mem, p->oidc_secret_file);
	FILE *f = fopen(path, "r");
	if (!f) {
		fprintf(stderr, "scharnier: oidc_secret_file %s lässt sich nicht lesen: %s\n", path, strerror(errno));
		return false;
	}
	if (fstat(fileno(f), &facts) == 0 && (facts.st_mode & 07))
		log_event(LOG_WARNING, "the client's secret can be read by everybody", "file", path, NULL);
	bool read = fgets(line, sizeof line, f) != NULL;
	fclose(f);
	p->oidc.secret = str_copy(p->mem, str_trim(str_of(line)));
	if (!read || p->oidc.secret.n == 0)
		fprintf(stderr, "scharnier: oidc_secret_file %s ist leer.\n", path);
	return p->oidc.secret.n > 0;
}

bool oidc_settings_complete(struct program *p)
{
	str url = p->mail.public_url; /* one setting says where this program is reached, for mail and sign-in alike */
	p->oidc.public_url = url.n && url.p[url.n - 1] == '/' ? str_part(url, 0, url.n - 1) : url;
	const char *wrong = oidc_config_wrong(p->mem, &p->oidc);
	if (wrong)
		fprintf(stderr, "scharnier: Anmeldedienst: %s\n", wrong);
	const char *authorities = str_c(p->mem, p->oidc.ca_file);
	if (!wrong && p->oidc.ca_file.p && access(authorities, R_OK) != 0) {
		fprintf(stderr, "scharnier: oidc_ca_file %s lässt sich nicht lesen: %s\n", authorities,
		        strerror(errno));
		return false;
	}
	return !wrong && (!p->oidc_secret_file.p || read_secret(p));
}
