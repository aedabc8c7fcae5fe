/* The one loop of a program: one thread, one poll(2).
 *
 * A tick: signals, timers, file descriptors in their order (terminal, database, net, children), deferred
 * calls, then one draw. Nothing called from the loop may block. An idle loop sleeps: it wakes only for what
 * was asked of it. Handles are numbers that are never used twice, 0 is none: ending one that has ended
 * already is harmless. Everything here may be called from inside any callback; nothing here may be called
 * from another thread. */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct loop;
typedef uint64_t loop_id;
typedef void loop_call(void *owner);
typedef void loop_ready(void *owner, int events);  /* events: LOOP_READ | LOOP_WRITE */
typedef void loop_signal(void *owner, int number); /* runs on the loop, not in the signal handler */

/* A hang-up or error of a descriptor is reported as every event it is watched for: read() or write() tells
 * more. */
enum { LOOP_READ = 1, LOOP_WRITE = 2 };

/* Who goes first within a tick. */
enum loop_order { LOOP_TERMINAL, LOOP_DATABASE, LOOP_NET, LOOP_CHILD };

/* Only one loop a process may exist at a time, since signals are of the process. Takes over SIGTERM, SIGHUP,
 * SIGINT, SIGWINCH and SIGCHLD (each without effect until loop_signals() names a callback) and ignores
 * SIGPIPE, until loop_free() gives them back. E_LOOP {what}: no pipe to be had. */
struct loop *loop_new(struct error *error);
void loop_free(struct loop **loop);

/* Runs until loop_stop(). E_LOOP {what}: poll failed. */
bool loop_run(struct loop *loop, struct error *error);

/* One tick that waits at the most timeout milliseconds (-1: until something happens). For tests. */
bool loop_tick(struct loop *loop, int timeout, struct error *error);

/* Ends loop_run() when the present tick is over. */
void loop_stop(struct loop *loop);

/* Watches a descriptor that stays the caller's. Interest 0 rests. End the watch before closing the
 * descriptor. */
loop_id loop_watch(struct loop *loop, int descriptor, enum loop_order order, int interest, loop_ready *ready,
                   void *owner);
void loop_interest(struct loop *loop, loop_id watch, int interest);
void loop_watch_end(struct loop *loop, loop_id watch);

/* Milliseconds of the monotonic clock; every 0 is once (the handle ends as it fires). A periodic timer that
 * was late fires once, not several times. */
loop_id loop_timer(struct loop *loop, int64_t after, int64_t every, loop_call *call, void *owner);
void loop_timer_end(struct loop *loop, loop_id timer);

/* One callback for all signals of the list above; NULL takes it away. */
void loop_signals(struct loop *loop, loop_signal *call, void *owner);

/* Runs once at the end of this tick, or of the next one when called while deferred calls run. */
loop_id loop_defer(struct loop *loop, loop_call *call, void *owner);
void loop_defer_end(struct loop *loop, loop_id deferred);

/* The call at the end of each tick; NULL takes it away. */
void loop_draw(struct loop *loop, loop_call *call, void *owner);

#endif
