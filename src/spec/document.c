#include "spec/document.h"

#include <errno.h>
#include <fcntl.h>
#include <libfyaml.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "spec/document_tree.h"

/* A document being built from libfyaml's events: the open mappings and sequences from the root on. */
struct build {
    struct fy_parser *parser;
    struct spec_document *document;
    struct spec_faults *faults;
    struct spec_node *open[SPEC_DOCUMENT_MOST_LEVELS];
    int levels;
    int documents;
    int line, column; /* of the last event that had a place: an empty value has none */
};

static void build_fault(struct build *build, const char *code, const char *name, const char *value)
{
    spec_faults_add(build->faults, build->document->name, build->line, build->column, code, name, value,
                    NULL);
}

/* Sets the place of an event. libfyaml counts from 0, and from behind the opening quote. */
static void build_place(struct build *build, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (!mark)
        return;
    build->line = mark->line + 1;
    build->column = mark->column + 1;
    if (event->type != FYET_SCALAR || !event->scalar.value || mark->column == 0)
        return;
    enum fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
    if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)
        build->column--;
}

static struct spec_node *build_node(struct build *build, enum spec_node_kind kind)
{
    struct spec_node *node = memory_get(1, sizeof(*node));
    node->kind = kind;
    node->document = build->document;
    node->line = build->line;
    node->column = build->column;
    return node;
}

/* Hangs a node into the innermost open one. False (the node is freed) where it cannot be there. */
static bool build_attach(struct build *build, struct spec_node *node)
{
    if (build->levels == 0) {
        build->document->root = node;
        return true;
    }
    struct spec_node *parent = build->open[build->levels - 1];
    if (parent->kind == SPEC_MAPPING && !parent->pending && node->kind != SPEC_SCALAR) {
        build_fault(build, "E_SPEC_KEY", NULL, NULL);
        tree_free(node);
        return false;
    }
    tree_attach(parent, node);
    return true;
}

static bool is_control(uint32_t point)
{
    return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0);
}

/* A copy without control characters. Escapes such as "\e" or "\0" can bring in what the check of the bytes
 * could not see: *clean turns false. */
static char *text_copy(const char *text, size_t length, bool *clean)
{
    struct buffer copy = {0};
    *clean = true;
    for (size_t at = 0, taken; at < length; at += taken) {
        uint32_t point;
        taken = utf8_decode(text + at, length - at, &point);
        if (is_control(point))
            *clean = false;
        else
            buffer_append(&copy, text + at, taken);
    }
    return buffer_take(&copy);
}

static bool build_scalar(struct build *build, struct fy_event *event)
{
    struct spec_node *node = build_node(build, SPEC_SCALAR);
    size_t length = 0;
    struct fy_token *token = event->scalar.value;
    const char *text = token ? fy_token_get_text(token, &length) : "";
    node->plain = !token || fy_token_scalar_style(token) == FYSS_PLAIN;
    bool clean;
    node->text = text_copy(text, length, &clean);
    if (!clean)
        build_fault(build, "E_SPEC_CONTROL", NULL, NULL);
    if (node->plain && (!strcmp(node->text, "~") || !strcmp(node->text, "null")))
        node->text[0] = '\0';
    return build_attach(build, node);
}

static bool build_open(struct build *build, enum spec_node_kind kind)
{
    if (build->levels == SPEC_DOCUMENT_MOST_LEVELS) {
        build_fault(build, "E_SPEC_NESTING", NULL, NULL);
        return false;
    }
    struct spec_node *node = build_node(build, kind);
    if (!build_attach(build, node))
        return false;
    build->open[build->levels++] = node;
    return true;
}

static bool build_close(struct build *build)
{
    struct spec_node *node = build->open[--build->levels];
    if (node->kind == SPEC_MAPPING)
        tree_check_keys(node, build->faults);
    return true;
}

static bool build_document_start(struct build *build)
{
    if (++build->documents == 1)
        return true;
    build_fault(build, "E_SPEC_DOCUMENTS", NULL, NULL);
    return false;
}

/* Refuses anchors, aliases and tags: the first two hang at an event of another kind. libfyaml places them
 * behind their sign. */
static bool build_plain(struct build *build, struct fy_event *event)
{
    struct fy_token *anchor = fy_event_get_anchor_token(event), *tag = fy_event_get_tag_token(event);
    if (event->type == FYET_ALIAS)
        anchor = event->alias.anchor;
    if (!anchor && !tag)
        return true;
    const struct fy_mark *mark = fy_token_start_mark(anchor ? anchor : tag);
    if (mark) {
        build->line = mark->line + 1;
        build->column = mark->column + (anchor ? 0 : 1);
    }
    build_fault(build, anchor ? "E_SPEC_ANCHOR" : "E_SPEC_TAG", NULL, NULL);
    return false;
}

