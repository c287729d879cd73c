/* oidc.h -- signing in through a sign-in service: OpenID Connect, authorization code with PKCE (S256). P-SEC-1, S-OPS.
 *
 * The service says who somebody is; its claims say which role the person has, and in which KI. We believe it only after
 * our own checks (oidc_token.c): signature by a key of its set, iss, aud, azp, exp, iat, nbf, nonce, at_hash, sub. The
 * way: oidc_start() gives the address for the browser, oidc_finish() turns what the browser brings back into a person.
 * Who that is here, and which sign-ins are on their way, is identity.h.
 *
 * Nothing is fetched inside a transaction or a snapshot. A request to the service ends after 5 s; at most two run at a
 * time in a process, so that a slow service never holds all workers.
 *
 * Failures: E_DENIED with one kind word for the person ("login.oidc_failed"), or E_BUSY ("login.oidc_away") if the
 * service cannot be reached. The fault's detail is a short code for the log, listed in docs/security.md: "nonce".
 */
#ifndef CORE_OIDC_H
#define CORE_OIDC_H
#include "base/context.h"
#include "base/list.h"

/* A line of the mapping: who has this value in the claim, has this role. */
struct oidc_role {
	str before, after; /* around {slug}; without one `before` is all of the value */
	bool names_centre; /* the value has {slug}: it names the KI itself */
	str role;          /* "head" */
	str slug;          /* the KI of the line; absent for roles of the Land, and with names_centre */
};
struct oidc_config {
	str issuer;         /* exactly as the service writes it; absent: no sign-in service */
	str client, secret; /* secret absent: a public client */
	str name;           /* "Mit {name} anmelden" */
	str claim;          /* whose values are mapped to roles; may be a way, "realm_access.roles" */
	str login_claim;    /* whose value becomes the login here */
	str scopes;         /* "openid profile" */
	str ca_file;        /* absent: the system's authorities */
	str public_url;     /* of this program, without a slash at the end */
	struct list roles;  /* struct oidc_role; the first that fits decides */
};
/* Adds the lines of "VALUE:ROLE[:KI], ..." to the list. In VALUE "%2C", "%3A", "%25" stand for a comma, a colon, a
 * percent sign. False: *ret_wrong is the part that cannot be. */
bool oidc_roles_read(struct arena *a, str text, struct list *ret, str *ret_wrong);
/* What a finished configuration lacks, as a German sentence; NULL: nothing. Fills in what has a default. */
const char *oidc_config_wrong(struct arena *a, struct oidc_config *c);

/* The service of a process: its configuration, and what was learnt about it. Thread-safe; goes with the app. */
struct oidc;
struct oidc *oidc_new(const struct oidc_config *c);     /* the texts of c have to live as long */
void oidc_free(struct oidc *o);                         /* NULL allowed */
const struct oidc_config *oidc_of(const struct cx *cx); /* NULL: there is no sign-in service */

/* The two secrets of one sign-in: `state` travels with it, `browser` stays in a cookie. Nonce and PKCE verifier come
 * from both, so that neither the service nor the database knows enough to finish it. */
struct oidc_way {
	str state, browser;
};
err oidc_start(struct cx *cx, const struct oidc_way *way, str *ret_address) MUST;

/* What came back in the query. */
struct oidc_answer {
	str code, iss, error;
};
struct oidc_person {
	str issuer, subject;
	str name;              /* absent if the service does not say */
	str login;             /* the same */
	str role, centre_slug; /* role absent: no line of the mapping fits */
	bool torn;             /* the deciding line fits for two KI: no role then */
};
err oidc_finish(struct cx *cx, const struct oidc_way *way, const struct oidc_answer *answer,
                struct oidc_person *ret) MUST;
/* The service's page for signing out there; absent if it has none or cannot be asked. */
str oidc_leave_address(struct cx *cx);
#endif
