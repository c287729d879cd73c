/* right.h -- who may do what. A role is a set of rights; a route needs exactly one right. */
#ifndef CORE_RIGHT_H
#define CORE_RIGHT_H
#include "base/text.h"

enum right {
	RIGHT_NONE,            /* a route with this does not start: somebody forgot to decide */
	RIGHT_PUBLIC,          /* anyone, signed in or not */
	RIGHT_SIGNED_IN,       /* own account, sign out */
	RIGHT_CENTRE_READ,     /* the inner pages of a KI: checks, bodies, conflicts, suggestions */
	RIGHT_CENTRE_RECORD,   /* record checks, involvement, sites, suggestions, conflict steps */
	RIGHT_CENTRE_DECIDE,   /* answer a suggestion, conclude a conflict, target agreement, local settings */
	RIGHT_STAFF_READ,      /* posts, people, shares, money and findings of a KI */
	RIGHT_STAFF_RECORD,    /* record them, import them */
	RIGHT_STAFF_DECIDE,    /* name head and deputy, record the decision on an exception, run the anonymous survey */
	RIGHT_STAFF_LAND,      /* filled and vacant posts of all KI, without people */
	RIGHT_POOL_READ,       /* interpreters, requests and assignments of a KI */
	RIGHT_POOL_RECORD,     /* keep the people file, place requests */
	RIGHT_POOL_DECIDE,     /* tariff cards, pots, settings of the pool; override a stop */
	RIGHT_POOL_SETTLE,     /* settle a month, correct it */
	RIGHT_ACTIVITY_READ,   /* what colleagues recorded, by KI */
	RIGHT_ACTIVITY_RECORD, /* record, change, import it */
	RIGHT_REPORT_READ,     /* released monthly reports of a KI */
	RIGHT_REPORT_PREPARE,  /* the live month of a KI: figures with the records behind them, findings, comment */
	RIGHT_REPORT_RELEASE,  /* release and correct a report */
	RIGHT_REPORT_LAND,     /* who has reported, figures of all KI from released reports */
	RIGHT_REPORT_EVALUATE, /* pseudonymised export for an evaluation */
	RIGHT_GRANT_READ,      /* applications, decisions, calls, costs and proofs of a KI */
	RIGHT_GRANT_RECORD,    /* prepare them, record costs and use */
	RIGHT_GRANT_SUBMIT,    /* what binds the KI: submit, withdraw, waive remedies, call, prove */
	RIGHT_GRANT_CHECK,     /* the authority checks and drafts what is decided about money */
	RIGHT_GRANT_DECIDE,    /* the authority approves what somebody else of it has drafted */
	RIGHT_GRANT_LAND,      /* commitments and outflow of all KI */
	RIGHT_FORWARD_READ,    /* applications of third parties to a KI */
	RIGHT_FORWARD_RECORD,  /* keep calls and applications, rank, check proofs */
	RIGHT_FORWARD_DECIDE,  /* decide what somebody else has proposed for a third party */
	RIGHT_RULE_READ,       /* proposals of rules and their effect */
	RIGHT_RULE_PROPOSE,
	RIGHT_RULE_APPROVE,
	RIGHT_LAND_SETTING, /* names of ministries, LaSI, granting authority by day */
	RIGHT_ACCOUNTS,     /* accounts and roles; no content */
	RIGHT_AUDIT_READ,   /* the audit log, without content */
	RIGHT_JOBS,         /* what waits to be done in the background, without content */
	RIGHT_COUNT
};
const char *right_name(enum right r); /* "centre.read" */
bool right_of_centre(enum right r);   /* a right at one KI: its routes have SCOPE_OWN */
bool right_of_signatory(enum right r); /* whoever the head has named to sign has it, too: signatory.h */

enum role {
	ROLE_NOBODY,
	ROLE_HEAD,          /* Leitung eines KI */
	ROLE_SPECIALIST,    /* Fachkraft */
	ROLE_ADMINISTRATOR, /* Verwaltungskraft eines KI */
	ROLE_AUTHORITY,     /* Bewilligungsbehörde */
	ROLE_MINISTRY,
	ROLE_LASI,
	ROLE_TECHNICAL, /* technische Administration: accounts and settings, no content */
	ROLE_COUNT
};
enum role role_of_code(str code);            /* of "head" ...: the word is "role.head"; ROLE_NOBODY if unknown */
bool role_has(enum role role, enum right r); /* RIGHT_PUBLIC: always */
bool role_of_land(enum role role);           /* acts for the Land: reads all KI */
#endif
