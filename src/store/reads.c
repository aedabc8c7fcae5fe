#include "store/reads.h"

#include <string.h>

#include "text/text.h"

struct store_query reads_query(const struct reads_question *question)
{
    struct store_query query = {.sql = "SELECT id, at::text AS moment, to_char(at AT TIME ZONE "
                                       "'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS at, login,"
                                       " who, function, case_id, number, name, id_no, what, purpose, looked"
                                       " FROM desk.read_log_search($1::int, $2, $3, $4, $5::date, $6::date, "
                                       "$7::timestamptz, $8::bigint, $9)"};
    store_query_text(&query, question->region);
    store_query_text(&query, question->staff);
    store_query_text(&query, question->person);
    store_query_text(&query, question->purpose);
    store_query_text(&query, question->from);
    store_query_text(&query, question->to);
    store_query_text(&query, question->at);
    store_query_text(&query, question->id);
    store_query_flag(&query, question->newer);
    return query;
}

void reads_behind(struct reads_question *question, const struct store_reply *reply, bool newer)
{
    int rows = store_reply_rows(reply), row = newer ? 0 : rows - 1;
    question->newer = newer;
    if (rows) {
        question->at = store_reply_text(reply, row, "moment");
        question->id = store_reply_text(reply, row, "id");
    }
}

const char *reads_why(const struct store_reply *reply, int row)
{
    const char *function = store_reply_text(reply, row, "function");
    if (strcmp(function, "case_reveal") == 0 || strcmp(function, "material_read") == 0)
        return store_reply_text(reply, row, "purpose"); /* typed by whoever looked */
    return text_of("READ", function);
}
