#include "spec/field.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/check.h"
#include "spec/block.h"
#include "spec/condition.h"
#include "spec/set_broken.h"

enum { LINES_MOST = 2000 }; /* code points: what a value may have in the database */

static const char *const type_words[] = {"text",   "code",  "date", "month", "int", "amount",
                                         "region", "codes", "time", "lines", NULL};
static const char *const record_words[] = {"name", "id_type", "id_no", NULL};
static const char *const part_words[] = {"", "sex", "birth", "", NULL}; /* by enum spec_compute */

const struct spec_codes *walk_codes(struct walk *walk, const struct spec_node *node, const char *list)
{
    const struct spec_codes *codes = spec_set_codes(walk->set, list);
    if (codes || set_is_broken(walk->set, "codes", list))
        return codes;
    size_t count = spec_set_codes_count(walk->set);
    const char **known = memory_get(count + 1, sizeof(*known));
    for (size_t i = 0; i < count; i++)
        known[i] = spec_set_codes_at(walk->set, i)->list;
    walk_unknown(walk, node, "codes", list, known, count);
    free(known);
    return NULL;
}

void walk_check_code(struct walk *walk, const struct spec_node *node, const char *list, const char *code)
{
    const struct spec_codes *codes = walk_codes(walk, node, list);
    if (codes && !spec_codes_find(codes, code))
        spec_node_fault(walk->faults, node, "E_SPEC_CODE", "value", code, "list", list, NULL);
}

/* codes: the name of a list, kept as the list itself */

static void codes_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                       void *base)
{
    char *list = walk_text(walk, node, key->key, 0);
    if (list)
        ((struct spec_field *)base)->codes = (struct spec_codes *)walk_codes(walk, node, list);
    free(list);
}

/* A region's list is understood. */
static bool codes_given(const struct schema_key *key, const void *base)
{
    (void)key;
    const struct spec_field *field = base;
    return field->codes && field->type != SPEC_REGION;
}

static void codes_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    (void)key;
    json_text(out, ((const struct spec_field *)base)->codes->list);
}

static const struct schema_type schema_codes = {codes_read, codes_given, codes_write, NULL};

static void check_known(struct walk *walk, const struct spec_node *node, const char *name)
{
    if (check_exists(name))
        return;
    const char *known[64];
    size_t count = 0;
    for (const char *check; count < 64 && (check = check_name(count)); count++)
        known[count] = check;
    walk_unknown(walk, node, "check", name, known, count);
}

static void compute_finish(struct walk *walk, const struct spec_node *node, void *record)
{
    struct spec_field *field = record;
    bool part = spec_node_find(node, "part"), map = spec_node_find(node, "map");
    if (part && map)
        spec_node_fault(walk->faults, node, "E_SPEC_BOTH", "first", "part", "second", "map", NULL);
    else if (!part && !map)
        spec_node_fault(walk->faults, node, "E_SPEC_NEEDS", "key", "compute", "other", "part, map", NULL);
    else if (part && spec_node_find(node, "otherwise"))
        spec_node_fault(walk->faults, node, "E_SPEC_BOTH", "first", "part", "second", "otherwise", NULL);
    if (map && !part)
        field->compute = SPEC_COMPUTE_MAP;
}

/* The record is the field itself. */
static const struct schema_key compute_keys[] = {
    {"from", &schema_text, SCHEMA_AT(struct spec_field, compute_from), .required = true,
     .check = walk_check_slug},
    {"part", &schema_choice, SCHEMA_AT(struct spec_field, compute), .choices = part_words},
    {"map", &schema_pairs, SCHEMA_LIST(struct spec_field, map, map_count), .least = 1},
    {"otherwise", &schema_text, SCHEMA_AT(struct spec_field, otherwise)},
    {0}};
static const struct schema compute_schema = {"compute", compute_keys, sizeof(struct spec_field),
                                             compute_finish};

