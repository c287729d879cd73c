#include "core/right.h"

#include "base/error.h"

static const char *const right_names[RIGHT_COUNT] = {
	[RIGHT_NONE] = "none",
	[RIGHT_PUBLIC] = "public",
	[RIGHT_SIGNED_IN] = "signed_in",
	[RIGHT_CENTRE_READ] = "centre.read",
	[RIGHT_CENTRE_RECORD] = "centre.record",
	[RIGHT_CENTRE_DECIDE] = "centre.decide",
	[RIGHT_RULE_READ] = "rule.read",
	[RIGHT_RULE_PROPOSE] = "rule.propose",
	[RIGHT_RULE_APPROVE] = "rule.approve",
	[RIGHT_LAND_SETTING] = "land.setting",
	[RIGHT_ACCOUNTS] = "accounts",
	[RIGHT_AUDIT_READ] = "audit.read",
};

#define BIT(right) (1u << (right))
#define IN_CENTRE (BIT(RIGHT_SIGNED_IN) | BIT(RIGHT_CENTRE_READ) | BIT(RIGHT_RULE_READ))
#define OF_LAND (BIT(RIGHT_SIGNED_IN) | BIT(RIGHT_CENTRE_READ) | BIT(RIGHT_RULE_READ))

static const struct {
	const char *code;
	unsigned rights;
	bool of_land;
} roles[ROLE_COUNT] = {
	[ROLE_NOBODY] = { "nobody", 0, false },
	[ROLE_HEAD] = { "head", IN_CENTRE | BIT(RIGHT_CENTRE_RECORD) | BIT(RIGHT_CENTRE_DECIDE), false },
	[ROLE_SPECIALIST] = { "specialist", IN_CENTRE | BIT(RIGHT_CENTRE_RECORD), false },
	[ROLE_ADMINISTRATOR] = { "administrator", IN_CENTRE | BIT(RIGHT_CENTRE_RECORD), false },
	[ROLE_AUTHORITY] = { "authority", OF_LAND | BIT(RIGHT_RULE_PROPOSE) | BIT(RIGHT_RULE_APPROVE), true },
	[ROLE_MINISTRY] = { "ministry",
	                    OF_LAND | BIT(RIGHT_RULE_PROPOSE) | BIT(RIGHT_RULE_APPROVE) | BIT(RIGHT_LAND_SETTING),
	                    true },
	[ROLE_LASI] = { "lasi", OF_LAND, true },
	/* Accounts, settings and the audit log, but no content of a KI. */
	[ROLE_TECHNICAL] = { "technical",
	                     BIT(RIGHT_SIGNED_IN) | BIT(RIGHT_ACCOUNTS) | BIT(RIGHT_AUDIT_READ) |
	                             BIT(RIGHT_LAND_SETTING),
	                     false },
};

const char *right_name(enum right r)
{
	ASSERT(r < RIGHT_COUNT);
	return right_names[r];
}

enum role role_of_code(str code)
{
	for (int r = ROLE_NOBODY + 1; r < ROLE_COUNT; r++)
		if (str_is(code, roles[r].code))
			return (enum role)r;
	return ROLE_NOBODY;
}

bool role_has(enum role role, enum right r)
{
	ASSERT(role < ROLE_COUNT && r < RIGHT_COUNT);
	if (r == RIGHT_NONE)
		return false;
	return r == RIGHT_PUBLIC || (roles[role].rights & BIT(r)) != 0;
}

bool role_of_land(enum role role)
{
	ASSERT(role < ROLE_COUNT);
	return roles[role].of_land;
}