/* False when the building cannot go on; then a fault was added. */
static bool build_event(struct build *build, struct fy_event *event)
{
    build_place(build, event);
    switch (event->type) {
    case FYET_DOCUMENT_START:
        return build_document_start(build);
    case FYET_SCALAR:
        return build_plain(build, event) && build_scalar(build, event);
    case FYET_MAPPING_START:
        return build_plain(build, event) && build_open(build, SPEC_MAPPING);
    case FYET_SEQUENCE_START:
        return build_plain(build, event) && build_open(build, SPEC_SEQUENCE);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return build_close(build);
    case FYET_ALIAS:
        return build_plain(build, event);
    default:
        return true;
    }
}

static bool build_events(struct build *build)
{
    bool good = true;
    for (struct fy_event *event; good && (event = fy_parser_parse(build->parser));) {
        good = build_event(build, event);
        fy_parser_event_free(build->parser, event);
    }
    return good;
}

/* What libfyaml itself found wrong: after the first it stops. */
static bool build_syntax(struct build *build, struct fy_diag *diag)
{
    void *previous = NULL;
    struct fy_diag_error *error = fy_diag_errors_iterate(diag, &previous);
    if (!error && !fy_parser_get_stream_error(build->parser))
        return true;
    if (error && error->line > 0) {
        build->line = error->line;
        build->column = error->column;
    }
    build_fault(build, "E_SPEC_SYNTAX", "detail", error ? error->msg : "");
    return false;
}

static bool build_run(struct build *build, const char *text, size_t length)
{
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&quiet);
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE, .diag = diag};
    build->parser = fy_parser_create(&config);
    bool good = fy_parser_set_string(build->parser, text, length) == 0;
    good = good && build_events(build) && build_syntax(build, diag);
    if (good && !build->document->root) {
        spec_faults_add(build->faults, build->document->name, 0, 0, "E_SPEC_EMPTY", NULL);
        good = false;
    }
    fy_parser_destroy(build->parser);
    fy_diag_destroy(diag);
    return good;
}

/* libfyaml takes a NUL for the end and lets other bytes through: so they are looked at first. */
static bool bytes_check(const char *text, size_t length, const char *name, struct spec_faults *faults)
{
    int line = 1, column = 1;
    for (size_t at = 0; at < length;) {
        uint32_t point;
        size_t taken = utf8_decode(text + at, length - at, &point);
        const char *code = NULL;
        if (point == UTF8_REPLACEMENT && taken == 1)
            code = "E_SPEC_UTF8";
        else if (is_control(point) && point != '\r')
            code = "E_SPEC_CONTROL";
        if (code) {
            spec_faults_add(faults, name, line, column, code, NULL);
            return false;
        }
        column = point == '\n' ? 1 : column + 1;
        line += point == '\n';
        at += taken;
    }
    return true;
}

struct spec_document *spec_document_parse(const char *text, size_t length, const char *name,
                                          struct spec_faults *faults)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* editors on Windows put a byte order mark in front */
    if (length > SPEC_DOCUMENT_MOST_BYTES) {
        spec_faults_add(faults, name, 0, 0, "E_SPEC_LARGE", NULL);
        return NULL;
    }
    if (length >= 3 && !memcmp(text, mark, 3)) {
        text += 3;
        length -= 3;
    }
    if (!bytes_check(text, length, name, faults))
        return NULL;
    struct spec_document *document = memory_get(1, sizeof(*document));
    document->name = memory_text(name);
    struct build build = {.document = document, .faults = faults, .line = 1, .column = 1};
    if (!build_run(&build, text, length))
        spec_document_free(&document);
    return document;
}

/* Up to one byte more than is allowed, so that the parsing sees it. False with errno set. */
static bool file_read(int descriptor, struct buffer *out)
{
    while (out->length <= SPEC_DOCUMENT_MOST_BYTES) {
        buffer_reserve(out, 65536);
        ssize_t count = read(descriptor, out->data + out->length, 65536);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count == 0;
        out->length += (size_t)count;
    }
    return true;
}

struct spec_document *spec_document_load(const char *path, struct spec_faults *faults)
{
    struct buffer bytes = {0};
    struct spec_document *document = NULL;
    /* Without O_NONBLOCK a named pipe would hold the program here. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    bool open_failed = descriptor < 0 || fstat(descriptor, &status) < 0;
    if (!open_failed && !S_ISREG(status.st_mode))
        spec_faults_add(faults, path, 0, 0, "E_SPEC_NOT_A_FILE", NULL);
    else if (open_failed || !file_read(descriptor, &bytes))
        spec_faults_add(faults, path, 0, 0, "E_SPEC_UNREADABLE", "reason", strerrorname_np(errno), NULL);
    else
        document = spec_document_parse(buffer_string(&bytes), bytes.length, path, faults);
    if (descriptor >= 0)
        close(descriptor);
    buffer_free(&bytes);
    return document;
}
