/* A framed area in the middle of the screen, in which prompts draw, or over its lower part. Pure. */
#ifndef UI_BOX_H
#define UI_BOX_H

#include "ui/layout.h"

/* Draws the frame with its title over what was there and returns the area inside; height and width are wishes
 * for the inside and are cut to what the body has. */
struct area box_draw(struct canvas *canvas, const struct layout *layout, int height, int width,
                     const char *title);

/* The area inside, without drawing. */
struct area box_inside(const struct layout *layout, int height, int width);

/* The same at the lower end of the body and as wide as it is; foot: what the lower rule says. */
struct area box_low_draw(struct canvas *canvas, const struct layout *layout, int height, const char *title,
                         const char *foot);
struct area box_low_inside(const struct layout *layout, int height);

#endif
