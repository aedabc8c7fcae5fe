/* Processes of the private database: whom it belongs to, starting a program as that user, who is alive. */
#ifndef ADMIN_PROCESS_H
#define ADMIN_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"

/* PostgreSQL refuses to run as root: then everything belongs to the user postgres, else to whoever calls. */
struct owner {
    char *name;
    uid_t user;
    gid_t group;
};

/* E_LOCAL_NO_USER: root, but there is no user postgres. */
bool owner_find(struct owner *owner, struct error *error);
void owner_free(struct owner *owner);

/* File work in the owner's directories is done with the owner's rights and no more: between these two
 * calls the process is that user (a link planted there leads nowhere). */
void owner_become(const struct owner *owner);
void owner_return(void);

/* A child of its own session with the owner's rights for good, a clean environment for exec (*environment),
 * stdin from /dev/null, stdout and stderr to output, all other descriptors to be closed by exec. As fork().
 */
pid_t process_fork(const struct owner *owner, int output, char ***environment);

/* Runs a program to its end; what it prints is appended. True when it exits with 0. */
bool process_run(const struct owner *owner, const char *const *arguments, struct buffer *output);

/* The process lives (a zombie does not), is the owner's and has its working directory there. Looked up with
 * the owner's rights: root in a container without CAP_SYS_PTRACE may see less than the owner. */
bool process_lives_in(const struct owner *owner, pid_t process, const char *directory);

/* Any such process. */
bool process_any_in(const struct owner *owner, const char *directory);

void process_pause(int milliseconds);

#endif