/* The record is the field itself. */
static const struct schema_key age_keys[] = {
    {"from", &schema_text, SCHEMA_AT(struct spec_field, age_from), .required = true,
     .check = walk_check_slug},
    {"least", &schema_int, SCHEMA_AT(struct spec_field, age_least), .least = 1, .most = 150},
    {"most", &schema_int, SCHEMA_AT(struct spec_field, age_most), .least = 1, .most = 150},
    {0}};
static const struct schema age_schema = {"age", age_keys, sizeof(struct spec_field), NULL};

static bool age_given(const void *field)
{
    return ((const struct spec_field *)field)->age_from != NULL;
}

static void field_finish(struct walk *walk, const struct spec_node *node, void *record);

static const struct schema_key field_keys[] = {
    {"key", &schema_text, SCHEMA_AT(struct spec_field, key), .required = true, .check = walk_check_slug},
    {"block", &schema_text, SCHEMA_AT(struct spec_field, block), .resolved_only = true,
     .check = walk_check_slug},
    {"name", &schema_name, SCHEMA_AT(struct spec_field, name), .required = true, .most = 60},
    {"help", &schema_name, SCHEMA_AT(struct spec_field, help), .most = 200},
    {"type", &schema_choice, SCHEMA_AT(struct spec_field, type), .required = true, .choices = type_words},
    {"codes", &schema_codes},
    {"check", &schema_text, SCHEMA_AT(struct spec_field, check), .check = check_known},
    {"check_with", &schema_text, SCHEMA_AT(struct spec_field, check_with), .check = walk_check_slug},
    {"differs", &schema_text, SCHEMA_AT(struct spec_field, differs), .check = walk_check_slug},
    {"not_before", &schema_text, SCHEMA_AT(struct spec_field, not_before), .check = walk_check_slug},
    {"age", &schema_record, .schema = &age_schema, .given = age_given},
    {"sum", &schema_texts, SCHEMA_LIST(struct spec_field, sum, sum_count), .least = 1,
     .check = walk_check_slug},
    {"most", &schema_int, SCHEMA_AT(struct spec_field, most), .least = 1, .most = 1000000000},
    {"optional", &schema_bool, SCHEMA_AT(struct spec_field, optional)},
    {"required", &schema_condition, SCHEMA_AT(struct spec_field, required)},
    {"show", &schema_condition, SCHEMA_AT(struct spec_field, show)},
    {"fixed", &schema_text, SCHEMA_AT(struct spec_field, fixed)},
    {"compute", &schema_record, .schema = &compute_schema},
    {"person", &schema_bool, SCHEMA_AT(struct spec_field, person)},
    {"record", &schema_text, SCHEMA_AT(struct spec_field, record), .choices = record_words},
    {"earlier", &schema_bool, SCHEMA_AT(struct spec_field, earlier)},
    {"unit", &schema_bool, SCHEMA_AT(struct spec_field, unit)},
    {"confirm_after_days", &schema_int, SCHEMA_AT(struct spec_field, confirm_after_days), .least = 1,
     .most = 3650},
    {"masked", &schema_bool, SCHEMA_AT(struct spec_field, masked)},
    {"ask", &schema_bool, SCHEMA_AT(struct spec_field, ask)},
    {0}};

const struct schema field_schema = {"field", field_keys, sizeof(struct spec_field), field_finish};

static void field_both(struct walk *walk, const struct spec_node *node, const char *first, const char *second)
{
    if (spec_node_find(node, first) && spec_node_find(node, second))
        spec_node_fault(walk->faults, spec_node_find(node, second), "E_SPEC_BOTH", "first", first, "second",
                        second, NULL);
}

/* A key that makes sense only with some types. */
static void field_only(struct walk *walk, const struct spec_node *node, const char *key, bool fits, int type)
{
    if (spec_node_find(node, key) && !fits)
        spec_node_fault(walk->faults, spec_node_find(node, key), "E_SPEC_NOT_FOR", "key", key, "type",
                        type_words[type], NULL);
}

