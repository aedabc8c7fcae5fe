#include "fault/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "fault/invented.h"
#include "story/world.h"

enum { BATCH = 400 }; /* promises in one statement: an argument of a program has 128 KiB at most */

struct promise *ledger_promise(struct ledger *ledger, int person)
{
    for (size_t i = ledger->count; i > 0; i--) { /* the newest is asked for most */
        if (ledger->promises[i - 1].person == person)
            return &ledger->promises[i - 1];
    }
    ledger->promises = memory_resize(ledger->promises, ledger->count + 1, sizeof *ledger->promises);
    ledger->promises[ledger->count] = (struct promise){.person = person};
    return &ledger->promises[ledger->count++];
}

struct ledger ledger_of(struct ledger *ledger, int person)
{
    return (struct ledger){.promises = ledger_promise(ledger, person), .count = 1};
}

void ledger_free(struct ledger *ledger)
{
    free(ledger->promises);
    *ledger = (struct ledger){0};
}

/* One row a promise and a column a figure. _value: of which field; a material by its kind. */
static const char FIGURES[] =
    "), p AS (SELECT m.*, s.id FROM promised m LEFT JOIN yc.person s ON s.region = 210600 AND s.id_no = "
    "m.id_no),"
    " v AS (SELECT p.id_no, p.id, x.bit, x.field, x.value FROM p, LATERAL (VALUES (1, 'mobile', p.mobile),"
    "  (2, 'unemp_date', '2026-02-28'), (4, 'leave_reason', '02'), (8, 'ui_place', '210603'),"
    "  (16, 'last_unit', p.unit)) AS x(bit, field, value) WHERE p.seen & x.bit <> 0),"
    " vl AS (SELECT v.* FROM v WHERE NOT EXISTS (SELECT FROM yc.case_file c JOIN yc.case_field f"
    "  ON f.region = c.region AND f.case_id = c.id WHERE c.region = 210600 AND c.person_id = v.id"
    "  AND f.field = v.field AND f.value = v.value)),"
    " m AS (SELECT p.id_no, p.id, x.kind FROM p, LATERAL (VALUES (32, 'id'), (64, 'term'), (128, 'ureg'))"
    "  AS x(bit, kind) WHERE p.seen & x.bit <> 0),"
    " ml AS (SELECT m.* FROM m WHERE NOT EXISTS (SELECT FROM yc.case_file c JOIN yc.material f"
    "  ON f.region = c.region AND f.case_id = c.id WHERE c.region = 210600 AND c.person_id = m.id"
    "  AND f.kind = m.kind AND f.removed_at IS NULL)),"
    " nu AS (SELECT p.* FROM p WHERE p.number <> '' AND NOT EXISTS (SELECT FROM yc.case_file c"
    "  WHERE c.number = p.number)),"
    " nl AS (SELECT p.* FROM p WHERE p.number <> '' AND NOT EXISTS (SELECT FROM yc.case_file c"
    "  WHERE c.number = p.number AND c.person_id = p.id AND c.state NOT IN ('draft', 'received'))),"
    " k AS (SELECT p.id_no, p.id, count(*) FILTER (WHERE c.number IS NOT NULL) AS accepted, count(*) AS cases"
    "  FROM p JOIN yc.case_file c ON c.region = 210600 AND c.person_id = p.id GROUP BY p.id_no, p.id),"
    " d AS (SELECT k.* FROM k WHERE k.accepted > 1)";

static void promised_rows(const struct ledger *ledger, size_t from, size_t end, struct buffer *sql)
{
    buffer_text(sql, "WITH promised(id_no, mobile, unit, seen, number, slip) AS (VALUES ");
    for (size_t i = from; i < end; i++) {
        const struct promise *promise = &ledger->promises[i];
        struct invented person = invented_person(promise->person);
        buffer_format(sql, "%s('%s','%s','%s',%u,'%s','%s')", i > from ? "," : "", person.number,
                      person.mobile, person.unit, promise->seen, promise->number, promise->slip);
    }
    buffer_text(sql, FIGURES);
}

static size_t batch_end(const struct ledger *ledger, size_t from)
{
    return ledger->count - from > BATCH ? from + BATCH : ledger->count;
}

static int count_slips(const struct ledger *ledger, size_t from, size_t end)
{
    int slips = 0;
    for (size_t i = from; i < end; i++)
        slips += ledger->promises[i].slip[0] != '\0';
    return slips;
}

static void sums_slips(struct ledger_sums *sums, const char *database, const char *promised)
{
    int known = 0, open = 0;
    const char *row =
        world_sql(database,
                  "%s SELECT count(*), count(*) FILTER (WHERE c.number IS NULL) FROM p JOIN yc.received r"
                  " ON r.region = 210600 AND r.slip = p.slip JOIN yc.case_file c ON c.region = r.region"
                  " AND c.id = r.case_id AND c.person_id = p.id",
                  promised);
    sscanf(row, "%d|%d", &known, &open);
    sums->slips_lost -= known;
    sums->slips_open += open;
}

