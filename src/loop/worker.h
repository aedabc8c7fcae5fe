/* One blocking job off the loop, in a thread of its own: name resolution and connecting, PQcancel. The job
 * sees nothing but its own data; its end is told on the loop. */
#ifndef LOOP_WORKER_H
#define LOOP_WORKER_H

#include "loop/loop.h"

struct worker;
typedef void worker_job(void *data);               /* in the thread */
typedef void worker_done(void *owner, void *data); /* on the loop; data is given back to the caller there */
typedef void worker_release(void *data);           /* frees data nobody asks for any more; in either thread */

/* Starts the job. The data belongs to the worker until done is called. Never NULL: on a machine that has no
 * thread left the job runs right here, once, and done is still called from the loop. */
struct worker *worker_start(struct loop *loop, worker_job *job, void *data, worker_done *done, void *owner,
                            worker_release *release);

/* Not interested any more: done will not be called, the data is released as soon as the job has ended. Takes
 * the address and nulls it, NULL is safe. To be called before loop_free() and not after done. */
void worker_abandon(struct worker **worker);

/* Ends the program as exit(3) does. But where a job was abandoned and may still run, what libraries do at
 * exit (OpenSSL frees all that it has) would happen under its hands: then that is left out, and only the
 * streams are flushed. From the loop's thread. */
_Noreturn void worker_exit(int status);

#endif
