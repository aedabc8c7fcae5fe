#include "term/colour.h"

/* Yellow letters cannot be read on white, nor dark blue ones on black: yellow stands as background under
 * black letters, blue nowhere. No meaning hangs on red against green alone: each role has its mark or its
 * word besides. */
const struct colour colour_roles[ROLE_COUNT] = {
    [ROLE_PLAIN] = {-1, -1},
    [ROLE_LABEL] = {-1, -1, .dim = true, .mono_dim = true},
    [ROLE_FOCUS] = {-1, -1, .reverse = true, .mono_reverse = true},
    [ROLE_PREFILLED] = {6, -1},
    [ROLE_MISSING] = {-1, -1, .bold = true, .mono_bold = true},
    [ROLE_CONFIRM] = {0, 3, .mono_underline = true},
    [ROLE_WRONG] = {1, -1, .bold = true, .mono_bold = true, .mono_underline = true},
    [ROLE_DONE] = {2, -1},
    [ROLE_IRREVERSIBLE] = {-1, -1, .bold = true, .reverse = true, .mono_bold = true, .mono_reverse = true},
    [ROLE_NEAR] = {0, 3, .mono_underline = true},
    [ROLE_OVER] = {7, 1, .bold = true, .mono_bold = true, .mono_reverse = true},
    [ROLE_MASKED] = {-1, -1, .dim = true, .mono_dim = true},
    [ROLE_DEMONSTRATION] = {5, -1, .reverse = true, .mono_reverse = true},
    [ROLE_HEADER] = {-1, -1, .bold = true, .mono_bold = true},
    [ROLE_TITLE] = {-1, -1, .bold = true, .mono_bold = true},
    [ROLE_RULE] = {-1, -1, .dim = true, .mono_dim = true},
    [ROLE_MESSAGE] = {-1, -1, .bold = true, .mono_bold = true},
    [ROLE_KEY] = {-1, -1, .bold = true, .mono_bold = true},
    [ROLE_KEYBAR] = {-1, -1, .reverse = true, .mono_reverse = true},
};