struct ledger_sums ledger_sums(const struct ledger *ledger, const char *database)
{
    struct ledger_sums sums = {0};
    struct buffer sql = {0};
    for (size_t from = 0, end; from < ledger->count; from = end) {
        int part[10] = {0}, slips;
        end = batch_end(ledger, from);
        buffer_clear(&sql);
        promised_rows(ledger, from, end, &sql);
        const char *row = world_sql(
            database,
            "%s SELECT (SELECT count(*) FROM p), (SELECT count(*) FROM v), (SELECT count(*) FROM vl),"
            " (SELECT count(*) FROM m), (SELECT count(*) FROM ml), (SELECT count(*) FROM p WHERE number <> "
            "''),"
            " (SELECT count(*) FROM nu), (SELECT count(*) FROM nl), (SELECT count(*) FROM d),"
            " (SELECT count(*) FROM k WHERE k.cases > greatest(k.accepted, 1))",
            buffer_string(&sql));
        sscanf(row, "%d|%d|%d|%d|%d|%d|%d|%d|%d|%d", part, part + 1, part + 2, part + 3, part + 4, part + 5,
               part + 6, part + 7, part + 8, part + 9);
        sums.people += part[0], sums.values += part[1], sums.values_lost += part[2];
        sums.materials += part[3], sums.materials_lost += part[4], sums.numbers += part[5];
        sums.numbers_uncommitted += part[6], sums.numbers_lost += part[7], sums.doubled += part[8];
        sums.strays += part[9];
        slips = count_slips(ledger, from, end);
        sums.slips += slips, sums.slips_lost += slips;
        if (slips)
            sums_slips(&sums, database, buffer_string(&sql));
    }
    buffer_free(&sql);
    return sums;
}

static void faults_tell(const struct ledger *ledger, const char *database)
{
    struct buffer sql = {0};
    for (size_t from = 0, end; from < ledger->count; from = end) {
        end = batch_end(ledger, from);
        buffer_clear(&sql);
        promised_rows(ledger, from, end, &sql);
        fprintf(stderr, "%s\n",
                world_sql(
                    database,
                    "%s SELECT string_agg(w, '; ') FROM ("
                    "SELECT 'value lost: ' || field || ' ' || value || ' of ' || id_no AS w FROM vl"
                    " UNION ALL SELECT 'material lost: ' || kind || ' of ' || id_no FROM ml"
                    " UNION ALL SELECT 'number not committed: ' || number || ' of ' || id_no FROM nu"
                    " UNION ALL SELECT 'acceptance lost: ' || number || ' of ' || id_no FROM nl"
                    " UNION ALL SELECT 'doubled: ' || id_no || ' ' || (SELECT string_agg(c.state || ' ' ||"
                    " coalesce(c.number, '-'), ', ') FROM yc.case_file c WHERE c.person_id = d.id) FROM d) x",
                    buffer_string(&sql)));
    }
    buffer_free(&sql);
}

static void slips_tell(const struct ledger *ledger, const char *database)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const struct promise *promise = &ledger->promises[i];
        if (!promise->slip[0])
            continue;
        const char *found = world_sql(
            database,
            "SELECT string_agg(c.state || ' ' || coalesce(c.number, '-') || ' slip ' || coalesce(r.slip, "
            "'-'), ', ')"
            " FROM yc.person p JOIN yc.case_file c ON c.region = p.region AND c.person_id = p.id"
            " LEFT JOIN yc.received r ON r.region = c.region AND r.case_id = c.id WHERE p.id_no = '%s'",
            invented_person(promise->person).number);
        if (!strstr(found, promise->slip))
            fprintf(stderr, "slip lost: %s of %s, whose cases are: %s\n", promise->slip,
                    invented_person(promise->person).number, found);
    }
}

bool ledger_arrived(const struct ledger *ledger, const char *database)
{
    struct ledger_sums sums = ledger_sums(ledger, database);
    return !sums.values_lost && !sums.materials_lost && !sums.slips_lost && !sums.slips_open;
}

bool ledger_keeps(const struct ledger *ledger, const char *database)
{
    struct ledger_sums sums = ledger_sums(ledger, database);
    bool keeps = !sums.values_lost && !sums.materials_lost && !sums.numbers_uncommitted &&
                 !sums.numbers_lost && !sums.doubled && !sums.slips_lost;
    if (!keeps)
        faults_tell(ledger, database);
    if (sums.slips_lost)
        slips_tell(ledger, database);
    return keeps;
}

void ledger_print(const struct ledger_sums *sums, const char *name)
{
    printf("# %s: %d people, values left %d lost %d, materials listed %d lost %d\n", name, sums->people,
           sums->values, sums->values_lost, sums->materials, sums->materials_lost);
    printf("# %s: receipts %d, lost %d, doubled %d, numbers without commit %d; slips %d, lost %d,"
           " without number %d; drafts begun twice %d\n",
           name, sums->numbers, sums->numbers_lost, sums->doubled, sums->numbers_uncommitted, sums->slips,
           sums->slips_lost, sums->slips_open, sums->strays);
}
