/* Failed logins, counted from the server's csv log: a failed SCRAM login runs no SQL and PostgreSQL counts
 * nothing. */
#ifndef ADMIN_TEND_LOG_H
#define ADMIN_TEND_LOG_H

#include <stdint.h>

#include "store/direct.h"

struct tend_log;

/* Reads from where the log ends now. Without a csv log, or where it cannot be read from here, nothing is ever
 * found. data_directory: the server's. */
struct tend_log *tend_log_open(const char *data_directory);
void tend_log_close(struct tend_log **log);

/* What was refused since the last call: told to yc.login_failures_add(name, count, last_at). */
bool tend_log_tell(struct tend_log *log, struct direct *direct, struct error *error);

#endif
