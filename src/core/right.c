#include "core/right.h"

#include "base/error.h"

static const char *const right_names[RIGHT_COUNT] = {
	[RIGHT_NONE] = "none",
	[RIGHT_PUBLIC] = "public",
	[RIGHT_SIGNED_IN] = "signed_in",
	[RIGHT_CENTRE_READ] = "centre.read",
	[RIGHT_CENTRE_RECORD] = "centre.record",
	[RIGHT_CENTRE_DECIDE] = "centre.decide",
	[RIGHT_STAFF_READ] = "staff.read",
	[RIGHT_STAFF_RECORD] = "staff.record",
	[RIGHT_STAFF_DECIDE] = "staff.decide",
	[RIGHT_STAFF_LAND] = "staff.land",
	[RIGHT_POOL_READ] = "pool.read",
	[RIGHT_POOL_RECORD] = "pool.record",
	[RIGHT_POOL_DECIDE] = "pool.decide",
	[RIGHT_POOL_SETTLE] = "pool.settle",
	[RIGHT_ACTIVITY_READ] = "activity.read",
	[RIGHT_ACTIVITY_RECORD] = "activity.record",
	[RIGHT_REPORT_READ] = "report.read",
	[RIGHT_REPORT_PREPARE] = "report.prepare",
	[RIGHT_REPORT_RELEASE] = "report.release",
	[RIGHT_REPORT_LAND] = "report.land",
	[RIGHT_REPORT_EVALUATE] = "report.evaluate",
	[RIGHT_GRANT_READ] = "grant.read",
	[RIGHT_GRANT_RECORD] = "grant.record",
	[RIGHT_GRANT_SUBMIT] = "grant.submit",
	[RIGHT_GRANT_CHECK] = "grant.check",
	[RIGHT_GRANT_DECIDE] = "grant.decide",
	[RIGHT_GRANT_LAND] = "grant.land",
	[RIGHT_FORWARD_READ] = "forward.read",
	[RIGHT_FORWARD_RECORD] = "forward.record",
	[RIGHT_FORWARD_DECIDE] = "forward.decide",
	[RIGHT_RULE_READ] = "rule.read",
	[RIGHT_RULE_PROPOSE] = "rule.propose",
	[RIGHT_RULE_APPROVE] = "rule.approve",
	[RIGHT_LAND_SETTING] = "land.setting",
	[RIGHT_ACCOUNTS] = "accounts",
	[RIGHT_AUDIT_READ] = "audit.read",
	[RIGHT_JOBS] = "jobs",
};

#define BIT(right) (UINT64_C(1) << (right))
#define IN_CENTRE (BIT(RIGHT_SIGNED_IN) | BIT(RIGHT_CENTRE_READ) | BIT(RIGHT_RULE_READ))
/* Who keeps the staff plan of a KI. A specialist does not read the papers of colleagues. */
#define STAFF (BIT(RIGHT_STAFF_READ) | BIT(RIGHT_STAFF_RECORD))
/* Who places requests: anyone in a KI. */
#define POOL (BIT(RIGHT_POOL_READ) | BIT(RIGHT_POOL_RECORD))
/* Everybody in a KI records what was done, and sees what comes of it. */
#define ACTIVITY                                                                                                       \
	(BIT(RIGHT_ACTIVITY_READ) | BIT(RIGHT_ACTIVITY_RECORD) | BIT(RIGHT_REPORT_READ) | BIT(RIGHT_REPORT_PREPARE))
/* Money of the Land, and what the KI hands on of it to third parties. */
#define GRANT (BIT(RIGHT_GRANT_READ) | BIT(RIGHT_GRANT_RECORD))
#define FORWARD (BIT(RIGHT_FORWARD_READ) | BIT(RIGHT_FORWARD_RECORD))
#define OF_LAND                                                                                                        \
	(BIT(RIGHT_SIGNED_IN) | BIT(RIGHT_CENTRE_READ) | BIT(RIGHT_RULE_READ) | BIT(RIGHT_STAFF_LAND) |                \
	 BIT(RIGHT_REPORT_READ) | BIT(RIGHT_REPORT_LAND) | BIT(RIGHT_GRANT_LAND))