static void field_needs(struct walk *walk, const struct spec_node *node, const char *key, bool there,
                        const char *other)
{
    if (spec_node_find(node, key) && !there)
        spec_node_fault(walk->faults, spec_node_find(node, key), "E_SPEC_NEEDS", "key", key, "other", other,
                        NULL);
}

/* What reads a time, or lines, reads nothing else; several codes are not one, and lines are their own check.
 */
static void field_finish_check(struct walk *walk, const struct spec_node *node,
                               const struct spec_field *field)
{
    bool timed = field->check && strncmp(field->check, "time", 4) == 0;
    bool lines = field->check && strcmp(field->check, "lines") == 0;
    bool plain = field->type != SPEC_TIME && field->type != SPEC_CODES && field->type != SPEC_LINES;
    field_only(walk, node, "check", field->type == SPEC_TIME ? timed : plain && !timed && !lines,
               field->type);
    field_only(walk, node, "compute", plain || field->compute != SPEC_COMPUTE_MAP, field->type);
}

/* Lines are of a length that is said. */
static void field_finish_lines(struct walk *walk, const struct spec_node *node,
                               const struct spec_field *field)
{
    const struct spec_node *most = spec_node_find(node, "most");
    if (field->type != SPEC_LINES)
        return;
    if (!most)
        spec_node_fault(walk->faults, node, "E_SPEC_NEEDS", "key", "type: lines", "other", "most", NULL);
    else if (field->most > LINES_MOST)
        spec_node_fault(walk->faults, most, "E_SPEC_RANGE", "key", "most", "value", spec_node_text(most),
                        "least", "1", "most", "2000", NULL);
}

static void field_finish(struct walk *walk, const struct spec_node *node, void *record)
{
    static const char *const sources[] = {"fixed", "compute", "person", "earlier", "unit"};
    static const char *const own[] = {"person", "masked", "compute"};
    struct spec_field *field = record;
    if (!spec_node_find(node, "type"))
        return;
    field_codes_finish(walk, node, field);
    field_only(walk, node, "codes", field->type == SPEC_CODE || field->type == SPEC_CODES, field->type);
    field_finish_check(walk, node, field);
    field_only(walk, node, "most",
               field->type == SPEC_TEXT || field->type == SPEC_INT || field->type == SPEC_LINES, field->type);
    field_finish_lines(walk, node, field);
    bool dated = field->type == SPEC_DATE || field->type == SPEC_MONTH || field->type == SPEC_TIME;
    field_only(walk, node, "not_before", dated, field->type);
    field_only(walk, node, "age", field->type == SPEC_DATE, field->type);
    field_only(walk, node, "sum", field->type == SPEC_INT || field->type == SPEC_AMOUNT, field->type);
    field_needs(walk, node, "age", field->age_least || field->age_most, "least, most");
    field_both(walk, node, "optional", "required");
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
        field_both(walk, node, sources[i], "ask"); /* asked on purpose is never filled in */
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        field_both(walk, node, own[i], "unit"); /* what is one person's own nobody has in common */
    if (field->compute == SPEC_COMPUTE_SEX)
        field_only(walk, node, "compute", field->type == SPEC_CODE, field->type);
    if (field->compute == SPEC_COMPUTE_BIRTH)
        field_only(walk, node, "compute", field->type == SPEC_DATE, field->type);
    field_needs(walk, node, "confirm_after_days", field->earlier || field->person, "earlier, person");
    field_needs(walk, node, "record", field->person, "person");
    field_needs(walk, node, "check_with", field->check != NULL, "check");
    bool id_any = field->check && !strcmp(field->check, "id_any");
    field_needs(walk, node, "check", !id_any || field->check_with, "check_with");
}

