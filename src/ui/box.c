#include "ui/box.h"

enum { FRAME = 2, MARGIN = 1 }; /* cells of both sides of the frame; blanks between frame and text */

struct area box_inside(const struct layout *layout, int height, int width)
{
    struct area body = layout->body;
    int frame_width = FRAME + 2 * MARGIN;
    if (height > body.height - FRAME)
        height = body.height - FRAME;
    if (width > body.width - frame_width)
        width = body.width - frame_width;
    return (struct area){body.row + (body.height - height) / 2, body.column + (body.width - width) / 2,
                         height, width};
}

struct area box_low_inside(const struct layout *layout, int height)
{
    struct area body = layout->body;
    if (height > body.height - FRAME)
        height = body.height - FRAME;
    return (struct area){body.row + body.height - 1 - height, body.column + 1 + MARGIN, height,
                         body.width - FRAME - 2 * MARGIN};
}

static void frame_draw(struct canvas *canvas, struct area inside, const char *title, const char *foot)
{
    struct area frame = {inside.row - 1, inside.column - 1 - MARGIN, inside.height + FRAME,
                         inside.width + FRAME + 2 * MARGIN};
    canvas_fill(canvas, frame, ROLE_PLAIN);
    canvas_rule_down(canvas, frame.row, frame.column, frame.height);
    canvas_rule_down(canvas, frame.row, frame.column + frame.width - 1, frame.height);
    canvas_rule(canvas, frame.row, frame.column, frame.width, title);
    canvas_rule(canvas, frame.row + frame.height - 1, frame.column, frame.width, foot);
}

struct area box_draw(struct canvas *canvas, const struct layout *layout, int height, int width,
                     const char *title)
{
    struct area inside = box_inside(layout, height, width);
    frame_draw(canvas, inside, title, NULL);
    return inside;
}

struct area box_low_draw(struct canvas *canvas, const struct layout *layout, int height, const char *title,
                         const char *foot)
{
    struct area inside = box_low_inside(layout, height);
    frame_draw(canvas, inside, title, foot);
    return inside;
}
