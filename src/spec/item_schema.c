#include "spec/item_schema.h"

#include <string.h>

#include "model/date.h"
#include "spec/block.h"
#include "spec/condition.h"
#include "spec/field.h"
#include "spec/item_check.h"
#include "spec/material.h"

static const char *const unit_words[] = {"working", "calendar", NULL};   /* enum spec_unit */
static const char *const risk_words[] = {"low", "medium", "high", NULL}; /* enum spec_risk */
static const char *const applicant_words[] = {"person", "agent", "unit", NULL};
static const char *const stage_words[] = {"accept", "review", "recheck", "approve", NULL};
static const char *const branch_words[] = {"expert_review", "site_check", "third_party_check", NULL};
static const char *const branch_stage_words[] = {"review", "recheck", "approve", NULL};
static const char *const scope_words[] = {"national", "province", "city", NULL};
static const char *const kind_words[] = {"public_service", "admin_confirmation", "administrative_licence",
                                         "other_power", NULL};
static const char *const fact_words[] = {"name",   "statutory", "promised", "materials",
                                         "fields", "retention", NULL};
static const char *const retention_words[] = {"永久", "100年", "50年", "30年", "10年", NULL};

static void category_check(struct walk *walk, const struct spec_node *node, const char *text)
{
    walk_check_code(walk, node, "item_category", text);
}

static void clock_stop_check(struct walk *walk, const struct spec_node *node, const char *text)
{
    walk_check_code(walk, node, "clock_stop", text);
}

void channel_check(struct walk *walk, const struct spec_node *node, const char *text)
{
    walk_check_code(walk, node, "channel", text);
}

static void closed_check(struct walk *walk, const struct spec_node *node, const char *text)
{
    struct date day;
    if (!date_parse(text, &day))
        spec_node_fault(walk->faults, node, "E_SPEC_CLOSED_FROM", "value", text, NULL);
}

static const struct schema_key branch_keys[] = {
    {"key", &schema_text, SCHEMA_AT(struct spec_branch, key), .required = true, .check = walk_check_slug},
    {"name", &schema_name, SCHEMA_AT(struct spec_branch, name), .required = true, .most = 60},
    {"kind", &schema_text, SCHEMA_AT(struct spec_branch, kind), .required = true, .choices = branch_words},
    {"before", &schema_text, SCHEMA_AT(struct spec_branch, before), .required = true,
     .choices = branch_stage_words},
    {"days", &schema_int, SCHEMA_AT(struct spec_branch, days), .required = true, .least = 1, .most = 365},
    {"when", &schema_condition, SCHEMA_AT(struct spec_branch, when)},
    {0}};
static const struct schema branch_schema = {"branch", branch_keys, sizeof(struct spec_branch), NULL};

static const struct schema_key collective_keys[] = {
    {"field", &schema_text, SCHEMA_AT(struct spec_collective, field), .required = true},
    {"above", &schema_int, SCHEMA_AT(struct spec_collective, above), .required = true, .least = 1,
     .most = 999999999},
    {"votes", &schema_int, SCHEMA_AT(struct spec_collective, votes), .required = true, .least = 2, .most = 9},
    {"of", &schema_int, SCHEMA_AT(struct spec_collective, of), .required = true, .least = 2, .most = 9},
    {0}};
static const struct schema collective_schema = {"collective", collective_keys, sizeof(struct spec_collective),
                                                NULL};

static bool collective_given(const void *item)
{
    return ((const struct spec_item *)item)->collective.field != NULL;
}

static const struct schema_key statutory_keys[] = {
    {"days", &schema_int, SCHEMA_AT(struct spec_limit, days), .required = true, .least = 1, .most = 3650},
    {"unit", &schema_choice, SCHEMA_AT(struct spec_limit, unit), .required = true, .choices = unit_words},
    {"basis", &schema_words, SCHEMA_AT(struct spec_limit, basis), .required = true},
    {0}};
static const struct schema statutory_schema = {"statutory", statutory_keys, sizeof(struct spec_limit), NULL};

