/* A PostgreSQL of one test's own, which it may break: world_database() works on it between open and close. */
#ifndef FAULT_SERVER_H
#define FAULT_SERVER_H

/* script: tests/store/cluster.sh, or one that is called like it ("start BUILD NAME", "stop BUILD NAME"). */
void server_open(const char *script, const char *name);

/* Starts it again if it does not run, stops players, proxies and the world, removes it. For a teardown. */
int server_close(void **state);

/* kill -9 of all its processes; returns how many. */
int server_kill(void);
void server_start(void);

/* Its folder. */
const char *server_directory(void);

#endif
