/* The configuration of the sign-in service, and the mapping of its claims to roles. */
#include "core/oidc_parts.h"
#include "core/right.h"

#define SLUG "{slug}"

/* --- the mapping, as written -------------------------------------------------------------------------------------- */

/* What has a meaning in the line stands as %2C, %3A, %25 in a value. */
static str plain(struct arena *a, str s)
{
	static const struct {
		const char *code;
		char means;
	} codes[] = { { "%2C", ',' }, { "%3A", ':' }, { "%25", '%' }, { "%2c", ',' }, { "%3a", ':' } };
	struct text out = TEXT(a);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
			if (str_starts(str_part(s, i, SIZE_MAX), codes[k].code)) {
				c = codes[k].means;
				i += 2;
				break;
			}
		text_char(&out, c);
	}
	return text_str(&out);
}

static size_t find_slug(str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (str_starts(str_part(value, i, SIZE_MAX), SLUG))
			return i;
	return SIZE_MAX;
}

static bool read_line(struct arena *a, str line, struct oidc_role *ret)
{
	str rest = line;
	str value = str_trim(str_split(&rest, ':')), role = str_trim(str_split(&rest, ':')), slug = str_trim(rest);
	size_t at = find_slug(value);
	enum role known = role_of_code(role);
	bool of_centre = known == ROLE_HEAD || known == ROLE_SPECIALIST || known == ROLE_ADMINISTRATOR;
	*ret = (struct oidc_role){ .names_centre = at != SIZE_MAX, .role = str_copy(a, role) };
	ret->before = plain(a, str_part(value, 0, at));
	if (ret->names_centre)
		ret->after = plain(a, str_part(value, at + sizeof SLUG - 1, SIZE_MAX));
	if (rest.p)
		ret->slug = str_copy(a, slug);
	bool has_centre = ret->names_centre != (slug.n > 0);
	return value.n > 0 && known != ROLE_NOBODY && (of_centre ? has_centre : !ret->names_centre && slug.n == 0);
}

bool oidc_roles_read(struct arena *a, str text, struct list *ret, str *ret_wrong)
{
	str rest = text;
	while (rest.p) {
		str line = str_trim(str_split(&rest, ','));
		struct oidc_role r;
		if (line.n == 0)
			continue;
		if (!read_line(a, line, &r)) {
			*ret_wrong = str_copy(a, line);
			return false;
		}
		*LIST_ADD(a, ret, struct oidc_role) = r;
	}
	return true;
}

/* --- the mapping, applied ----------------------------------------------------------------------------------------- */

static bool is_slug(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < 'a' || s.p[i] > 'z') && (s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '-')
			return false;
	return s.n > 0;
}

static bool fits(const struct oidc_role *r, str value, str *ret_slug)
{
	*ret_slug = r->slug;
	if (!r->names_centre)
		return str_eq(value, r->before);
	size_t around = r->before.n + r->after.n;
	if (value.n <= around || !str_eq(str_part(value, 0, r->before.n), r->before) ||
	    !str_eq(str_part(value, value.n - r->after.n, SIZE_MAX), r->after))
		return false;
	*ret_slug = str_part(value, r->before.n, value.n - r->after.n);
	return is_slug(*ret_slug);
}

/* The first line that fits decides, whatever the order of the values. One line that fits for two KI decides nothing:
 * which of them is meant must not hang on that order. */
void oidc_roles_apply(struct arena *a, const struct oidc_config *c, const struct list *claims, struct oidc_person *ret)
{
	const char *claim = str_c(a, c->claim);
	LIST_EACH (struct oidc_role, r, &c->roles) {
		LIST_EACH (struct leaf, l, claims) {
			str slug;
			if (l->kind != LEAF_TEXT || !str_is(l->name, claim) || !fits(r, l->text, &slug))
				continue;
			ret->torn |= ret->role.p && !str_eq(slug, ret->centre_slug);
			ret->role = r->role;
			ret->centre_slug = slug.p ? str_copy(a, slug) : STR_NONE;
		}
		if (ret->role.p)
			break;
	}
	if (ret->torn)
		ret->role = ret->centre_slug = STR_NONE;
}

/* --- is it complete ----------------------------------------------------------------------------------------------- */

static bool has_scope(str scopes, const char *wanted)
{
	str rest = scopes;
	while (rest.p)
		if (str_is(str_split(&rest, ' '), wanted))
			return true;
	return false;
}

/* "https://anmeldung.example/realms/ki" -> "anmeldung.example" */
static str host_of(str address)
{
	str rest = address;
	str_split(&rest, '/');
	str_split(&rest, '/');
	return str_split(&rest, '/');
}

static void take_defaults(struct arena *a, struct oidc_config *c)
{
	if (!c->name.p)
		c->name = str_copy(a, host_of(c->issuer));
	if (!c->claim.p)
		c->claim = S("groups");
	if (!c->login_claim.p)
		c->login_claim = S("preferred_username");
	if (!c->scopes.p)
		c->scopes = S("openid profile");
	if (str_ends(c->public_url, "/"))
		c->public_url = str_copy(a, str_part(c->public_url, 0, c->public_url.n - 1));
}

const char *oidc_config_wrong(struct arena *a, struct oidc_config *c)
{
	if (!c->issuer.p)
		return c->client.p || c->roles.n > 0 ? "die Einstellung oidc_issuer fehlt." : NULL;
	if (!fetch_allowed(c->issuer) || str_has(c->issuer, "?"))
		return "oidc_issuer muss eine Adresse mit https:// sein (http:// nur auf diesem Rechner selbst, als "
		       "127.0.0.1).";
	if (!c->client.p || c->client.n == 0)
		return "die Einstellung oidc_client (Kennung beim Anmeldedienst) fehlt.";
	if (!c->public_url.p || (!str_starts(c->public_url, "https://") && !fetch_is_local(c->public_url)))
		return "für den Anmeldedienst muss public_url die Adresse nennen, unter der Scharnier zu erreichen ist "
		       "(https://…).";
	if (c->roles.n == 0)
		return "die Einstellung oidc_roles fehlt: ohne sie bekommt niemand eine Rolle.";
	take_defaults(a, c);
	if (!has_scope(c->scopes, "openid"))
		return "oidc_scopes muss openid enthalten.";
	return NULL;
}