static const struct schema_key promised_keys[] = {
    {"days", &schema_int, SCHEMA_AT(struct spec_limit, days), .required = true, .least = 0, .most = 3650},
    {"unit", &schema_choice, SCHEMA_AT(struct spec_limit, unit), .required = true, .choices = unit_words},
    {0}};
static const struct schema promised_schema = {"promised", promised_keys, sizeof(struct spec_limit), NULL};

static bool statutory_given(const void *item)
{
    return ((const struct spec_item *)item)->statutory.days > 0;
}

/* The record is the item. */
static const struct schema_key limits_keys[] = {
    {"statutory", &schema_record, SCHEMA_AT(struct spec_item, statutory), .schema = &statutory_schema,
     .given = statutory_given},
    {"promised", &schema_record, SCHEMA_AT(struct spec_item, promised), .schema = &promised_schema,
     .required = true},
    {0}};
static const struct schema limits_schema = {"limits", limits_keys, sizeof(struct spec_item), NULL};

static const struct schema_key closed_keys[] = {
    {"from", &schema_text, SCHEMA_AT(struct spec_closing, from), .required = true, .check = closed_check},
    {"reason", &schema_name, SCHEMA_AT(struct spec_closing, reason), .required = true, .most = 200},
    {0}};
const struct schema closed_schema = {"closed", closed_keys, sizeof(struct spec_closing), NULL};

static const struct schema_key item_keys[] = {
    {"item", &schema_text, SCHEMA_AT(struct spec_item, code), .required = true, .check = walk_check_slug},
    {"name", &schema_name, SCHEMA_AT(struct spec_item, name), .required = true, .most = 100},
    {"category", &schema_text, SCHEMA_AT(struct spec_item, category), .required = true,
     .check = category_check},
    {"kind", &schema_text, SCHEMA_AT(struct spec_item, kind), .required = true, .choices = kind_words},
    {"applicant", &schema_texts, SCHEMA_LIST(struct spec_item, applicants, applicant_count), .required = true,
     .least = 1, .choices = applicant_words},
    {"risk", &schema_choice, SCHEMA_AT(struct spec_item, risk), .required = true, .choices = risk_words},
    {"instant", &schema_bool, SCHEMA_AT(struct spec_item, instant)},
    {"stages", &schema_texts, SCHEMA_LIST(struct spec_item, stages, stage_count), .required = true,
     .least = 1, .choices = stage_words},
    {"authorisation", &schema_text, SCHEMA_AT(struct spec_item, authorisation), .choices = stage_words},
    {"applicant_waits", &schema_bool, SCHEMA_AT(struct spec_item, applicant_waits)},
    {"limits", &schema_record, .schema = &limits_schema, .required = true},
    {"clock_stops", &schema_texts, SCHEMA_LIST(struct spec_item, clock_stops, clock_stop_count),
     .check = clock_stop_check},
    {"branches", &schema_list, SCHEMA_LIST(struct spec_item, branches, branch_count),
     .schema = &branch_schema},
    {"collective", &schema_record, SCHEMA_AT(struct spec_item, collective), .schema = &collective_schema,
     .given = collective_given},
    {"scope", &schema_text, SCHEMA_AT(struct spec_item, scope), .required = true, .choices = scope_words},
    {"channels", &schema_texts, SCHEMA_LIST(struct spec_item, channels, channel_count), .required = true,
     .least = 1, .check = channel_check},
    {"outcome", &schema_name, SCHEMA_AT(struct spec_item, outcome), .required = true, .most = 100},
    {"retention", &schema_text, SCHEMA_AT(struct spec_item, retention), .required = true,
     .choices = retention_words},
    {"plausible", &schema_texts, SCHEMA_LIST(struct spec_item, plausible, plausible_count), .least = 1,
     .choices = fact_words},
    {"closed", &schema_record, SCHEMA_AT(struct spec_item, closed), .schema = &closed_schema,
     .resolved_only = true},
    {"fields", &schema_blocks, SCHEMA_LIST(struct spec_item, fields, field_count), .required = true,
     .schema = &field_schema},
    {"materials", &schema_blocks, SCHEMA_LIST(struct spec_item, materials, material_count),
     .schema = &material_schema},
    {0}};

const struct schema item_schema = {"item", item_keys, sizeof(struct spec_item), item_check};
