/* notify.h -- tells the service manager how we are, as sd_notify(3) does: one datagram to $NOTIFY_SOCKET. Without one
 * nothing happens. libsystemd is not needed for it (docs/decisions/0018). */
#ifndef APP_NOTIFY_H
#define APP_NOTIFY_H
#include <stdint.h>

/* Takes NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID out of the environment, so that nobody we start has them. At
 * start, before there are threads. */
void notify_open(void);
/* How often the watchdog wants to hear from us, in milliseconds, with room to be late twice; 0: there is none. */
int64_t notify_watchdog_ms(void);

/* The life of the service. `status` is a sentence that `systemctl status` shows. */
void notify_status(const char *status);
void notify_ready(const char *status); /* after the start, and after reloading */
void notify_reloading(void);
void notify_stopping(const char *status);
void notify_alive(void); /* feeds the watchdog: only after http_pulse said so */
#endif
