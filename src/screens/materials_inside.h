/* The inside of the list of materials, for the files materials*.c alone. */
#ifndef SCREENS_MATERIALS_INSIDE_H
#define SCREENS_MATERIALS_INSIDE_H

#include "screens/work.h"

struct worker;

struct materials {
    struct work *work;
    size_t at;              /* the marked material */
    struct worker *reading; /* a file being read */
    char *path;             /* given last and not read: offered again, to be mended; NULL: none */
};

const struct spec_material *materials_marked(const struct materials *materials);

/* The material that F6 and F7 are about: the marked one, but behind one that is there the next missing one.
 */
size_t materials_asked_for(const struct materials *materials);

/* --- materials_draw.c */

void materials_draw(const void *state, struct canvas *canvas, const struct layout *layout);
void materials_cursor(const void *state, struct canvas *canvas, const struct layout *layout);
void materials_lines(const void *state, struct screen_lines *lines);
void materials_why(const void *state, struct buffer *sentences);

#endif