static void twice_check(struct walk *walk, const struct spec_field *fields, size_t at)
{
    const char *key = fields[at].key;
    size_t first = field_index(fields, at, key);
    const struct spec_node *place = walk_node(walk, key);
    if (first < at && place != walk_node(walk, fields[first].key))
        spec_node_fault(walk->faults, place, "E_SPEC_FIELD_TWICE", "key", key, NULL);
}

static void map_check(struct walk *walk, const struct spec_field *field, const struct spec_codes *from)
{
    for (size_t i = 0; i < field->map_count; i++) {
        const struct spec_pair *pair = &field->map[i];
        if (from && !spec_codes_find(from, pair->from))
            spec_node_fault(walk->faults, walk_node(walk, pair->from), "E_SPEC_NEVER", "field",
                            field->compute_from, "value", pair->from, "list", from->list, NULL);
        if (field->codes && !spec_codes_find(field->codes, pair->to))
            spec_node_fault(walk->faults, walk_node(walk, pair->to), "E_SPEC_CODE", "value", pair->to, "list",
                            field->codes->list, NULL);
    }
    if (field->otherwise && field->codes && !spec_codes_find(field->codes, field->otherwise))
        spec_node_fault(walk->faults, walk_node(walk, field->otherwise), "E_SPEC_CODE", "value",
                        field->otherwise, "list", field->codes->list, NULL);
}

/* The field that another one names must be there, and above it. */
static void above_check(struct walk *walk, const struct spec_field *fields, size_t count, size_t at,
                        char *named)
{
    struct spec_condition depends = {.test = SPEC_FIELD_FILLED, .field = named};
    if (named)
        condition_check(walk, &depends, fields, count, at, fields[at].key);
}

/* ... and of one of these types (bits), to be compared with this one. */
static void compared_check(struct walk *walk, const struct spec_field *fields, size_t count, size_t at,
                           char *named, unsigned types)
{
    above_check(walk, fields, count, at, named);
    size_t other = named ? field_index(fields, at, named) : at;
    if (other < at && !(types & 1u << fields[other].type))
        spec_node_fault(walk->faults, walk_node(walk, named), "E_SPEC_UNLIKE", "field", named, "type",
                        type_words[fields[other].type], NULL);
}

static void rules_check(struct walk *walk, const struct spec_field *fields, size_t count, size_t at)
{
    const struct spec_field *field = &fields[at];
    const unsigned day = 1u << SPEC_DATE, month = 1u << SPEC_MONTH, time = 1u << SPEC_TIME;
    above_check(walk, fields, count, at, field->differs);
    compared_check(walk, fields, count, at, field->not_before, day | month | time);
    compared_check(walk, fields, count, at, field->age_from, day);
    for (size_t i = 0; i < field->sum_count; i++)
        compared_check(walk, fields, count, at, field->sum[i], 1u << field->type);
}

/* What is computed, and what is shown, depends on fields above it only: so nothing goes in circles. */
static void field_check(struct walk *walk, const struct spec_field *fields, size_t count, size_t at)
{
    const struct spec_field *field = &fields[at];
    condition_check(walk, &field->show, fields, count, at, field->key);
    condition_check(walk, &field->required, fields, count, count, field->key);
    above_check(walk, fields, count, at, field->check_with);
    rules_check(walk, fields, count, at);
    above_check(walk, fields, count, at, field->compute_from);
    if (!field->compute_from)
        return;
    size_t from = field_index(fields, at, field->compute_from);
    if (from < at && fields[from].type == SPEC_CODES) /* which of them */
        spec_node_fault(walk->faults, walk_node(walk, field->compute_from), "E_SPEC_NOT_FOR", "key",
                        "compute", "type", type_words[SPEC_CODES], NULL);
    else if (from < at)
        map_check(walk, field, fields[from].codes);
}

void fields_check(struct walk *walk, const struct spec_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!fields[i].key)
            continue;
        twice_check(walk, fields, i);
        if (walk->resolved || !fields[i].block || fields[i].needs)
            field_check(walk, fields, count, i);
    }
}
