/* pulse.h -- whether the server's threads still turn: what a watchdog wants to know.
 *
 * Each worker is handed a connection that has ended already. A worker that takes it has come round its loop; one that
 * is stuck does not. Nothing is said about single requests: those have their deadlines (watch.h). */
#ifndef HTTP_PULSE_H
#define HTTP_PULSE_H
#include "http/watch.h"

struct pulse;
struct pulse *pulse_new(struct arena *a, struct watch *w, int workers);
/* By the worker's own thread, when it has taken the connection of the pulse. */
void pulse_answer(struct pulse *p, int worker);
/* See http_pulse. One thread only. */
bool pulse_look(struct pulse *p);
#endif
