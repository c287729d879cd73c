/* grant_items.h -- the positions of which a KI itself gets money, for forms with a field for each: items of the
 * rulebook, in the order in which people read them. X(number, code) */
#ifndef FEATURES_GRANTS_GRANT_ITEMS_H
#define FEATURES_GRANTS_GRANT_ITEMS_H

enum { GRANT_ITEMS = 16 };
#define GRANT_ITEMS_EACH(X)                                                                                            \
	X(0, "specialist")                                                                                             \
	X(1, "assistant")                                                                                              \
	X(2, "interpreter_costs")                                                                                      \
	X(3, "volunteering_prevention")                                                                                \
	X(4, "fathers_work")                                                                                           \
	X(5, "other_posts")                                                                                            \
	X(6, "other_costs")                                                                                            \
	X(7, "komman_posts")                                                                                           \
	X(8, "komman_costs")                                                                                           \
	X(9, "komman_local")                                                                                           \
	X(10, "kim_coordination")                                                                                      \
	X(11, "kim_assistant")                                                                                         \
	X(12, "kim_case")                                                                                              \
	X(13, "kim_office")                                                                                            \
	X(14, "kim_workplace")                                                                                         \
	X(15, "kim_costs")
extern const char *const grant_items[GRANT_ITEMS];
#endif
