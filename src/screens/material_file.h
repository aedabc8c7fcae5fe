/* A file that becomes a material of the case being filled in. */
#ifndef SCREENS_MATERIAL_FILE_H
#define SCREENS_MATERIAL_FILE_H

#include "screens/work.h"

struct worker;

/* Reads the file off the loop, since a disk may hang; then it is handed in as this kind of material, or why
 * not is told, after read_done(owner, read: its bytes are here). The owner abandons the worker when it goes
 * before that (worker_abandon()): then nothing is handed in. */
struct worker *material_file_read(struct work *work, const char *kind, const char *path,
                                  void (*read_done)(void *owner, bool read), void *owner);

#endif
