/* Local overlays: forms/overlays/REGION.yaml, where a region keeps more than the standard promises. It may
 * shorten a promised limit, drop a material, add a commitment or a channel, and close an item; it tightens
 * what holds without it (the standard, with the overlays of the province and the city above) and nothing
 * else.
 *
 * Overlays exist while forms/ is read and never afterwards: what comes of one is a whole item beside the
 * standard's (struct spec_local), which everybody reads as they read any item. */
#ifndef SPEC_OVERLAY_H
#define SPEC_OVERLAY_H

#include "spec/walker.h"

/* Reads an overlay and puts the items that it changes into the walk's set, where the items, code lists and
 * letters stand already, and the overlays of wider regions. name: what the file is called. */
void overlay_read(struct walk *walk, const struct spec_node *root, const char *name);

#endif