static const struct {
	const char *code;
	uint64_t rights;
	bool of_land;
} roles[ROLE_COUNT] = {
	[ROLE_NOBODY] = { "nobody", 0, false },
	[ROLE_HEAD] = { "head",
	                IN_CENTRE | BIT(RIGHT_CENTRE_RECORD) | BIT(RIGHT_CENTRE_DECIDE) | STAFF |
	                        BIT(RIGHT_STAFF_DECIDE) | POOL | BIT(RIGHT_POOL_DECIDE) | BIT(RIGHT_POOL_SETTLE) |
	                        ACTIVITY | BIT(RIGHT_REPORT_RELEASE) | GRANT | BIT(RIGHT_GRANT_SUBMIT) | FORWARD |
	                        BIT(RIGHT_FORWARD_DECIDE),
	                false },
	[ROLE_SPECIALIST] = { "specialist", IN_CENTRE | BIT(RIGHT_CENTRE_RECORD) | POOL | ACTIVITY | FORWARD, false },
	[ROLE_ADMINISTRATOR] = { "administrator",
	                         IN_CENTRE | BIT(RIGHT_CENTRE_RECORD) | STAFF | POOL | BIT(RIGHT_POOL_SETTLE) |
	                                 ACTIVITY | GRANT | FORWARD,
	                         false },
	/* Grants and checks posts, so it sees who holds them; so does the LaSI, which accompanies the teachers. */
	[ROLE_AUTHORITY] = { "authority",
	                     OF_LAND | BIT(RIGHT_RULE_PROPOSE) | BIT(RIGHT_RULE_APPROVE) | BIT(RIGHT_STAFF_READ) |
	                             BIT(RIGHT_GRANT_READ) | BIT(RIGHT_GRANT_CHECK) | BIT(RIGHT_GRANT_DECIDE),
	                     true },
	[ROLE_MINISTRY] = { "ministry",
	                    OF_LAND | BIT(RIGHT_RULE_PROPOSE) | BIT(RIGHT_RULE_APPROVE) | BIT(RIGHT_LAND_SETTING),
	                    true },
	[ROLE_LASI] = { "lasi", OF_LAND | BIT(RIGHT_STAFF_READ) | BIT(RIGHT_REPORT_EVALUATE), true },
	/* Accounts, settings and the audit log, but no content of a KI. */
	[ROLE_TECHNICAL] = { "technical",
	                     BIT(RIGHT_SIGNED_IN) | BIT(RIGHT_ACCOUNTS) | BIT(RIGHT_AUDIT_READ) |
	                             BIT(RIGHT_LAND_SETTING) | BIT(RIGHT_JOBS),
	                     false },
};

const char *right_name(enum right r)
{
	ASSERT(r < RIGHT_COUNT);
	return right_names[r];
}

bool right_of_centre(enum right r)
{
	return r == RIGHT_CENTRE_READ || r == RIGHT_CENTRE_RECORD || r == RIGHT_CENTRE_DECIDE ||
	       r == RIGHT_STAFF_READ || r == RIGHT_STAFF_RECORD || r == RIGHT_STAFF_DECIDE || r == RIGHT_POOL_READ ||
	       r == RIGHT_POOL_RECORD || r == RIGHT_POOL_DECIDE || r == RIGHT_POOL_SETTLE ||
	       (r >= RIGHT_ACTIVITY_READ && r <= RIGHT_REPORT_RELEASE) ||
	       (r >= RIGHT_GRANT_READ && r <= RIGHT_GRANT_DECIDE) ||
	       (r >= RIGHT_FORWARD_READ && r <= RIGHT_FORWARD_DECIDE);
}

bool right_of_signatory(enum right r)
{
	return r == RIGHT_GRANT_READ || r == RIGHT_GRANT_RECORD || r == RIGHT_GRANT_SUBMIT;
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
